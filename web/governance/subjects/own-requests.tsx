/** In her own window: what she asked and how it stands, and the form to ask. */
import { Button, Modal } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import {
  askOwnRequest,
  readOwnRequests,
  withdrawOwnRequest,
  type SubjectPage,
} from '../../../src/exchange/subject-requests/contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row, Stack } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { Soft } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { AskForm, type Wish } from './ask-form.tsx';
import { Outcome } from './subject-facts.tsx';
import { DueCell } from './subject-requests-page.tsx';
import { subjectTones, useSubjectWords } from './use-subject-words.ts';

type Own = Answer<typeof readOwnRequests>;
const refreshes = ['exchange'];

export function OwnRequests() {
  const own = useEndpoint(readOwnRequests, {});
  return (
    <Loaded query={own} shape="lines">
      {(answer) => (answer.kinds.length === 0 ? null : <Requests own={answer} />)}
    </Loaded>
  );
}

function Requests({ own }: { readonly own: Own }) {
  const { t } = useSubjectWords();
  useWords('web-lifecycle');
  const [start, setStart] = useState<Partial<Wish>>();
  return (
    <Panel
      title={t('mine')}
      note={t('mineNote')}
      actions={
        <Row>
          <Button variant="default" onClick={() => setStart({ kind: 'correct' })}>
            {t('wrong')}
          </Button>
          <Button leftSection={<IconPlus size={17} />} onClick={() => setStart({})}>
            {t('ask')}
          </Button>
        </Row>
      }
    >
      {start && <Ask own={own} start={start} onClose={() => setStart(undefined)} />}
      {own.items.length === 0 ? (
        <EmptyState title={t('mineNothing')}>{t('mineNothingWords')}</EmptyState>
      ) : (
        <Stack>
          {own.items.map((page) => (
            <One key={page.id} page={page} />
          ))}
        </Stack>
      )}
    </Panel>
  );
}

interface AskProps {
  readonly own: Own;
  readonly start: Partial<Wish>;
  readonly onClose: () => void;
}

function Ask({ own, start, onClose }: AskProps) {
  const { t } = useSubjectWords();
  const ask = useCommand(askOwnRequest, { refreshes, onDone: onClose });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(start.kind === 'correct' ? 'wrong' : 'ask')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <AskForm
        kinds={own.kinds.filter(({ kind }) => kind !== 'withdraw')}
        held={own.held}
        purposes={own.purposes}
        start={start}
        busy={ask.isPending}
        error={ask.error}
        onSend={(body) => ask.mutate({ body })}
      />
    </Modal>
  );
}

function One({ page }: { readonly page: SubjectPage }) {
  const { t, say } = useSubjectWords();
  const back = useCommand(withdrawOwnRequest, { refreshes });
  const about = [page.register && say(page.register.names), page.field && say(page.field.names)].filter(Boolean);
  return (
    <section aria-label={t(`kinds.${page.kind}`)}>
      <Row>
        <strong>{t(`kinds.${page.kind}`)}</strong>
        <State tone={subjectTones[page.state]}>{t(`states.${page.state}`)}</State>
        {page.allowed['exchange.withdrawOwnRequest'].allowed && (
          <Confirm
            title={t('takeBack')}
            words={
              <>
                <p>{t('takeBackWords')}</p>
                <ProblemNotice error={back.error} />
              </>
            }
            act={t('takeBack')}
            onAct={() => back.mutateAsync({ params: { request: page.id } })}
          >
            {(open) => (
              <Button variant="subtle" size="compact-sm" onClick={open}>
                {t('takeBack')}
              </Button>
            )}
          </Confirm>
        )}
      </Row>
      <div>
        <Soft>
          {about.length > 0 && `${about.join(' · ')} · `}
          {t('answers')}: {say(page.body.names)}
        </Soft>
      </div>
      <div>
        <DueCell line={page} />
      </div>
      <Outcome page={page} />
    </section>
  );
}
