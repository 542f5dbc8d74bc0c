/** What declaring once has spared: five figures, and the same body by body with the way to what is behind each. */
import { useMemo } from 'react';
import { readOnceOnly, type OnceFigures, type OnceLine } from '../../../src/registers/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths, withView } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Cards, Page, Panel } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Num, Percent } from '../../ui/values.tsx';
import { OnceTabs } from './once-tabs.tsx';

export function FiguresPage() {
  const { t } = useWords('web-once');
  const query = useEndpoint(readOnceOnly, { query: {} });
  return (
    <Page title={t('title')} lead={t('fig.lead')}>
      <OnceTabs current={paths.onceOnly()} />
      <Loaded query={query} shape="page">
        {({ total, items }) => (
          <>
            <Totals total={total} />
            <Lines items={items} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Totals({ total }: { readonly total: OnceFigures }) {
  const { t, language } = useWords('web-once');
  const { asked, hits, answerDays, duplicates } = total;
  const say = (value: number) => formatNumber(value, language);
  return (
    <Cards min={180}>
      <StatCard label={t('fig.spared')} value={<Num value={total.cellsSpared} />} note={t('fig.sparedNote')} />
      <StatCard
        label={t('fig.hits')}
        value={<Percent value={asked === 0 ? null : (100 * hits) / asked} />}
        note={asked === 0 ? t('fig.noHits') : t('fig.hitsOf', { hits: say(hits), asked: say(asked) })}
      />
      <StatCard
        label={t('fig.open')}
        value={<Num value={total.correctionsOpen} />}
        note={
          total.waitingDays === null
            ? t('fig.late', { count: total.correctionsOverdue })
            : t('fig.lateAndAge', { count: total.correctionsOverdue, days: say(total.waitingDays) })
        }
        {...(total.correctionsOverdue > 0 ? { tone: 'bad' as const } : {})}
        to={paths.corrections()}
      />
      <StatCard
        label={t('fig.answer')}
        value={<Num value={answerDays} />}
        note={t('fig.inTime', { inTime: say(total.correctionsInTime), count: total.correctionsSettled })}
      />
      <StatCard
        label={t('fig.duplicates')}
        value={<Num value={duplicates} />}
        note={duplicates === null ? t('fig.notCounted') : undefined}
        to={paths.duplicates()}
      />
    </Cards>
  );
}

function Lines({ items }: { readonly items: readonly OnceLine[] }) {
  const { t, say } = useWords('web-once');
  const columns = useMemo<readonly Column<OnceLine>[]>(() => {
    const number = (id: 'records' | 'found' | 'cellsSpared', head: string): Column<OnceLine> => ({
      id,
      head,
      width: 140,
      align: 'end',
      sortBy: (line) => line[id],
      cell: (line) => <Num value={line[id]} />,
    });
    return [
      {
        id: 'body',
        head: t('fig.body'),
        width: 220,
        grow: true,
        wrap: true,
        sortBy: ({ body }) => say(body.names),
        cell: ({ body, register }) => <To to={paths.bodyRegister(body.code, register)}>{say(body.names)}</To>,
      },
      {
        id: 'register',
        head: t('fig.register'),
        width: 180,
        wrap: true,
        sortBy: ({ registerNames }) => say(registerNames),
        cell: ({ register, registerNames }) => <To to={paths.register(register)}>{say(registerNames)}</To>,
      },
      number('records', t('fig.records')),
      number('found', t('fig.found')),
      number('cellsSpared', t('fig.spared')),
      {
        id: 'hits',
        head: t('fig.hits'),
        width: 140,
        align: 'end',
        cell: ({ asked, hits }) => <Percent value={asked === 0 ? null : (100 * hits) / asked} />,
      },
      {
        id: 'inTime',
        head: t('fig.answered'),
        width: 150,
        align: 'end',
        sortBy: ({ correctionsSettled }) => correctionsSettled,
        cell: ({ correctionsInTime, correctionsSettled }) =>
          correctionsSettled === 0 ? (
            <Num value={null} />
          ) : (
            <bdi dir="ltr" className="number">
              <Num value={correctionsInTime} />/<Num value={correctionsSettled} />
            </bdi>
          ),
      },
      {
        id: 'duplicates',
        head: t('fig.duplicates'),
        width: 130,
        align: 'end',
        sortBy: ({ duplicates }) => duplicates,
        cell: ({ duplicates }) => <Num value={duplicates} />,
      },
      {
        id: 'open',
        head: t('fig.open'),
        width: 150,
        align: 'end',
        sortBy: ({ correctionsOpen }) => correctionsOpen,
        cell: ({ register, body, correctionsOpen }) =>
          correctionsOpen === 0 ? (
            <Num value={0} />
          ) : (
            <To to={withView(paths.corrections(), { register, keeper: body.code })}>
              <Num value={correctionsOpen} />
            </To>
          ),
      },
    ];
  }, [t, say]);
  return (
    <Panel title={t('fig.table')} flush>
      <DataTable
        id="once.figures"
        label={t('fig.table')}
        columns={columns}
        rows={items}
        rowKey={({ register, body }) => `${register}/${String(body.id)}`}
        empty={<EmptyState title={t('fig.none')} />}
      />
    </Panel>
  );
}
