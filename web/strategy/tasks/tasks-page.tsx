/** The tasks: one query, three ways to look at it; filters and view live in the address. */
import { Button, SegmentedControl, Select } from '@mantine/core';
import { IconDownload, IconPlus, IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { exportTasks, listObjectives, listTasks, type TaskRow } from '../../../src/strategy/contract.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import { fileAddress, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Board } from '../../ui/board.tsx';
import { useView } from '../../ui/hooks.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { Page, Panel } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';
import { TaskCounts } from '../overview-page.tsx';
import { StrategyTabs, standings, toneOfStanding, useDueWords, useStrategyWords } from '../strategy-words.tsx';
import { TaskTable } from './task-table.tsx';
import { SavedViews } from './saved-views.tsx';
import { TaskCalendar } from './task-calendar.tsx';
import { TaskTimeline } from './task-timeline.tsx';
import styles from '../strategy.module.css';

const looks = ['list', 'board', 'timeline', 'calendar'] as const;
const defaults = { as: 'list', standing: '', objective: '', lead: '', phase: '', q: '' };
type TaskView = typeof defaults;

export function TasksPage() {
  const { t } = useStrategyWords();
  const [view, show] = useView(defaults);
  const { standing, objective, lead, phase } = view;
  const asked = {
    ...(standing && { standing: standing as TaskRow['standing'] }),
    ...(objective && { objective }),
    ...(lead && { lead }),
    ...(phase && { phase }),
  };
  const tasks = useEndpoint(listTasks, { query: asked }, { keep: true });
  return (
    <Page title={t('web:menu.strategy')} lead={t('tasks.lead')} actions={<ExcelActions />}>
      <StrategyTabs current={paths.tasks()} />
      <TaskCounts />
      <Panel>
        <Filters view={view} show={show} />
      </Panel>
      <Loaded query={tasks} shape="table">
        {({ items }) => <TaskList tasks={items} view={view} />}
      </Loaded>
    </Page>
  );
}

function ExcelActions() {
  const { t, language } = useStrategyWords();
  const may = useMay('strategy.plan-task');
  const go = useNavigate();
  return (
    <>
      <OffButton may={may} leftSection={<IconPlus size={17} />} onClick={() => void go({ to: paths.newTask() })}>
        {t('tasks.give')}
      </OffButton>
      <Button component={To} to={paths.importTasks()} variant="default" plain leftSection={<IconUpload size={17} />}>
        {t('tasks.fromExcel')}
      </Button>
      <Button
        component="a"
        variant="default"
        href={fileAddress(exportTasks, { query: { language } })}
        download
        leftSection={<IconDownload size={17} />}
      >
        {t('tasks.toExcel')}
      </Button>
    </>
  );
}

interface FilterProps {
  readonly view: TaskView;
  readonly show: (change: Partial<TaskView>) => void;
}

function Filters({ view, show }: FilterProps) {
  const { t, say } = useStrategyWords();
  const objectives = useEndpoint(listObjectives, {});
  const all = useEndpoint(listTasks, { query: {} });
  const leads = useMemo(
    () => [...new Map((all.data?.items ?? []).map(({ lead }) => [lead.code, lead])).values()],
    [all.data],
  );
  const phases = [...new Set((all.data?.items ?? []).flatMap(({ phase }) => phase ?? []))].toSorted();
  return (
    <div className={styles.filters} role="search" aria-label={t('tasks.filters')}>
      <SearchField label={t('tasks.search')} value={view.q} onChange={(q) => show({ q })} width={200} />
      <Choice
        label={t('task.standing')}
        value={view.standing}
        onChange={(standing) => show({ standing })}
        data={standings.map((one) => ({ value: one, label: t(`strategy:standings.${one}`) }))}
      />
      <Choice
        label={t('task.objective')}
        value={view.objective}
        onChange={(objective) => show({ objective })}
        data={(objectives.data?.items ?? []).map(({ code, names }) => ({ value: code, label: say(names) }))}
      />
      <Choice
        label={t('task.lead')}
        value={view.lead}
        onChange={(lead) => show({ lead })}
        data={leads.map(({ code, names }) => ({ value: code, label: say(names) }))}
      />
      <Choice
        label={t('tasks.phase')}
        value={view.phase}
        onChange={(phase) => show({ phase })}
        data={phases.map((one) => ({ value: one, label: one }))}
      />
      <SavedViews view={view} onChoose={(query) => show({ ...defaults, ...query })} />
      <SegmentedControl
        aria-label={t('tasks.look')}
        value={view.as}
        onChange={(as) => show({ as })}
        data={looks.map((one) => ({ value: one, label: t(`tasks.looks.${one}`) }))}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly data: readonly { readonly value: string; readonly label: string }[];
}

function Choice({ label, value, onChange, data }: ChoiceProps) {
  const { t } = useStrategyWords();
  return (
    <Select
      aria-label={label}
      placeholder={label}
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      data={[...data]}
      w={165}
    />
  );
}

function TaskList({ tasks, view }: { readonly tasks: readonly TaskRow[]; readonly view: TaskView }) {
  const { t } = useStrategyWords();
  const wanted = fold(view.q);
  const shown = tasks.filter((task) =>
    fold([task.code, ...Object.values(task.names), ...Object.values(task.lead.names)].join(' ')).includes(wanted),
  );
  if (shown.length === 0) return <EmptyState title={t('tasks.none')}>{t('tasks.noneWords')}</EmptyState>;
  if (view.as === 'board') return <TaskBoard tasks={shown} />;
  if (view.as === 'timeline') return <TaskTimeline tasks={shown} />;
  if (view.as === 'calendar') return <TaskCalendar tasks={shown} />;
  return (
    <Panel flush>
      <TaskTable id="strategy.tasks" tasks={shown} />
    </Panel>
  );
}

function TaskBoard({ tasks }: { readonly tasks: readonly TaskRow[] }) {
  const { t, say } = useStrategyWords();
  const dueWords = useDueWords();
  const lanes = standings
    .map((standing) => ({
      id: standing,
      label: t(`strategy:standings.${standing}`),
      tone: toneOfStanding(standing),
      items: tasks.filter((task) => task.standing === standing),
    }))
    .filter(({ id, items }) => items.length > 0 || id !== 'at-risk');
  return (
    <section aria-label={t('tabs.tasks')}>
      <h2 className="visually-hidden">{t('tabs.tasks')}</h2>
      <Board label={t('tasks.looks.board')} lanes={lanes} itemKey={(task) => task.code}>
        {(task) => (
          <div className={styles.card}>
            <div className={styles.cardTop}>
              <Code soft>{task.code}</Code>
            </div>
            <To to={paths.task(task.code)}>{say(task.names)}</To>
            <span className={styles.soft}>{say(task.lead.names)}</span>
            {task.standing === 'overdue' ? (
              <State tone="bad">{dueWords(task)}</State>
            ) : (
              <span className={styles.soft}>{dueWords(task)}</span>
            )}
          </div>
        )}
      </Board>
    </section>
  );
}
