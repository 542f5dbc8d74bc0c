/** One consultation: who answered, what was said, what became of it, and the summary as a Word file. */
import { Button } from '@mantine/core';
import { IconFileTypeDocx } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  exportSummary,
  getConsultation,
  type ConsultationPage as Answer,
  type Invitation as InvitationSchema,
} from '../../../src/strategy/contract.ts';
import type { Static } from 'typebox';
import { fileAddress, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatDay, formatMoment } from '../../ui/format.ts';
import { useAddressPart } from '../../ui/hooks.ts';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Cards, Page, Panel } from '../../ui/page.tsx';

import { To } from '../../ui/to.tsx';
import { Code, Day, Num } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';
import { AnswerForm } from './answer-form.tsx';
import { Comments } from './comments.tsx';
import { useRefusal, useStrategyWords } from '../strategy-words.tsx';
import styles from '../strategy.module.css';

type Invitation = Static<typeof InvitationSchema>;

export function ConsultationPage() {
  const code = useAddressPart('consultation');
  const consultation = useEndpoint(getConsultation, { params: { consultation: code } }, { every: 10_000 });
  return (
    <LoadedPage query={consultation} title={code}>
      {(answer) => <ConsultationView answer={answer} />}
    </LoadedPage>
  );
}

function ConsultationView({ answer }: { readonly answer: Answer }) {
  const { t, say, language } = useStrategyWords();
  const { consultation, drafter } = answer;
  return (
    <Page
      title={say(consultation.names)}
      crumbs={[
        { label: t('web:menu.strategy'), to: paths.strategy() },
        { label: t('tabs.consultations'), to: paths.consultations() },
      ]}
      mark={<Code>{consultation.code}</Code>}
      lead={
        <>
          {t('consultation.drafter')}: {say(drafter.names)} · <Day value={consultation.opens} /> –{' '}
          <Day value={consultation.closes} /> ·{' '}
          <To to={paths.document(consultation.document)} className={styles.inText}>
            {t('consultation.readDraft')}
          </To>
        </>
      }
      actions={
        <Button
          component="a"
          href={fileAddress(exportSummary, { params: { consultation: consultation.code }, query: { language } })}
          download
          leftSection={<IconFileTypeDocx size={18} />}
        >
          {t('consultation.export')}
        </Button>
      }
    >
      <Away answer={answer} />
      <Counts answer={answer} />
      <Own answer={answer} />
      <Comments answer={answer} />
      <Invitations answer={answer} />
    </Page>
  );
}

function Counts({ answer }: { readonly answer: Answer }) {
  const { t } = useStrategyWords();
  const { consultation: one, dispositions } = answer;
  return (
    <Cards min={180}>
      <StatCard
        label={t('consultation.asked')}
        value={<Num value={one.asked} />}
        note={t('consultation.answeredNote', { ...one, count: one.answered })}
      />
      <StatCard
        label={t('consultation.notAnswered')}
        value={<Num value={one.notAnswered} />}
        {...(one.notAnswered > 0 ? { tone: 'warn' as const } : {})}
      />
      <StatCard label={t('consultation.comments')} value={<Num value={one.comments} />} />
      <StatCard
        label={t('consultation.disposed')}
        value={
          <span data-testid="disposed">
            <Num value={one.disposed} />
          </span>
        }
        note={t('consultation.disposedNote', { ...dispositions })}
      />
      <StatCard
        label={t('consultation.open')}
        value={
          <span data-testid="open">
            <Num value={one.open} />
          </span>
        }
        {...(one.open > 0 ? { tone: 'warn' as const } : {})}
      />
    </Cards>
  );
}

/** At home at another node: what is here is a part, as that node last told it. */
function Away({ answer: { home, heard } }: { readonly answer: Answer }) {
  const { t } = useStrategyWords();
  if (home === null) return null;
  return (
    <Notice title={t('away.home', { node: home })}>
      {t('away.consultation', { at: heard === null ? '–' : formatMoment(heard) })}
    </Notice>
  );
}

/** What the caller's own body still owes, has given, or has on its way to the consultation's home. */
function Own({ answer }: { readonly answer: Answer }) {
  const { t } = useStrategyWords();
  const refusal = useRefusal();
  const own = answer.invitations.find(({ code }) => code === answer.own);
  const { sent } = answer;
  if (sent && sent.refused === null)
    return (
      <Notice tone="info" title={t('away.answerWaits', { answer: t(`strategy:answers.${sent.answer}`) })}>
        <Day value={sent.on} />
        {sent.comments > 0 && <> · {t('away.comments', { count: sent.comments })}</>}
      </Notice>
    );
  if (answer.allowed['strategy.answerConsultation'].allowed)
    return (
      <>
        {sent && sent.refused !== null && (
          <Notice tone="bad" title={t('away.answerRefused', { reason: refusal(sent.refused) })} />
        )}
        <AnswerForm answer={answer} />
      </>
    );
  if (!own?.answer) return null;
  return (
    <Notice tone="good" title={t('consultation.ownAnswered', { answer: t(`strategy:answers.${own.answer}`) })}>
      <Day value={own.answered} />
    </Notice>
  );
}

function Invitations({ answer }: { readonly answer: Answer }) {
  const { t } = useStrategyWords();
  const columns = useColumns(answer.consultation.closes);
  return (
    <Panel flush title={t('consultation.invitations')}>
      <DataTable
        id="strategy.invitations"
        label={t('consultation.invitations')}
        columns={columns}
        rows={answer.invitations}
        rowKey={({ code }) => code}
        plain
      />
    </Panel>
  );
}

const toneOf = ({ answer, late }: Invitation): Tone => {
  if (answer === null) return late === null ? 'unsure' : 'bad';
  return answer === 'disagree' ? 'warn' : 'good';
};

function useColumns(closes: string): readonly Column<Invitation>[] {
  const { t, say } = useStrategyWords();
  return useMemo(
    () => [
      {
        id: 'name',
        head: t('consultation.invited'),
        width: 220,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ body, names }) => (body ? <To to={paths.body(body.code)}>{say(names)}</To> : say(names)),
      },
      {
        id: 'answer',
        head: t('consultation.answer'),
        width: 200,
        sortBy: ({ answer }) => answer,
        cell: (one) => <State tone={toneOf(one)}>{t(`strategy:answers.${one.answer ?? 'none'}`)}</State>,
      },
      {
        id: 'answered',
        head: t('consultation.answeredOn'),
        width: 120,
        align: 'end',
        sortBy: ({ answered }) => answered,
        cell: ({ answered, received }) => (
          <>
            <Day value={answered} />
            {received !== null && received !== answered && <> ({t('away.received', { day: formatDay(received) })})</>}
          </>
        ),
      },
      {
        id: 'due',
        head: t('consultation.due'),
        width: 170,
        cell: ({ due }) => (
          <>
            <Day value={due} /> {due > closes && t('consultation.extended')}
          </>
        ),
      },
      {
        id: 'late',
        head: t('consultation.late'),
        width: 170,
        sortBy: ({ late }) => late,
        cell: ({ late, answer }) => {
          if (late === null || late === 0) return '–';
          const words = t('consultation.lateDays', { count: late });
          return answer === null ? <State tone="bad">{words}</State> : words;
        },
      },
      {
        id: 'comments',
        head: t('consultation.comments'),
        width: 100,
        align: 'end',
        sortBy: ({ comments }) => comments,
        cell: ({ comments }) => <Num value={comments} />,
      },
    ],
    [t, say, closes],
  );
}
