/** Tasks by deadline on a line of months: how far each lies from today, and how long it has been late. */
import type { TaskRow } from '../../src/strategy/contract.ts';
import { paths } from '../paths.ts';
import { today as todayOf } from '../ui/format.ts';
import { Panel } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code } from '../ui/values.tsx';
import { toneOfStanding, useDueWords, useStrategyWords } from './strategy-words.tsx';
import { axisOf, type Axis } from './timeline-axis.ts';
import styles from './strategy.module.css';

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
  const { t, language } = useStrategyWords();
  const word = new Intl.DateTimeFormat(language === 'ar' ? 'ar-u-nu-latn' : language, {
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return (
    <div className={styles.ticks}>
      {axis.months.map((month) => (
        <span key={month} className={styles.tick} style={{ insetInlineStart: `${axis.placeOf(month)}%` }}>
          {word.format(new Date(`${month}T00:00:00Z`))}
        </span>
      ))}
      <span className="visually-hidden">{t('tasks.todayIs', { day: today })}</span>
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
  // Words beside the mark would leave the line at its far end: there they end with the line.
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
          {...(atEnd ? {} : { style: { insetInlineStart: `${due}%` } })}
        >
          {saysItAll.has(task.standing)
            ? dueWords(task)
            : `${t(`strategy:standings.${task.standing}`)} · ${dueWords(task)}`}
        </span>
      </div>
    </li>
  );
}
