/** Flows as a list: from where to where, how, by which agreement, and what each breaks. The picture's equal. */
import { useMemo, type ReactNode } from 'react';
import type { Inventory } from '../../src/architecture/contract.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { To } from '../ui/to.tsx';
import { Code, Day } from '../ui/values.tsx';
import { Conformance, useArchitectureWords, type Flow } from './architecture-words.tsx';
import styles from './architecture.module.css';

interface FlowTableProps {
  readonly id: string;
  readonly inventory: Inventory;
  readonly flows: readonly Flow[];
  readonly empty?: ReactNode;
}

export function FlowTable({ id, inventory, flows, empty }: FlowTableProps) {
  const { t } = useArchitectureWords();
  const columns = useColumns(inventory);
  return (
    <DataTable
      id={id}
      label={t('flows')}
      columns={columns}
      rows={flows}
      rowKey={({ code }) => code}
      rowTone={({ breaks }) => (breaks.length > 0 ? 'bad' : undefined)}
      empty={empty}
      plain
    />
  );
}

function useColumns(inventory: Inventory): readonly Column<Flow>[] {
  const { t, say } = useArchitectureWords();
  return useMemo(() => {
    const nameOf = (code: string) => say(inventory.systems.find((system) => system.code === code)?.names ?? code);
    const setName = (code: string) => say(inventory.dataSets.find((set) => set.code === code)?.names ?? code);
    return [
      {
        id: 'name',
        head: t('flow'),
        width: 200,
        grow: true,
        wrap: true,
        sortBy: ({ code }) => code,
        cell: ({ code, names }) => (
          <>
            <Code soft>{code}</Code> {say(names)}
          </>
        ),
      },
      {
        id: 'from',
        head: t('from'),
        width: 165,
        wrap: true,
        cell: ({ from, fromSystem }) => (
          <>
            <To to={paths.dataset(from)}>{setName(from)}</To>
            <div className={styles.soft}>{nameOf(fromSystem)}</div>
          </>
        ),
      },
      {
        id: 'to',
        head: t('to'),
        width: 150,
        wrap: true,
        cell: ({ to }) => <To to={paths.system(to)}>{nameOf(to)}</To>,
      },
      {
        id: 'mode',
        head: t('how'),
        width: 200,
        wrap: true,
        cell: (flow) => <How flow={flow} />,
      },
      {
        id: 'breaks',
        head: t('conformance'),
        width: 230,
        wrap: true,
        sortBy: ({ breaks }) => breaks.length,
        cell: (flow) => <Conformance flow={flow} />,
      },
    ];
  }, [t, say, inventory]);
}

/** By which means, and on which basis: an agreement, or the reason for which it goes past the platform, and until when. */
function How({ flow }: { readonly flow: Flow }) {
  const { t, say } = useArchitectureWords();
  const { mode, route, agreement, reason, ends } = flow;
  return (
    <>
      {t(`architecture:modes.${mode}`, { defaultValue: mode })} ·{' '}
      {t(`architecture:routes.${route}`, { defaultValue: route })}
      <div className={styles.soft}>
        {agreement ? <To to={paths.agreement(agreement)}>{agreement}</To> : reason && say(reason)}
        {ends && (
          <>
            {' · '}
            {t('until')} <Day value={ends} />
          </>
        )}
      </div>
    </>
  );
}
