/** Two editions of an entry side by side, attribute by attribute, with the words marked that differ. */
import { useWords, type Words } from '../i18n.ts';
import { DiffView, type Difference } from '../ui/diff-view.tsx';
import { MarkedText } from '../ui/marked-text.tsx';
import { EmptyState } from '../ui/states.tsx';
import { diffWords } from '../ui/word-diff.ts';
import { isSaid, isTexts, type Entry } from './attributes.ts';
import { AttributeValue, plainWords, useAttributeWords, useDictionaryWords } from './attribute-words.tsx';
import { compareEntries, compareMembers, hasMembers, type Compared } from './compare-entries.ts';

interface ComparisonProps {
  readonly before: Entry;
  readonly after: Entry;
  readonly beforeHead: string;
  readonly afterHead: string;
  /** Also what stayed as it was. */
  readonly all?: boolean;
}

export function EntryComparison({ before, after, beforeHead, afterHead, all = false }: ComparisonProps) {
  const { t } = useDictionaryWords();
  const { language, say } = useWords();
  const { nameOf } = useAttributeWords();
  const compared = compareEntries(before, after);
  const shown = compared.filter(({ kind }) => all || kind !== 'same');
  if (shown.length === 0) return <EmptyState title={t('history.same')} />;
  return (
    <DiffView
      label={t('history.compared')}
      beforeHead={beforeHead}
      afterHead={afterHead}
      differences={shown.flatMap((one) => rowsOf(one, { language, t, say, nameOf }))}
    />
  );
}

interface Saying extends Pick<Words, 'language' | 't' | 'say'> {
  readonly nameOf: (name: string) => string;
}

/** Lists of parts have a row for each part that differs, texts one for each language; every other attribute has one. */
function rowsOf(one: Compared, saying: Saying): Difference[] {
  const { attribute, before, after, kind } = one;
  const values = [before, after].filter((value) => value !== undefined);
  if (kind !== 'same' && hasMembers(attribute.name) && values.every(Array.isArray)) return memberRows(one, saying);
  if (kind !== 'same' && values.every(isTexts)) return languageRows(one, saying);
  const shown = (value: unknown) =>
    value === undefined ? undefined : <AttributeValue attribute={attribute} value={value} />;
  return [{ name: saying.nameOf(attribute.name), before: shown(before), after: shown(after), kind }];
}

function languageRows({ attribute, before, after }: Compared, { language, t, nameOf }: Saying): Difference[] {
  const name = nameOf(attribute.name);
  const [was, is] = [(before ?? {}) as Record<string, string>, (after ?? {}) as Record<string, string>];
  const languages = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((tag) => was[tag] !== is[tag]);
  return languages.map((tag) => {
    const [left, right] = diffWords(was[tag] ?? '', is[tag] ?? '');
    return {
      name: tag === language ? name : `${name} (${t(`web:language.${tag}`, { defaultValue: tag })})`,
      before: was[tag] && <MarkedText as="before" pieces={left} />,
      after: is[tag] && <MarkedText as="after" pieces={right} />,
      kind: !was[tag] ? 'added' : !is[tag] ? 'removed' : 'changed',
    };
  });
}

/** A code list may change in thousands of places: so many are shown. */
const MOST = 300;

function memberRows({ attribute: { name }, before, after }: Compared, { t, say, nameOf }: Saying): Difference[] {
  const { members, reordered } = compareMembers(name, (before ?? []) as Entry[], (after ?? []) as Entry[]);
  const part = nameOf(`member.${name}`);
  const rows = members.slice(0, MOST).map(({ key, before: was, after: is, kind }): Difference => {
    const [left, right] = diffWords(partWords(was, say, nameOf), partWords(is, say, nameOf));
    return {
      name: `${part} ${key}`,
      before: was && <MarkedText as="before" pieces={left} />,
      after: is && <MarkedText as="after" pieces={right} />,
      kind,
    };
  });
  const order: Difference[] = reordered
    ? [{ name: nameOf(name), before: t('history.otherOrder'), after: t('history.newOrder'), kind: 'changed' }]
    : [];
  const rest: Difference[] =
    members.length > MOST ? [{ name: t('history.moreParts', { count: members.length - MOST }), kind: 'changed' }] : [];
  return [...rows, ...order, ...rest];
}

/** One member a line: `Name: Male`. */
const partWords = (member: Entry | undefined, say: Words['say'], nameOf: Saying['nameOf']): string =>
  Object.entries(member ?? {})
    .filter(([, value]) => isSaid(value))
    .map(([name, value]) => `${nameOf(`row.${name}`)}: ${plainWords(value, say)}`)
    .join('\n');
