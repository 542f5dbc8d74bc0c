/** A piece of work in words: what is owed and by when. Titles are keys of the rooms' catalogues. */
import type { WorkItem } from '../../src/platform/work/contract.ts';
import { useWords } from '../i18n.ts';
import { Day } from '../ui/values.tsx';
import { State, type Tone } from '../ui/verdict.tsx';

/** `records:work.load` with its values; values that are texts in several languages are said in the reader's. */
export function useWorkTitle(item: WorkItem): string {
  const { key, values } = item.title;
  const room = key.includes(':') ? (key.split(':')[0] ?? 'web') : (item.kind.split('.')[0] ?? 'web');
  const { t, say } = useWords(room);
  const said = Object.entries(values).map(([name, value]) => [name, isTexts(value) ? say(value) : value] as const);
  return t(key.includes(':') ? key : `${room}:${key}`, Object.fromEntries(said));
}

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function WorkTitle({ item }: { readonly item: WorkItem }) {
  return <span dir="auto">{useWorkTitle(item)}</span>;
}

const toneOf = (item: WorkItem): Tone => {
  if (item.state !== 'open') return 'good';
  if (item.overdue) return 'bad';
  return item.daysLeft !== null && item.daysLeft <= 3 ? 'warn' : 'busy';
};

/** "2 working days left · 24/11/2026", or how late it is. */
export function DaysLeft({ item }: { readonly item: WorkItem }) {
  const { t } = useWords();
  if (item.state === 'done') return <State tone="good">{t('web:work.done')}</State>;
  if (item.daysLeft === null) return <State tone="quiet">{t('web:work.noDeadline')}</State>;
  const words = item.overdue
    ? t('web:work.late', { count: Math.abs(item.daysLeft) })
    : t('web:work.left', { count: item.daysLeft });
  return (
    <State tone={toneOf(item)}>
      {words}
      {item.due && (
        <>
          {' · '}
          <Day value={item.due} />
        </>
      )}
    </State>
  );
}
