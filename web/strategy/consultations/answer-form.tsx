/** The one official answer of a body that is asked, with its comments at clauses of the draft. */
import { ActionIcon, Button, Group, Radio, Select, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { answerConsultation, getDocument, type ConsultationPage } from '../../../src/strategy/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { Day } from '../../ui/values.tsx';
import { OffButton } from '../../ui/off-button.tsx';
import { useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

const kinds = ['agree', 'agree-with-comments', 'disagree', 'no-opinion'] as const;
type Kind = (typeof kinds)[number];

interface Draft {
  readonly key: number;
  readonly clause: string;
  readonly text: string;
  readonly proposal: string;
}

const blank = (key: number): Draft => ({ key, clause: '', text: '', proposal: '' });

export function AnswerForm({ answer }: { readonly answer: ConsultationPage }) {
  const { t } = useStrategyWords();
  const [kind, setKind] = useState<Kind>('agree');
  const [drafts, setDrafts] = useState<readonly Draft[]>([blank(1)]);
  const own = answer.invitations.find(({ code }) => code === answer.own);
  const send = useCommand(answerConsultation, {
    refreshes: ['strategy', 'work'],
    onDone: () => notifications.show({ message: t('consultation.answerSent'), color: 'green' }),
  });
  const withComments = kind === 'agree-with-comments' || kind === 'disagree';
  const whole = drafts.filter(({ clause, text }) => clause !== '' && text.trim() !== '');
  const missing = withComments && (whole.length === 0 || whole.length < drafts.length);
  const give = () =>
    send.mutateAsync({
      params: { consultation: answer.consultation.code },
      body: {
        answer: kind,
        comments: withComments
          ? whole.map(({ clause, text, proposal }) => ({ clause, text, ...(proposal.trim() && { proposal }) }))
          : [],
      },
    });
  return (
    <Panel
      title={t('consultation.yourAnswer')}
      note={
        own && (
          <>
            {t('consultation.due')}: <Day value={own.due} />
          </>
        )
      }
    >
      <div className={styles.form}>
        <Radio.Group label={t('consultation.answer')} value={kind} onChange={(next) => setKind(next as Kind)}>
          <Group mt={6}>
            {kinds.map((one) => (
              <Radio key={one} value={one} label={t(`strategy:answers.${one}`)} />
            ))}
          </Group>
        </Radio.Group>
        {withComments && <Drafts drafts={drafts} onChange={setDrafts} document={answer.consultation.document} />}
        <ProblemNotice error={send.error} />
        <Confirm
          title={t('consultation.yourAnswer')}
          words={t('consultation.answerOnce', {
            answer: t(`strategy:answers.${kind}`),
            count: withComments ? whole.length : 0,
          })}
          act={t('consultation.sendAnswer')}
          onAct={give}
        >
          {(open) => (
            <Row end>
              <OffButton
                may={{ allowed: !missing, reason: missing ? t('consultation.commentsMissing') : undefined }}
                onClick={open}
              >
                {t('consultation.sendAnswer')}
              </OffButton>
            </Row>
          )}
        </Confirm>
      </div>
    </Panel>
  );
}

interface DraftsProps {
  readonly drafts: readonly Draft[];
  readonly onChange: (drafts: readonly Draft[]) => void;
  readonly document: string;
}

function Drafts({ drafts, onChange, document }: DraftsProps) {
  const { t, say } = useStrategyWords();
  const draft = useEndpoint(getDocument, { params: { document } });
  const clauses = (draft.data?.parts ?? []).flatMap((part) =>
    part.clauses.map(({ number, texts }) => ({ value: number, label: `${number}. ${say(texts).slice(0, 80)}` })),
  );
  const change = (key: number, part: Partial<Draft>) =>
    onChange(drafts.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <div>
      {drafts.map((one) => (
        <div key={one.key} className={styles.answerComment}>
          <Select
            label={t('consultation.clause')}
            searchable
            value={one.clause || null}
            onChange={(clause) => change(one.key, { clause: clause ?? '' })}
            data={clauses}
            nothingFoundMessage={t('web:search.nothing')}
          />
          <Textarea
            label={t('consultation.comment')}
            autosize
            minRows={2}
            maxLength={5000}
            value={one.text}
            onChange={(event) => change(one.key, { text: event.currentTarget.value })}
          />
          <Textarea
            label={t('strategy:summary.proposal')}
            autosize
            minRows={2}
            maxLength={5000}
            value={one.proposal}
            onChange={(event) => change(one.key, { proposal: event.currentTarget.value })}
          />
          <ActionIcon
            mt={26}
            aria-label={t('consultation.dropComment')}
            disabled={drafts.length === 1}
            onClick={() => onChange(drafts.filter(({ key }) => key !== one.key))}
          >
            <IconTrash size={18} />
          </ActionIcon>
        </div>
      ))}
      <Button
        mt="sm"
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={16} />}
        onClick={() => onChange([...drafts, blank(Math.max(...drafts.map(({ key }) => key)) + 1)])}
      >
        {t('consultation.addComment')}
      </Button>
    </div>
  );
}
