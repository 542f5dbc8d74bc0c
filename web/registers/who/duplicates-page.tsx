/** Pairs of records that may be one person: what waits, what was decided, the oldest first. */
import { Button, Select } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMemo } from 'react';
import { listDuplicates, listLinkedEntities, type Duplicate } from '../../../src/registers/contract.ts';
import { useEndpoint, usePages } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths, withView } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useView } from '../../ui/hooks.ts';
import { Page, Panel, Row } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Soft } from '../../ui/values.tsx';
import { OnceTabs } from '../once/once-tabs.tsx';
import { BodyFilter } from './body-filter.tsx';
import { bands, queueQuery, queueView, type QueueView } from './queue-view.ts';
import { Chance, PairReason, PairState, usePairName } from './who-words.tsx';

const states = ['open', 'same', 'different'] as const;
type Counts = Readonly<Record<(typeof states)[number], number>>;

export function DuplicatesPage() {
  useWords('web-once');
  const { t } = useWords('web-who');
  const [view, show] = useView(queueView);
  const list = usePages(listDuplicates, { query: { ...queueQuery(view), limit: 100 } });
  const columns = useColumns(view);
  return (
    <Page title={t('web-once:title')} lead={t('lead')}>
      <OnceTabs current={paths.duplicates()} />
      <Panel flush>
        <DataTable
          id="who.duplicates"
          label={t('queue')}
          columns={columns}
          rows={list.items}
          rowKey={({ id }) => id}
          loading={list.loading}
          error={list.error}
          onRetry={list.again}
          hasMore={list.hasMore}
          loadingMore={list.loadingMore}
          onMore={list.more}
          empty={<Nothing view={view} counts={list.first?.counts} onShow={show} />}
          tools={<Filters view={view} counts={list.first?.counts} onShow={show} />}
        />
      </Panel>
    </Page>
  );
}

interface FilterProps {
  readonly view: QueueView;
  readonly counts: Counts | undefined;
  readonly onShow: (change: Partial<QueueView>) => void;
}

function Filters({ view, counts, onShow }: FilterProps) {
  const { t, say } = useWords('web-who');
  const entities = useEndpoint(listLinkedEntities, {});
  const several = (entities.data?.items.length ?? 0) > 1;
  return (
    <Row>
      <Select
        aria-label={t('filter.state')}
        value={view.state}
        onChange={(state) => onShow({ state: state ?? 'open' })}
        allowDeselect={false}
        w={190}
        data={states.map((state) => ({ value: state, label: t(`state.${state}`, { count: counts?.[state] ?? 0 }) }))}
      />
      <Select
        aria-label={t('filter.band')}
        value={view.band}
        onChange={(band) => onShow({ band: band ?? 'any' })}
        allowDeselect={false}
        w={170}
        data={['any', ...Object.keys(bands)].map((band) => ({ value: band, label: t(`band.${band}`) }))}
      />
      <BodyFilter value={view.body} onChange={(body) => onShow({ body })} />
      {several && (
        <Select
          aria-label={t('filter.entity')}
          placeholder={t('filter.entity')}
          value={view.entity || null}
          onChange={(entity) => onShow({ entity: entity ?? '' })}
          clearable
          clearButtonProps={{ 'aria-label': t('web:action.clear') }}
          w={180}
          data={(entities.data?.items ?? []).map(({ entity, names }) => ({ value: entity, label: say(names) }))}
        />
      )}
    </Row>
  );
}

/** Nothing waits: what was decided is one step away, and how pairs come here is said. */
function Nothing({ view, counts, onShow }: FilterProps) {
  const { t } = useWords('web-who');
  if (view.band !== queueView.band || view.body !== '' || view.entity !== '')
    return (
      <EmptyState
        icon={IconUsers}
        title={t('empty.filtered')}
        action={
          <Button variant="default" onClick={() => onShow({ band: queueView.band, body: '', entity: '' })}>
            {t('empty.clear')}
          </Button>
        }
      />
    );
  const decided = (counts?.same ?? 0) + (counts?.different ?? 0);
  const next = (counts?.different ?? 0) > 0 ? 'different' : 'same';
  return (
    <EmptyState
      icon={IconUsers}
      title={t('empty.title')}
      action={
        decided > 0 &&
        view.state === 'open' && (
          <Button variant="default" onClick={() => onShow({ state: next })}>
            {t('empty.showDecided')}
          </Button>
        )
      }
    >
      {t('empty.words')} {decided > 0 && t('empty.decided', { decided })}
    </EmptyState>
  );
}

function useColumns(view: QueueView): readonly Column<Duplicate>[] {
  const { t, say } = useWords('web-who');
  const nameOf = usePairName();
  return useMemo(
    () => [
      {
        id: 'pair',
        head: t('col.pair'),
        width: 300,
        grow: true,
        wrap: true,
        cell: (pair) => (
          <To to={withView(paths.duplicate(pair.id), { ...view, state: undefined })}>
            <bdi>{nameOf(pair)}</bdi>
          </To>
        ),
      },
      { id: 'reason', head: t('col.reason'), width: 210, wrap: true, cell: (pair) => <PairReason pair={pair} /> },
      {
        id: 'chance',
        head: t('col.chance'),
        width: 120,
        align: 'end',
        sortBy: ({ weight }) => weight,
        cell: (pair) => <Chance pair={pair} />,
      },
      {
        id: 'body',
        head: t('col.body'),
        width: 220,
        wrap: true,
        cell: ({ left, right }) => (
          <>
            {say(right.body.names)}
            {left.body.id !== right.body.id && (
              <>
                <br />
                <Soft>{say(left.body.names)}</Soft>
              </>
            )}
          </>
        ),
      },
      {
        id: 'opened',
        head: t('col.opened'),
        width: 120,
        sortBy: ({ openedAt }) => openedAt,
        cell: ({ openedAt }) => <Day value={openedAt} />,
      },
      { id: 'state', head: t('col.state'), width: 130, cell: ({ state }) => <PairState state={state} /> },
    ],
    [t, say, nameOf, view],
  );
}
