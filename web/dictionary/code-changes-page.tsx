/** The editions of a code list, and what differs between two days of it. */
import { Button } from '@mantine/core';
import { IconArrowsExchange } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  compareCodeEditions,
  editionChanges,
  listCodeEditions,
  type CodeEdition,
  type EditionChange,
} from '../../src/dictionary/contract.ts';
import { usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { formatDay, formatNumber, today } from '../ui/format.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Panel, Row } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num } from '../ui/values.tsx';
import { Tag, type Tone } from '../ui/verdict.tsx';
import { CodeListFrame, Units } from './code-list-tabs.tsx';
import { dayBefore } from './days.ts';

type Kind = EditionChange['kind'];
const tones: Readonly<Record<Kind, Tone>> = {
  added: 'good',
  ended: 'quiet',
  reused: 'warn',
  joined: 'info',
  divided: 'info',
  renamed: 'busy',
  moved: 'busy',
};

export function CodeChangesPage() {
  const { t } = useWords('web-codes');
  const list = useAddressPart('list');
  const editions = usePages(listCodeEditions, { params: { list }, query: {} });
  const newest = editions.items.find(({ day }) => day !== null)?.day ?? today(new Date());
  const [view, show] = useView({ from: '', to: '', kind: '' });
  const from = view.from || (dayBefore(newest) ?? newest);
  const to = view.to || newest;
  return (
    <CodeListFrame list={list} current={paths.codeChanges(list)} lead={t('web-codes:editions.lead')}>
      <Panel flush title={t('web-codes:editions.title')}>
        <Editions list={list} pages={editions} />
      </Panel>
      <Panel
        flush
        title={t('web-codes:editions.difference', { from: formatDay(from), to: formatDay(to) })}
        actions={
          <Button
            component={To}
            plain
            variant="default"
            to={withView(paths.crosswalk(list, list), { on: from, toOn: to })}
            leftSection={<IconArrowsExchange size={17} />}
          >
            {t('web-codes:crosswalk.open')}
          </Button>
        }
      >
        <Differences list={list} from={from} to={to} kind={view.kind} show={(change) => show(change)} />
      </Panel>
    </CodeListFrame>
  );
}

type Editions = ReturnType<typeof usePages<typeof listCodeEditions>>;

function Editions({ list, pages }: { readonly list: string; readonly pages: Editions }) {
  const { t } = useWords('web-codes');
  const columns = useMemo<readonly Column<CodeEdition>[]>(
    () => [
      {
        id: 'day',
        head: t('web-codes:editions.day'),
        width: 170,
        cell: ({ day }) =>
          day === null ? (
            t('web:day.sinceEver')
          ) : (
            <To to={withView(paths.codeList(list), { on: day })}>
              <Day value={day} />
            </To>
          ),
      },
      {
        id: 'codes',
        head: t('web:codeList.codes'),
        width: 150,
        align: 'end',
        cell: ({ codes }) => <Num value={codes} />,
      },
      {
        id: 'began',
        head: t('web-codes:editions.began'),
        width: 120,
        align: 'end',
        cell: ({ began }) => <Num value={began} />,
      },
      {
        id: 'ended',
        head: t('web-codes:editions.ended'),
        width: 120,
        align: 'end',
        cell: ({ ended }) => <Num value={ended} />,
      },
      {
        id: 'successions',
        head: t('web-codes:editions.successions'),
        width: 150,
        align: 'end',
        cell: ({ successions }) => <Num value={successions} />,
      },
      {
        id: 'compare',
        head: t('web-codes:changes.head'),
        width: 200,
        grow: true,
        cell: ({ day }) =>
          day !== null && (
            <To to={withView(paths.codeChanges(list), { from: dayBefore(day) ?? day, to: day })}>
              {t('web-codes:editions.compare')}
            </To>
          ),
      },
    ],
    [t, list],
  );
  return (
    <DataTable
      id="dictionary.codeEditions"
      label={t('web-codes:editions.title')}
      columns={columns}
      rows={pages.items}
      rowKey={({ day }) => day ?? 'ever'}
      loading={pages.loading}
      error={pages.error}
      onRetry={pages.again}
      hasMore={pages.hasMore}
      loadingMore={pages.loadingMore}
      onMore={pages.more}
      plain
    />
  );
}

interface DifferencesProps {
  readonly list: string;
  readonly from: string;
  readonly to: string;
  readonly kind: string;
  readonly show: (change: { from?: string; to?: string; kind?: string }) => void;
}

function Differences({ list, from, to, kind, show }: DifferencesProps) {
  const { t, language } = useWords('web-codes');
  const query = { from, to, ...(kind !== '' && { kind: kind as Kind }) };
  const pages = usePages(compareCodeEditions, { params: { list }, query });
  const counts = pages.first?.counts ?? {};
  const columns = useDifferenceColumns(list, from, to);
  return (
    <DataTable
      id="dictionary.codeChanges"
      label={t('web-codes:editions.differenceLabel')}
      columns={columns}
      rows={pages.items}
      rowKey={({ code }) => code}
      loading={pages.loading}
      error={pages.error}
      onRetry={pages.again}
      hasMore={pages.hasMore}
      loadingMore={pages.loadingMore}
      onMore={pages.more}
      tools={
        <Row>
          <DayInput aria={t('web:codeList.fromDay')} value={from} onChange={(day) => show({ from: day })} />
          <DayInput aria={t('web:codeList.toDay')} value={to} onChange={(day) => show({ to: day })} />
          {editionChanges
            .filter((one) => (counts[one] ?? 0) > 0)
            .map((one) => (
              <Button
                key={one}
                size="compact-md"
                variant={one === kind ? 'filled' : 'default'}
                aria-pressed={one === kind}
                onClick={() => show({ kind: one === kind ? '' : one })}
              >
                {t(`web-codes:changes.${one}`)} {formatNumber(counts[one] ?? 0, language)}
              </Button>
            ))}
        </Row>
      }
    />
  );
}

function useDifferenceColumns(list: string, from: string, to: string): readonly Column<EditionChange>[] {
  const { t, say } = useWords('web-codes');
  return useMemo(
    () => [
      {
        id: 'code',
        head: t('web:codeList.code'),
        width: 110,
        cell: ({ code, after }) => (
          <To to={withView(paths.codeList(list), { code, on: after ? to : from })}>
            <Code>{code}</Code>
          </To>
        ),
      },
      {
        id: 'kind',
        head: t('web-codes:changes.head'),
        width: 190,
        cell: ({ kind }) => <Tag tone={tones[kind]}>{t(`web-codes:changes.${kind}`)}</Tag>,
      },
      {
        id: 'before',
        head: formatDay(from),
        width: 200,
        wrap: true,
        cell: ({ before }) => (before ? say(before) : '–'),
      },
      { id: 'after', head: formatDay(to), width: 200, wrap: true, cell: ({ after }) => (after ? say(after) : '–') },
      {
        id: 'became',
        head: t('web:codeList.became'),
        width: 240,
        wrap: true,
        cell: ({ became }) => <Units units={became} />,
      },
      {
        id: 'madeOf',
        head: t('web-codes:changes.madeOf'),
        width: 240,
        grow: true,
        wrap: true,
        cell: ({ madeOf }) => <Units units={madeOf} />,
      },
    ],
    [t, say, list, from, to],
  );
}
