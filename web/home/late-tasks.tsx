/** Tasks past their day, the oldest first, each with the body that leads it. */
import { IconCircleCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import { listTasks, type TaskRow } from '../../src/strategy/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths, withView } from '../paths.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';

export function LateTasks() {
  const { t, say } = useWords();
  const tasks = useEndpoint(listTasks, { query: { standing: 'overdue' } });
  const columns = useMemo<readonly Column<TaskRow>[]>(
    () => [
      { id: 'code', head: t('web:task.code'), width: 92, cell: (task) => <Code>{task.code}</Code> },
      {
        id: 'name',
        head: t('web:task.name'),
        grow: true,
        width: 240,
        wrap: true,
        cell: (task) => <To to={paths.task(task.code)}>{say(task.names)}</To>,
      },
      { id: 'lead', head: t('web:task.lead'), width: 170, cell: (task) => say(task.lead.names) },
      {
        id: 'late',
        head: t('web:task.standing'),
        width: 190,
        cell: (task) => <State tone="bad">{t('web:work.late', { count: Math.abs(task.workingDays ?? 0) })}</State>,
      },
    ],
    [t, say],
  );
  const counts = tasks.data?.counts;
  return (
    <Panel
      flush
      title={t('web:home.late')}
      note={
        counts &&
        t('web:home.taskCounts', {
          count: counts.all,
          done: counts.done,
          running: counts.running,
          overdue: counts.overdue,
          notBegun: counts.notBegun,
        })
      }
      actions={<To to={withView(paths.tasks(), {})}>{t('web:home.allTasks')}</To>}
    >
      <Loaded query={tasks} shape="table">
        {({ items }) => (
          <DataTable
            id="home.late"
            label={t('web:home.late')}
            plain
            columns={columns}
            rows={items}
            rowKey={(task) => task.code}
            empty={<EmptyState icon={IconCircleCheck} title={t('web:home.nothingLate')} />}
          />
        )}
      </Loaded>
    </Panel>
  );
}
