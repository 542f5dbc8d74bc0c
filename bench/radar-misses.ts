/** Why labels were missed, by what can be seen of them; and how much of the labels another publisher could have taught. */
import type { Row } from './radar-folds.ts';

export interface Answered {
  readonly row: Row;
  readonly key: string | undefined;
  readonly hit: boolean;
}

export type Reason =
  'nothing in common' | 'right, but not sure enough' | 'another of the same name' | 'another register';

const lastOf = (key: string) => key.replace(/^.*\//, '').toLowerCase();

export function reasonOf({ row, key, hit }: Answered): Reason | undefined {
  const { label, candidates } = row;
  if (label === undefined || !row.reachable || (hit && key === label)) return undefined;
  if (key === label) return 'right, but not sure enough';
  if (!candidates.some(({ thing }) => thing.held.key === label)) return 'nothing in common';
  return key !== undefined && lastOf(key).endsWith(lastOf(label)) ? 'another of the same name' : 'another register';
}

export interface Misses {
  readonly reasons: ReadonlyMap<Reason, { readonly count: number; readonly examples: readonly string[] }>;
  /** Labels whose register others refer to as well, and those that nobody else does: how many, and how many were found. */
  readonly shared: { readonly labels: number; readonly right: number };
  readonly unshared: { readonly labels: number; readonly right: number };
}

const EXAMPLES = 3;

/** @param all every row with a label, of whatever publisher */
export function missesOf(answers: readonly Answered[], all: readonly Row[]): Misses {
  const referring = Map.groupBy(
    all.filter(({ label }) => label !== undefined),
    ({ label }) => label as string,
  );
  const isShared = ({ label, publisher }: Row) =>
    (referring.get(label ?? '') ?? []).some((other) => other.publisher !== publisher);
  const labelled = answers.filter(({ row }) => row.label !== undefined && row.reachable);
  const figures = (own: readonly Answered[]) => ({
    labels: own.length,
    right: own.filter(({ row, key, hit }) => hit && key === row.label).length,
  });
  const missed = labelled.flatMap((one) => {
    const reason = reasonOf(one);
    return reason ? [{ reason, name: `${one.row.field} → ${lastOf(one.row.label ?? '')}` }] : [];
  });
  return {
    reasons: new Map(
      [...Map.groupBy(missed, ({ reason }) => reason)]
        .sort((a, b) => b[1].length - a[1].length)
        .map(([reason, own]) => [
          reason,
          { count: own.length, examples: [...new Set(own.map(({ name }) => name))].slice(0, EXAMPLES) },
        ]),
    ),
    shared: figures(labelled.filter(({ row }) => isShared(row))),
    unshared: figures(labelled.filter(({ row }) => !isShared(row))),
  };
}
