/** What there is today: systems, what they hold by layer, and how much of what passes between them keeps the rules. */
import { useMemo } from 'react';
import { getInventory, type Inventory } from '../../src/architecture/contract.ts';
import { useEndpoint } from '../api.ts';
import { paths, withView } from '../paths.ts';
import { StatCard } from '../ui/cards.tsx';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Cards, Page, Panel } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Num } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { ArchitectureTabs, layers, SystemState, useArchitectureWords, type System } from './architecture-words.tsx';
import styles from './architecture.module.css';

export function InventoryPage() {
  const { t } = useArchitectureWords();
  const inventory = useEndpoint(getInventory, {});
  return (
    <Page title={t('web:menu.architecture')} lead={t('lead')}>
      <ArchitectureTabs current={paths.architecture()} />
      <Loaded query={inventory} shape="page">
        {(answer) => (
          <>
            <Counts inventory={answer} />
            <Panel flush title={t('systems')}>
              <Systems inventory={answer} />
            </Panel>
            <Panel title={t('dataSets')} note={t('layersNote')}>
              <DataSets inventory={answer} />
            </Panel>
          </>
        )}
      </Loaded>
    </Page>
  );
}

export function Counts({ inventory }: { readonly inventory: Inventory }) {
  const { t } = useArchitectureWords();
  const { counts } = inventory;
  const broken = counts.flows - counts.conforming;
  return (
    <Cards min={180}>
      <StatCard label={t('systems')} value={<Num value={counts.systems} />} to={paths.architecture()} />
      <StatCard label={t('dataSets')} value={<Num value={counts.dataSets} />} />
      <StatCard label={t('mapped')} value={`${counts.mapped}/${counts.dataSets}`} note={t('mappedNote')} />
      <StatCard
        label={t('conforming')}
        value={`${counts.conforming}/${counts.flows}`}
        note={t('conformingNote')}
        to={paths.flows()}
      />
      <StatCard
        label={t('broken')}
        value={<Num value={broken} />}
        {...(broken > 0 ? { tone: 'bad' as const } : {})}
        to={withView(paths.flows(), { broken: 'true' })}
      />
    </Cards>
  );
}

function Systems({ inventory }: { readonly inventory: Inventory }) {
  const { t, say } = useArchitectureWords();
  const columns = useMemo<readonly Column<System>[]>(
    () => [
      { id: 'code', head: t('code'), width: 116, sortBy: ({ code }) => code, cell: ({ code }) => <Code>{code}</Code> },
      {
        id: 'name',
        head: t('system'),
        width: 210,
        grow: true,
        wrap: true,
        sortBy: ({ names }) => say(names),
        cell: ({ code, names }) => <To to={paths.system(code)}>{say(names)}</To>,
      },
      {
        id: 'kind',
        head: t('kind'),
        width: 140,
        sortBy: ({ kind }) => kind,
        cell: ({ kind }) => t(`kinds.${kind}`, { defaultValue: kind }),
      },
      { id: 'keeper', head: t('keeper'), width: 170, wrap: true, cell: ({ keeper }) => say(keeper) },
      {
        id: 'state',
        head: t('state'),
        width: 120,
        sortBy: ({ state }) => state,
        cell: ({ state }) => <SystemState state={state} />,
      },
      {
        id: 'sets',
        head: t('sets'),
        width: 100,
        align: 'end',
        sortBy: ({ dataSets }) => dataSets,
        cell: ({ dataSets }) => <Num value={dataSets} />,
      },
      {
        id: 'in',
        head: t('flowsIn'),
        width: 90,
        align: 'end',
        sortBy: ({ flowsIn }) => flowsIn,
        cell: ({ flowsIn }) => <Num value={flowsIn} />,
      },
      {
        id: 'out',
        head: t('flowsOut'),
        width: 100,
        align: 'end',
        sortBy: ({ flowsOut }) => flowsOut,
        cell: ({ flowsOut }) => <Num value={flowsOut} />,
      },
    ],
    [t, say],
  );
  return (
    <DataTable
      id="architecture.systems"
      label={t('systems')}
      columns={columns}
      rows={inventory.systems}
      rowKey={({ code }) => code}
      plain
    />
  );
}

function DataSets({ inventory }: { readonly inventory: Inventory }) {
  const { t, say } = useArchitectureWords();
  const known = [...new Set([...layers, ...inventory.dataSets.map(({ layer }) => layer)])];
  const shown = known
    .map((layer) => ({ layer, sets: inventory.dataSets.filter((set) => set.layer === layer) }))
    .filter(({ sets }) => sets.length > 0);
  return (
    <div className={styles.layers}>
      {shown.map(({ layer, sets }) => (
        <section key={layer} className={styles.layer} aria-label={t(`layers.${layer}`, { defaultValue: layer })}>
          <h3 className={styles.layerTitle}>
            <span>{t(`layers.${layer}`, { defaultValue: layer })}</span>
            <Num value={sets.length} />
          </h3>
          <ul className={styles.list}>
            {sets.map((set) => (
              <li key={set.code} className={styles.item}>
                <To to={paths.dataset(set.code)} className={styles.itemName ?? ''}>
                  {say(set.names)}
                </To>
                <span className={styles.soft}>
                  {set.records === null ? '–' : t('recordCount', { count: set.records })}
                </span>
                <State tone={set.mapped ? 'good' : 'bad'}>{t(set.mapped ? 'isMapped' : 'notMapped')}</State>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
