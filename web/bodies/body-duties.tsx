/** What a body has to do by all documents: tasks that it leads, and those with which it helps. */
import { listTasks } from '../../src/strategy/contract.ts';
import { useEndpoint } from '../api.ts';
import { useStrategyWords } from '../strategy/strategy-words.tsx';
import { TaskTable } from '../strategy/tasks/task-table.tsx';
import { Panel } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';

export function BodyDuties({ code }: { readonly code: string }) {
  const { t } = useStrategyWords();
  const tasks = useEndpoint(listTasks, { query: { body: code } });
  return (
    <Panel title={t('duties.title')} note={t('duties.note')}>
      <Loaded query={tasks} shape="table">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('duties.none')} />
          ) : (
            <TaskTable id="bodies.tasks" tasks={items} plain />
          )
        }
      </Loaded>
    </Panel>
  );
}
