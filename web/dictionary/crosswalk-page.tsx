/** Two lists, or two days of one, code by code: how each stands to which, how far the crosswalk reaches, and by which way. */
import { Button, Select } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  crosswalkFormats,
  getCrosswalk,
  getCrosswalkExport,
  linkKinds,
  type CrosswalkAnswer,
  type CrosswalkRow,
} from '../../src/dictionary/contract.ts';
import { fileAddress, usePages, type Pages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { DayInput } from '../ui/day-input.tsx';
import { formatDay, formatNumber } from '../ui/format.ts';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Cards, Panel, Row, Stack } from '../ui/page.tsx';
import { SearchField } from '../ui/search-field.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day, Num } from '../ui/values.tsx';
import { Tag, type Tone } from '../ui/verdict.tsx';
import { CodeListFrame } from './code-list-tabs.tsx';
import { ExportMenu } from './export-menu.tsx';

type Shown = (typeof linkKinds)[number] | 'unmapped' | 'unreached';
const tones: Readonly<Record<string, Tone>> = {
  same: 'good',
  broader: 'info',
  merge: 'info',
  narrower: 'busy',
  split: 'warn',
  part: 'warn',
};

export function CrosswalkPage() {
  const [list, other] = [useAddressPart('list'), useAddressPart('other')];
  const [view, show] = useView({ on: '', toOn: '', via: '', show: '', q: '' });
  const days = { ...(view.on !== '' && { on: view.on }), ...(view.toOn !== '' && { toOn: view.toOn }) };
  const way = { ...days, ...(view.via !== '' && { via: view.via === '-' ? '' : view.via }) };
  const query = { ...way, ...(view.show !== '' && { show: view.show as Shown }), ...(view.q !== '' && { q: view.q }) };
  const pages = usePages(getCrosswalk, { params: { list, to: other }, query });
  const answer = pages.first;
  return (
    <CodeListFrame
      list={list}
      current={paths.crosswalks(list)}
      actions={
        <ExportMenu
          files={crosswalkFormats.map((format) => ({
            format,
            href: fileAddress(getCrosswalkExport, { params: { list, to: other, format }, query: way }),
          }))}
        />
      }
    >
      {answer ? (
        <>
          <Head answer={answer} via={view.via} show={show} />
          <Coverage answer={answer} shown={view.show} show={show} />
          <Panel flush>
            <Links answer={answer} pages={pages} view={view} show={show} />
          </Panel>
        </>
      ) : (
        <ProblemNotice error={pages.error} onRetry={pages.again} />
      )}
    </CodeListFrame>
  );
}

type Show = (change: { on?: string; toOn?: string; via?: string; show?: string; q?: string }) => void;

/** The two sides with their days, and the way between them. */
function Head({ answer, via, show }: { readonly answer: CrosswalkAnswer; readonly via: string; readonly show: Show }) {
  const { t, say } = useWords('web-codes');
  const { ways, way, note } = answer;
  const wayOf = (between: readonly string[]) => (between.length === 0 ? '-' : between.join(','));
  const gone = way.filter((step) => step.by !== 'successions').map((step) => step.to);
  const options = ways.map((between) => ({
    value: wayOf(between),
    label: between.length === 0 ? t('web-codes:crosswalk.direct') : between.join(' → '),
  }));
  return (
    <Panel title={`${say(answer.names)} → ${say(answer.toNames)}`}>
      <Stack>
        <Row>
          <DayInput label={t('web-codes:crosswalk.onHere')} value={answer.on} onChange={(on) => show({ on })} />
          <DayInput label={t('web-codes:crosswalk.onThere')} value={answer.toOn} onChange={(toOn) => show({ toOn })} />
          {options.length > 1 && (
            <Select
              label={t('web-codes:crosswalk.via')}
              w={260}
              data={options}
              value={via || wayOf(gone.slice(0, -1))}
              allowDeselect={false}
              onChange={(value) => show({ via: value ?? '' })}
            />
          )}
        </Row>
        <div data-testid="way">
          {way.map((step, i) => (
            <span key={`${step.list} ${step.to} ${String(i)}`}>
              {i === 0 && <Side list={step.list} day={step.on} />}{' '}
              <IconArrowRight size={14} aria-hidden className="flip-in-rtl inline-icon" />{' '}
              <Side list={step.to} day={step.toOn} />
            </span>
          ))}
        </div>
        {note && <div>{say(note)}</div>}
      </Stack>
    </Panel>
  );
}

function Side({ list, day }: { readonly list: string; readonly day: string | null }) {
  return (
    <>
      <To to={withView(paths.codeList(list), day === null ? {} : { on: day })}>
        <Code>{list}</Code>
      </To>
      {day !== null && (
        <>
          {' '}
          (<Day value={day} />)
        </>
      )}
    </>
  );
}

interface CoverageProps {
  readonly answer: CrosswalkAnswer;
  readonly shown: string;
  readonly show: Show;
}

