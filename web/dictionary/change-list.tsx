/** Changes of a dictionary in words: what happened, why it breaks or does not, and what may have been renamed. */
import type { PlanChange, PlanRenaming } from '../../src/dictionary/contract.ts';
import type { TFunction } from 'i18next';
import { useWords, type Words } from '../i18n.ts';
import { DiffView } from '../ui/diff-view.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Tag } from '../ui/verdict.tsx';

/** A change in one sentence: the words stand in the dictionary's own catalogue. */
export function changeWords(change: PlanChange, t: TFunction, say: Words['say']): string {
  if (change.words) return change.words.said;
  return t([`dictionary:changes.${change.reason}`], {
    ...change,
    name: say(change.names),
    defaultValue: change.reason,
  });
}

interface ChangeListProps {
  readonly label: string;
  readonly beforeHead: string;
  readonly afterHead: string;
  readonly changes: readonly PlanChange[];
  readonly renames: readonly PlanRenaming[];
}

export function ChangeList({ changes, renames, ...heads }: ChangeListProps) {
  const { t, say } = useWords('dictionary');
  const differences = changes.map((change) => ({
    name: changeWords(change, t, say),
    before: change.words?.before ?? change.before,
    after: change.words?.after ?? change.after,
    kind: kindOf(change.reason),
    mark: (
      <>
        {change.verdict === 'breaking' && <Tag tone="warn">{t('web:release.breaking')}</Tag>} {change.words?.rule}
      </>
    ),
  }));
  // What merely came or went stands apart: beside it two columns would be empty.
  const inTwo = differences.filter(({ before, after }) => before || after);
  const inOne = differences.filter(({ before, after }) => !before && !after);
  return (
    <>
      {[inTwo, inOne].map(
        (some, i) => some.length > 0 && <DiffView key={i === 0 ? 'changed' : 'whole'} {...heads} differences={some} />,
      )}
      {renames.length > 0 && (
        <FactList facts={renames.map((one) => [t('web:release.perhaps'), one.words ?? `${one.from} → ${one.to}`])} />
      )}
    </>
  );
}

const kindOf = (reason: string): 'removed' | 'added' | 'changed' =>
  /removed/.test(reason) ? 'removed' : /added/.test(reason) ? 'added' : 'changed';
