/** What was brought into a register: which file, by whom, what came of it. */
import { useMemo } from 'react';
import { listLoads, type LoadView } from '../../src/records/contract.ts';
import { usePages } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Panel } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, Num, UserText } from '../ui/values.tsx';
import { LoadState } from './load-state.tsx';
import { RegisterFrame } from './register-frame.tsx';

export function LoadsPage() {
  return <RegisterFrame tab={paths.loads}>{(_catalogue, register) => <Loads register={register} />}</RegisterFrame>;
}

function Loads({ register }: { readonly register: string }) {
  const { t } = useWords('web-registers');
  const loads = usePages(listLoads, { params: { register }, query: { limit: 50 } });
  return (
    <Panel flush>
      <DataTable
        id="registers.loads"
        label={t('tab.loads')}
        columns={useLoadColumns(register)}
        rows={loads.items}
        rowKey={({ load }) => load}
        loading={loads.loading}
        error={loads.error}
        onRetry={loads.again}
        hasMore={loads.hasMore}
        loadingMore={loads.loadingMore}
        onMore={loads.more}
        empty={<EmptyState title={t('loads.none')}>{t('loads.noneWords')}</EmptyState>}
      />
    </Panel>
  );
}

function useLoadColumns(register: string): readonly Column<LoadView>[] {
  const { t, say } = useWords('web-registers');
  return useMemo(() => {
    const count = (id: 'rows' | 'new' | 'changed' | 'unchanged' | 'wrong'): Column<LoadView> => ({
      id,
      head: t(`loads.${id}`),
      width: 84,
      align: 'end',
      cell: ({ counts }) => <Num value={counts[id]} />,
    });
    return [
      {
        id: 'file',
        head: t('loads.file'),
        width: 220,
        grow: true,
        cell: ({ load, fileName }) => (
          <To to={paths.loadResult(register, load)}>
            <UserText>{fileName ?? t('loads.noFile')}</UserText>
          </To>
        ),
      },
      { id: 'state', head: t('loads.state'), width: 170, cell: (load) => <LoadState load={load} /> },
      {
        id: 'at',
        head: t('loads.at'),
        width: 160,
        cell: ({ committedAt, createdAt }) => <Moment value={committedAt ?? createdAt} />,
      },
      { id: 'body', head: t('loads.body'), width: 160, wrap: true, cell: ({ body }) => say(body.names) },
      { id: 'by', head: t('loads.by'), width: 160, hidden: true, cell: ({ name }) => name || t('history.system') },
      count('rows'),
      count('new'),
      count('changed'),
      count('unchanged'),
      count('wrong'),
    ];
  }, [t, say, register]);
}