function Coverage({ answer: { coverage, list, to }, shown, show }: CoverageProps) {
  const { t, language } = useWords('web-codes');
  const percent = (part: number, of: number) => (of === 0 ? null : (part / of) * 100);
  const counts: readonly (readonly [Shown, number])[] = [
    ...linkKinds.map((kind) => [kind, coverage.kinds[kind]] as const),
    ['unmapped', coverage.from - coverage.fromLinked],
    ['unreached', coverage.to - coverage.toLinked],
  ];
  return (
    <>
      <Cards min={230}>
        <StatCard
          label={t('web-codes:crosswalk.covered', { list })}
          value={<Num value={percent(coverage.fromLinked, coverage.from)} percent decimals={1} />}
          note={t('web-codes:crosswalk.ofCodes', { linked: coverage.fromLinked, count: coverage.from })}
          tone={coverage.fromLinked === coverage.from ? 'good' : 'warn'}
        />
        <StatCard
          label={t('web-codes:crosswalk.reached', { list: to })}
          value={<Num value={percent(coverage.toLinked, coverage.to)} percent decimals={1} />}
          note={t('web-codes:crosswalk.ofCodes', { linked: coverage.toLinked, count: coverage.to })}
        />
      </Cards>
      <Row>
        {counts
          .filter(([, count]) => count > 0)
          .map(([kind, count]) => (
            <Button
              key={kind}
              size="compact-md"
              variant={kind === shown ? 'filled' : 'default'}
              aria-pressed={kind === shown}
              onClick={() => show({ show: kind === shown ? '' : kind })}
            >
              {t(`web-codes:kinds.${kind}`)} {formatNumber(count, language)}
            </Button>
          ))}
      </Row>
    </>
  );
}

interface LinksProps {
  readonly answer: CrosswalkAnswer;
  readonly pages: Pages<CrosswalkRow>;
  readonly view: { readonly q: string };
  readonly show: Show;
}

function Links({ answer, pages, view, show }: LinksProps) {
  const { t } = useWords('web-codes');
  const columns = useLinkColumns(answer);
  return (
    <DataTable
      id="dictionary.crosswalk"
      label={t('web-codes:crosswalk.title')}
      columns={columns}
      rows={pages.items}
      rowKey={({ from, to }) => `${from ?? ''} → ${to ?? ''}`}
      rowTone={({ kind }) => (kind === null ? 'warn' : undefined)}
      loading={pages.loading}
      error={pages.error}
      onRetry={pages.again}
      hasMore={pages.hasMore}
      loadingMore={pages.loadingMore}
      onMore={pages.more}
      total={answer.total}
      tools={<SearchField label={t('web:codeList.search')} value={view.q} onChange={(q) => show({ q })} />}
    />
  );
}

function useLinkColumns({ list, to, on, toOn }: CrosswalkAnswer): readonly Column<CrosswalkRow>[] {
  const { t, say, language } = useWords('web-codes');
  return useMemo(() => {
    const code = (of: string, value: string | null, day: string) =>
      value === null ? (
        '–'
      ) : (
        <To to={withView(paths.codeList(of), { code: value, on: day })}>
          <Code>{value}</Code>
        </To>
      );
    const share = (value: number | null) =>
      value === null ? '–' : formatNumber(value * 100, language, { percent: true });
    return [
      { id: 'from', head: `${list} (${formatDay(on)})`, width: 150, cell: ({ from }) => code(list, from, on) },
      {
        id: 'fromName',
        head: t('web-codes:crosswalk.name'),
        width: 210,
        wrap: true,
        cell: ({ from, fromNames }) => (from === null ? '–' : say(fromNames)),
      },
      {
        id: 'kind',
        head: t('web-codes:crosswalk.kind'),
        width: 170,
        cell: ({ kind, from }) =>
          kind === null ? (
            <Tag tone="warn">{t(`web-codes:kinds.${from === null ? 'unreached' : 'unmapped'}`)}</Tag>
          ) : (
            <Tag tone={tones[kind] ?? 'quiet'}>{t(`web-codes:kinds.${kind}`)}</Tag>
          ),
      },
      { id: 'to', head: `${to} (${formatDay(toOn)})`, width: 170, cell: (row) => code(to, row.to, toOn) },
      {
        id: 'toName',
        head: t('web-codes:crosswalk.name'),
        width: 210,
        wrap: true,
        grow: true,
        cell: (row) => (row.to === null ? '–' : say(row.toNames)),
      },
      {
        id: 'share',
        head: t('web-codes:crosswalk.shareForth'),
        width: 130,
        align: 'end',
        cell: ({ kind, share: forth }) => (kind === null ? '–' : share(forth)),
      },
      {
        id: 'back',
        head: t('web-codes:crosswalk.shareBack'),
        width: 130,
        align: 'end',
        cell: ({ kind, back }) => (kind === null ? '–' : share(back)),
      },
    ];
  }, [t, say, language, list, to, on, toOn]);
}
