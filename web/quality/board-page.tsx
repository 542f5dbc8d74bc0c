/** The scoreboard: frozen figures by body and register; the own body first, others from the day on which all may see. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import { answerFigure, contestFigure, freezePeriod, getBoard } from '../../src/quality/board/contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { Confirm } from '../ui/confirm.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { useView } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Row, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Day, Num, Percent, UserText } from '../ui/values.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { tones } from './criteria.tsx';
import { QualityTabs } from './quality-tabs.tsx';

type Board = Answer<typeof getBoard>;
type Line = Board['items'][number];

export function BoardPage() {
  const { t } = useWords('web-quality');
  const [view, show] = useView({ period: '' });
  const query = useEndpoint(getBoard, { query: view.period ? { period: view.period } : {} });
  return (
    <Page title={t('title')} lead={t('boardLead')} actions={query.data?.mayFreeze && <Freeze />}>
      <QualityTabs current={paths.scoreboard()} />
      <Loaded query={query} shape="page">
        {(board) =>
          board.period === null ? (
            <EmptyState title={t('noPeriod')}>{t('noPeriodWords')}</EmptyState>
          ) : (
            <Period board={board} period={board.period} onPeriod={(period) => show({ period })} />
          )
        }
      </Loaded>
    </Page>
  );
}

interface PeriodProps {
  readonly board: Board;
  readonly period: NonNullable<Board['period']>;
  readonly onPeriod: (code: string) => void;
}

function Period({ board, period, onPeriod }: PeriodProps) {
  const { t } = useWords('web-quality');
  const columns = useColumns(period.code);
  return (
    <>
      <Notice>
        {t('aboveFrom')} <Day value={period.aboveFrom} />
      </Notice>
      <Panel title={t('scoreboard')} flush>
        <DataTable
          id="quality.board"
          label={t('scoreboard')}
          columns={columns}
          rows={board.items}
          rowKey={({ register, body }) => `${register}/${String(body.id)}`}
          empty={<EmptyState title={t('nothingYet')}>{t('nothingYetWords')}</EmptyState>}
          tools={
            <Row>
              <Select
                aria-label={t('period')}
                value={period.code}
                onChange={(code) => code !== null && onPeriod(code)}
                w={200}
                allowDeselect={false}
                data={board.periods.map(({ code }) => ({ value: code, label: code }))}
              />
            </Row>
          }
        />
      </Panel>
      {board.items.flatMap((line) =>
        line.contests.map((contest) => (
          <ContestLine key={contest.id} period={period.code} line={line} contest={contest} />
        )),
      )}
    </>
  );
}

function useColumns(period: string): readonly Column<Line>[] {
  const { t, say } = useWords('web-quality');
  return useMemo(
    () => [
      {
        id: 'body',
        head: t('body'),
        width: 240,
        grow: true,
        sortBy: ({ body }) => say(body.names),
        cell: ({ body, own, register }) => (
          <>
            <To to={own ? withView(paths.defects(), { register }) : paths.body(body.code)}>{say(body.names)}</To>{' '}
            {own && <Tag>{t('ownBody')}</Tag>}
          </>
        ),
      },
      {
        id: 'register',
        head: t('register'),
        width: 200,
        sortBy: ({ names }) => say(names),
        cell: ({ names }) => say(names),
      },
      {
        id: 'score',
        head: t('score'),
        width: 180,
        align: 'end',
        sortBy: ({ whole }) => whole?.score,
        cell: (line) => <Figure line={line} />,
      },
      {
        id: 'assessed',
        head: t('assessed'),
        width: 120,
        align: 'end',
        cell: ({ whole }) => <Num value={whole?.assessed ?? null} />,
      },
      {
        id: 'failing',
        head: t('failing'),
        width: 120,
        align: 'end',
        cell: ({ whole }) => <Num value={whole?.failing ?? null} />,
      },
      {
        id: 'act',
        head: t('act.contest'),
        width: 160,
        cell: (line) => (line.mayContest ? <ContestButton period={period} line={line} /> : '–'),
      },
    ],
    [t, say, period],
  );
}

function Figure({ line }: { readonly line: Line }) {
  const { t } = useWords('web-quality');
  if (line.withdrawn) return <State tone="quiet">{t('withdrawn')}</State>;
  if (line.first) return <State tone="unsure">{t('notScored')}</State>;
  const score = line.whole?.score ?? null;
  if (score === null) return <State tone="unsure">{t('notAssessed')}</State>;
  return (
    <State tone={tones[line.whole?.band ?? ''] ?? 'unsure'}>
      <Percent value={score} />
    </State>
  );
}

function ContestButton({ period, line }: { readonly period: string; readonly line: Line }) {
  const { t } = useWords('web-quality');
  const [words, setWords] = useState('');
  const contest = useCommand(contestFigure, { refreshes: ['quality', 'work'] });
  return (
    <Confirm
      title={t('act.contest')}
      words={
        <Stack>
          <p>{t('contestFigureNote')}</p>
          <Textarea
            label={t('act.whyFigure')}
            rows={3}
            maxLength={2000}
            required
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          <ProblemNotice error={contest.error} />
        </Stack>
      }
      act={t('act.contest')}
      onAct={() => contest.mutateAsync({ params: { period }, body: { register: line.register, words: words.trim() } })}
    >
      {(open) => (
        <Button variant="default" size="xs" onClick={open}>
          {t('act.contest')}
        </Button>
      )}
    </Confirm>
  );
}

interface ContestProps {
  readonly period: string;
  readonly line: Line;
  readonly contest: Line['contests'][number];
}

function ContestLine({ period, line, contest }: ContestProps) {
  const { t, say } = useWords('web-quality');
  const [words, setWords] = useState('');
  const answer = useCommand(answerFigure, { refreshes: ['quality', 'work'] });
  const reply = (upheld: boolean) =>
    answer.mutate({ params: { period, contest: contest.id }, body: { upheld, answer: words.trim() } });
  const isEmpty = words.trim() === '';
  return (
    <Panel title={`${t('contests')}: ${say(line.body.names)}, ${say(line.names)}`}>
      <Stack>
        <UserText>{contest.words}</UserText>
        {contest.answer !== null && (
          <Notice
            tone={contest.upheld ? 'good' : 'warn'}
            title={contest.upheld ? t('figureUpheld') : t('figureStands')}
          >
            <UserText>{contest.answer}</UserText>
          </Notice>
        )}
        {contest.mayAnswer && (
          <>
            <Textarea
              label={t('act.answer')}
              rows={3}
              maxLength={2000}
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <ProblemNotice error={answer.error} />
            <Row>
              <Button disabled={isEmpty} loading={answer.isPending} onClick={() => reply(true)}>
                {t('act.upholdFigure')}
              </Button>
              <Button variant="default" disabled={isEmpty} loading={answer.isPending} onClick={() => reply(false)}>
                {t('act.refuseFigure')}
              </Button>
            </Row>
          </>
        )}
      </Stack>
    </Panel>
  );
}

function Freeze() {
  const { t } = useWords('web-quality');
  const [period, setPeriod] = useState({ code: '', from: '', to: '' });
  const freeze = useCommand(freezePeriod, { refreshes: ['quality'] });
  const set = (change: Partial<typeof period>) => setPeriod((last) => ({ ...last, ...change }));
  return (
    <Confirm
      title={t('act.freeze')}
      words={
        <Stack>
          <p>{t('freezeNote')}</p>
          <TextInput
            label={t('period')}
            value={period.code}
            onChange={(event) => set({ code: event.currentTarget.value })}
            maxLength={40}
          />
          <TextInput
            type="date"
            label={t('from')}
            value={period.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label={t('to')}
            value={period.to}
            onChange={(event) => set({ to: event.currentTarget.value })}
          />
          <ProblemNotice error={freeze.error} />
        </Stack>
      }
      act={t('act.freeze')}
      onAct={() => freeze.mutateAsync({ body: period })}
    >
      {(open) => <Button onClick={open}>{t('act.freeze')}</Button>}
    </Confirm>
  );
}
