/** Tasks as a table: most urgent first, as the server sorted them. */
import { useMemo, type ReactNode } from 'react';
import type { TaskRow } from '../../../src/strategy/contract.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Day, Num } from '../../ui/values.tsx';
import { StandingState, toneOfStanding, useDueWords, useStrategyWords } from '../strategy-words.tsx';
import { State } from '../../ui/verdict.tsx';

interface TaskTableProps {
  readonly id: string;
  readonly tasks: readonly TaskRow[];
  readonly plain?: boolean;
  readonly empty?: ReactNode;
}

export function TaskTable({ id, tasks, plain = false, empty }: TaskTableProps) {
  const { t } = useStrategyWords();
  const columns = useTaskColumns();
  return (
    <DataTable
      id={id}
      label={t('tabs.tasks')}
      columns={columns}
      rows={tasks}
      rowKey={(task) => task.code}
      rowTone={(task) => (task.standing === 'overdue' ? 'bad' : undefined)}
      plain={plain}
      empty={empty}
    />
  );
}

function useTaskColumns(): readonly Column<TaskRow>[] {
  const { t, say, language } = useStrategyWords();
  const dueWords = useDueWords();
  return useMemo(
    () => [
      {
        id: 'code',
        head: t('task.code'),
        width: 92,
        sortBy: (task) => task.code,
        cell: (task) => <Code>{task.code}</Code>,
      },
      {
        id: 'name',
        head: t('task.name'),
        width: 280,
        grow: true,
        wrap: true,
        sortBy: (task) => say(task.names),
        cell: (task) => <To to={paths.task(task.code)}>{say(task.names)}</To>,
      },
      {
        id: 'lead',
        head: t('task.lead'),
        width: 180,
        wrap: true,
        sortBy: (task) => say(task.lead.names),
        cell: (task) => say(task.lead.names),
      },
      {
        id: 'due',
        head: t('task.due'),
        width: 110,
        align: 'end',
        sortBy: (task) => task.due,
        cell: (task) => <Day value={task.due} />,
      },
      {
        id: 'standing',
        head: t('task.standing'),
        width: 160,
        sortBy: (task) => task.standing,
        cell: (task) => <StandingState standing={task.standing} />,
      },
      {
        id: 'left',
        head: t('task.left'),
        width: 210,
        sortBy: (task) => task.workingDays ?? Number.MAX_SAFE_INTEGER,
        cell: (task) =>
          task.standing === 'overdue' ? (
            <State tone={toneOfStanding(task.standing)}>{dueWords(task)}</State>
          ) : (
            dueWords(task)
          ),
      },
      {
        id: 'progress',
        head: t('task.progress'),
        width: 100,
        align: 'end',
        sortBy: (task) => task.progress,
        cell: (task) => <Num value={task.progress} percent decimals={0} />,
      },
    ],
    // eslint-disable-next-line react-hooks/exhaustive-deps -- words change with the language only
    [language, t, say],
  );
}
