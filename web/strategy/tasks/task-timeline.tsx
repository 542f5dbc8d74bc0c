/** Tasks by deadline on a line of months: how far each lies from today, and how long it has been late. */
import type { TaskRow } from '../../../src/strategy/contract.ts';
import { paths } from '../../paths.ts';
import { formatDay, today as todayOf } from '../../ui/format.ts';
import { Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Code } from '../../ui/values.tsx';
import { toneOfStanding, useDueWords, useStrategyWords } from '../strategy-words.tsx';
import { axisOf, type Axis } from './timeline-axis.ts';
import styles from '../strategy.module.css';

export function TaskTimeline({ tasks }: { readonly tasks: readonly TaskRow[] }) {
  const { t } = useStrategyWords();
  const today = todayOf(new Date());
  const axis = axisOf([today, ...tasks.map(({ due }) => due)]);
  const inOrder = [...tasks].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
  return (
    <Panel>
      <div className={styles.timeline} role="group" aria-label={t('tasks.looks.timeline')} tabIndex={0}>
        <div className={styles.axis} aria-hidden>
          <span />
          <Months axis={axis} today={today} />
        </div>
        <ol className={styles.list}>
          {inOrder.map((task) => (
            <Line key={task.code} task={task} axis={axis} today={today} />
          ))}
        </ol>
      </div>
    </Panel>
  );
}

function Months({ axis, today }: { readonly axis: Axis; readonly today: string }) {
  const { t } = useStrategyWords();
  // A month that begins at the very end has no room for its name.
  const named = axis.months.filter((month) => axis.placeOf(month) < 93);
  return (
    <div className={styles.ticks}>
      {named.map((month) => (
        <span key={month} className={styles.tick} style={{ insetInlineStart: `${axis.placeOf(month)}%` }}>
          {formatDay(month.slice(0, 7))}
        </span>
      ))}
      <span className="visually-hidden">{t('tasks.todayIs', { day: formatDay(today) })}</span>
    </div>
  );
}

/** The days already say how these stand. */
const saysItAll: ReadonlySet<string> = new Set(['overdue', 'done']);

interface LineProps {
  readonly task: TaskRow;
  readonly axis: Axis;
  readonly today: string;
}

function Line({ task, axis, today }: LineProps) {
  const { t, say } = useStrategyWords();
  const dueWords = useDueWords();
  const tone = toneOfStanding(task.standing);
  const due = axis.placeOf(task.due);
  const now = axis.placeOf(today);
  const [from, to] = due < now ? [due, now] : [now, due];
  // Words after the mark would leave the line at its far end: there they end with the mark.
  const atEnd = due > 60;
  return (
    <li className={styles.line}>
      <span className={styles.taskName}>
        <To to={paths.task(task.code)}>
          <Code soft>{task.code}</Code> {say(task.names)}
        </To>
        <span className={styles.soft}>{say(task.lead.names)}</span>
      </span>
      <div className={styles.track} data-tone={tone}>
        <span className={styles.today} style={{ insetInlineStart: `${now}%` }} aria-hidden />
        {task.standing !== 'done' && (
          <span
            className={styles.span}
            data-tone={tone}
            style={{ insetInlineStart: `${from}%`, inlineSize: `${to - from}%` }}
            aria-hidden
          />
        )}
        <span className={styles.dot} style={{ insetInlineStart: `${due}%` }} aria-hidden />
        <span
          className={styles.when}
          data-tone={tone}
          data-end={atEnd}
          style={atEnd ? { insetInlineEnd: `${100 - due}%` } : { insetInlineStart: `${due}%` }}
        >
          {saysItAll.has(task.standing)
            ? dueWords(task)
            : `${t(`strategy:standings.${task.standing}`)} · ${dueWords(task)}`}
        </span>
      </div>
    </li>
  );
}
