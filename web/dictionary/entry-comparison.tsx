/** Two editions of an entry side by side, attribute by attribute, with the words marked that differ. */
import { useWords, type Words } from '../i18n.ts';
import { DiffView, type Difference } from '../ui/diff-view.tsx';
import { MarkedText } from '../ui/marked-text.tsx';
import { EmptyState } from '../ui/states.tsx';
import { diffWords } from '../ui/word-diff.ts';
import { isTexts, type Entry } from './attributes.ts';
import { AttributeValue, useAttributeWords, useDictionaryWords } from './attribute-words.tsx';
import { compareEntries, type Compared } from './compare-entries.ts';

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
  const { language } = useWords();
  const { nameOf } = useAttributeWords();
  const compared = compareEntries(before, after);
  const shown = compared.filter(({ kind }) => all || kind !== 'same');
  if (shown.length === 0) return <EmptyState title={t('history.same')} />;
  return (
    <DiffView
      label={t('history.compared')}
      beforeHead={beforeHead}
      afterHead={afterHead}
      differences={shown.flatMap((one) => rowsOf(one, nameOf(one.attribute.name), { language, t }))}
    />
  );
}

/** Texts have a row in each language that differs; every other attribute has one. */
function rowsOf(one: Compared, name: string, { language, t }: Pick<Words, 'language' | 't'>): Difference[] {
  const { attribute, before, after, kind } = one;
  const texts = [before, after].filter((value) => value !== undefined);
  if (kind === 'same' || !texts.every(isTexts)) {
    const shown = (value: unknown) =>
      value === undefined ? undefined : <AttributeValue attribute={attribute} value={value} />;
    return [{ name, before: shown(before), after: shown(after), kind }];
  }
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
