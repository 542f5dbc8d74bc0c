/** Tasks by the day on which they are due, a month at a time. */
import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { TaskRow } from '../../../src/strategy/contract.ts';
import { paths } from '../../paths.ts';
import { formatDay, today as todayOf } from '../../ui/format.ts';
import { Panel, Row } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Num } from '../../ui/values.tsx';
import { toneOfStanding, useStrategyWords } from '../strategy-words.tsx';
import { monthOf, weeksOf } from './month.ts';
import styles from './task-calendar.module.css';

const MOST = 4;

export function TaskCalendar({ tasks }: { readonly tasks: readonly TaskRow[] }) {
  const { t, language } = useStrategyWords();
  const today = todayOf(new Date());
  const [month, setMonth] = useState(monthOf(today));
  const due = Map.groupBy(tasks, (task) => task.due);
  const weeks = weeksOf(month);
  const days = (weeks[1] ?? []).map((day) => new Date(`${day ?? today}T00:00:00Z`));
  const name = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' });
  const isNone = !tasks.some((task) => task.due.startsWith(month));
  return (
    <Panel
      title={formatDay(month)}
      note={isNone ? t('tasks.calendar.none') : undefined}
      actions={
        <Row>
          <ActionIcon
            variant="default"
            className={styles.turn}
            aria-label={t('tasks.calendar.previous')}
            onClick={() => setMonth(monthOf(`${month}-01`, -1))}
          >
            <IconChevronLeft size={17} />
          </ActionIcon>
          <Button variant="default" size="compact-md" onClick={() => setMonth(monthOf(today))}>
            {t('tasks.calendar.today')}
          </Button>
          <ActionIcon
            variant="default"
            className={styles.turn}
            aria-label={t('tasks.calendar.next')}
            onClick={() => setMonth(monthOf(`${month}-01`, 1))}
          >
            <IconChevronRight size={17} />
          </ActionIcon>
        </Row>
      }
    >
      <div className={styles.scroll} role="group" aria-label={t('tasks.looks.calendar')} tabIndex={0}>
        <table className={styles.month}>
          <thead>
            <tr>
              {days.map((day) => (
                <th key={day.getUTCDay()} scope="col">
                  {name.format(day)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weeks.map((week, i) => (
              <tr key={week.find((day) => day !== null) ?? i}>
                {week.map((day, at) => (
                  <td key={day ?? at} data-today={day === today} data-other={day === null}>
                    {day !== null && <DueOn day={day} tasks={due.get(day) ?? []} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function DueOn({ day, tasks }: { readonly day: string; readonly tasks: readonly TaskRow[] }) {
  const { t, say } = useStrategyWords();
  return (
    <>
      <span className={styles.day}>
        <Num value={Number(day.slice(8))} />
      </span>
      <ul className={styles.list}>
        {tasks.slice(0, MOST).map((task) => (
          <li key={task.code} data-tone={toneOfStanding(task.standing)}>
            <To to={paths.task(task.code)} title={say(task.names)}>
              <bdi>{task.code}</bdi> {say(task.names)}
            </To>
            <span className="visually-hidden">{t(`strategy:standings.${task.standing}`)}</span>
          </li>
        ))}
        {tasks.length > MOST && <li>{t('tasks.calendar.more', { count: tasks.length - MOST })}</li>}
      </ul>
    </>
  );
}
