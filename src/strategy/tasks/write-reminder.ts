/** A reminder as a text to copy and as a letter: what one body leads that is late or comes due. */
import { openWord } from '../../platform/documents/word.ts';
import type { Translate } from '../../platform/i18n.ts';
import { pick, type Texts } from '../../platform/texts.ts';
import type { TaskRow } from '../contract.ts';

export interface ReminderText {
  readonly body: Texts;
  readonly tasks: readonly TaskRow[];
  /** ISO day. */
  readonly today: string;
  readonly language: string;
  readonly t: Translate;
  /** A line on top: that the data are invented. */
  readonly watermark?: string | undefined;
}

type Said = Pick<TaskRow, 'code' | 'names' | 'due' | 'workingDays'>;

/** 06/11/2026 in every language: the day as the list prints it, not as a machine does. */
const shown = (day: string) => day.split('-').toReversed().join('/');

function lineOf({ code, names, due, workingDays }: Said, { language, t }: ReminderText): string {
  const left = workingDays ?? 0;
  const key = left < 0 ? 'late' : 'left';
  const days = t(`strategy:reminder.${key}`, { count: Math.abs(left) });
  return t('strategy:reminder.line', { code, name: pick(names, language), due: shown(due), days });
}

/** Short enough for a message on a phone. */
export function reminderText(reminder: ReminderText): string {
  const { body, tasks, today, language, t } = reminder;
  return [
    t('strategy:reminder.greeting', { body: pick(body, language) }),
    t('strategy:reminder.asOf', { day: shown(today), count: tasks.length }),
    ...tasks.map((task, i) => `${String(i + 1)}. ${lineOf(task, reminder)}`),
    t('strategy:reminder.request'),
  ].join('\n');
}

export async function reminderLetter(reminder: ReminderText): Promise<Buffer> {
  const { body, tasks, today, language, t, watermark } = reminder;
  const pen = await openWord(language, { size: 26, after: 120 });
  const title = t('strategy:reminder.title');
  const heads = ['number', 'task', 'due', 'standing'].map((key) => t(`strategy:reminder.columns.${key}`));
  const rows = tasks.map(({ code, names, due, workingDays }) => {
    const left = workingDays ?? 0;
    const standing = t(`strategy:reminder.${left < 0 ? 'late' : 'left'}`, { count: Math.abs(left) });
    return [code, pick(names, language), shown(due), standing];
  });
  return pen.file(title, [
    ...(watermark === undefined ? [] : [pen.line(watermark, { center: true })]),
    pen.line(t('strategy:reminder.place', { day: shown(today) })),
    pen.line(title, { bold: true, size: 30, center: true }),
    pen.line(t('strategy:reminder.greeting', { body: pick(body, language) }), { bold: true }),
    pen.line(t('strategy:reminder.asOf', { day: shown(today), count: tasks.length })),
    pen.table([heads, ...rows], { widths: [14, 46, 16, 24], hasHead: true }),
    pen.line(t('strategy:reminder.request')),
    pen.line(''),
    pen.line(t('strategy:reminder.signature'), { bold: true, center: true }),
  ]);
}
