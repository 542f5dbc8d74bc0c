/** What breaks, and who feels it: everything that breaks, folded, and the places that use what is changed. */
import { useQueries } from '@tanstack/react-query';
import { listUses, type PlanChange } from '../../../src/dictionary/contract.ts';
import { ask, keyOf } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Notice } from '../../ui/notice.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { changeWords } from '../change-list.tsx';

/** As many elements as one question may name. */
const MOST = 200;

const inParts = (all: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(all.length / MOST) }, (_, part) => all.slice(part * MOST, (part + 1) * MOST));

/** Nothing while nothing breaks. */
export function BreakingBanner({ changes }: { readonly changes: readonly PlanChange[] }) {
  const { t } = useDictionaryWords();
  const { say } = useWords();
  const breaking = changes.filter(({ verdict }) => verdict === 'breaking');
  const elements = breaking.filter(({ reason }) => reason.startsWith('element.')).map(({ subject }) => subject);
  const touched = useTouched([...new Set(elements)]);
  if (breaking.length === 0) return null;
  const [first, ...more] = breaking;
  return (
    <Notice tone="warn" title={t('banner.title', { count: breaking.length })}>
      {first && <div dir="auto">{changeWords(first, t, say)}</div>}
      {more.length > 0 && (
        <details>
          <summary>{t('banner.more', { count: more.length })}</summary>
          {more.map((change, place) => (
            <div key={`${change.subject} ${change.reason} ${String(place)}`} dir="auto">
              {changeWords(change, t, say)}
            </div>
          ))}
        </details>
      )}
      <div>{touched ? t('banner.touches', { what: touched }) : t('banner.nobody')}</div>
    </Notice>
  );
}

/** `2 forms, 1 API`: of all elements, however many there are. */
function useTouched(elements: readonly string[]): string {
  const { t } = useDictionaryWords();
  const { direction } = useWords();
  const users = useQueries({
    queries: inParts(elements).map((part) => {
      const input = { query: { elements: part.join(',') } };
      return { queryKey: keyOf(listUses, input), queryFn: () => ask(listUses, input) };
    }),
  });
  const all = users.flatMap(({ data }) => data?.items ?? []);
  const places = [...new Map(all.map((use) => [`${use.kind} ${use.subject}`, use])).values()];
  return [...Map.groupBy(places, ({ kind }) => kind)]
    .map(([kind, own]) => t(`web:usage.${kind}`, { count: own.length, defaultValue: kind }))
    .join(direction === 'rtl' ? '، ' : ', ');
}
