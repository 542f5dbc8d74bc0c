/** What came of each run, newest first. */
import { useMemo } from 'react';
import type { ConnectorPage, Run } from '../../src/exchange/connectors/connector-contract.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, Num, Soft } from '../ui/values.tsx';
import { Outcome, useConnectorWords } from './connector-words.tsx';

export function ConnectorRuns({ connector }: { readonly connector: ConnectorPage }) {
  const { t } = useConnectorWords();
  const columns = useColumns(connector);
  return (
    <Panel title={t('runs')} flush>
      <DataTable
        id="exchange.runs"
        label={t('runs')}
        plain
        columns={columns}
        rows={connector.runs}
        rowKey={({ id }) => id}
        rowTone={({ outcome }) => (outcome === 'failed' ? 'bad' : undefined)}
        empty={<EmptyState title={t('noRuns')} />}
      />
    </Panel>
  );
}

function useColumns({ register, kind }: ConnectorPage): readonly Column<Run>[] {
  const { t } = useConnectorWords();
  return useMemo(() => {
    const count = (id: 'rows' | 'new' | 'changed' | 'unchanged' | 'wrong'): Column<Run> => ({
      id,
      head: t(`columns.${id}`),
      width: 100,
      align: 'end',
      cell: (run) => <Num value={run[id]} />,
    });
    const file: Column<Run> = { id: 'file', head: t('columns.file'), width: 180, wrap: true, cell: (run) => run.file };
    return [
      { id: 'start', head: t('columns.start'), width: 170, cell: ({ startedAt }) => <Moment value={startedAt} /> },
      ...(kind === 'folder' ? [file] : []),
      {
        id: 'outcome',
        head: t('columns.outcome'),
        width: 260,
        grow: true,
        wrap: true,
        cell: (run) => (
          <>
            <Outcome run={run} />{' '}
            {run.trouble && (
              <Soft>
                {run.trouble.title} {run.trouble.detail}
              </Soft>
            )}
            {run.load !== null && run.outcome !== 'nothing' && (
              <To to={paths.loadResult(register, run.load)}>{t('openLoad')}</To>
            )}
          </>
        ),
      },
      ...(['rows', 'new', 'changed', 'unchanged', 'wrong'] as const).map(count),
    ];
  }, [t, register, kind]);
}
