/** The words of a migration: what is carried where, which rules wait for the switch, how far it is. Pure. */
import { createHash } from 'node:crypto';

/** Values of one column that go into another, which takes the field's name at the switch. */
export interface Carry {
  readonly field: string;
  /** The column that has the values today: the field's own, or that of the field it supersedes. */
  readonly source: string;
  /** The column that is filled beside it. */
  readonly work: string;
  /** As `format_type` writes it, with its collation. */
  readonly type: string;
}

/** A rule that is put on the table under a name of its own, validated there, and gets its name at the switch. */
export interface WaitingRule {
  readonly name: string;
  readonly waiting: string;
  /** With the names of columns as they are before the switch. */
  readonly definition: string;
}

export interface NewKey {
  /** Names of columns before the switch. */
  readonly columns: readonly string[];
  readonly index: string;
  /** Columns that become NOT NULL, each with the rule that spares a scan. */
  readonly required: readonly { readonly column: string; readonly rule: WaitingRule }[];
}

/** Everything that differs between a table and what it should be. */
export interface Target {
  readonly adds: readonly { readonly name: string; readonly type: string }[];
  readonly carries: readonly Carry[];
  readonly rules: readonly WaitingRule[];
  readonly dropped: readonly string[];
  readonly key: NewKey | undefined;
  /** Columns that may be empty from now on. */
  readonly optional: readonly string[];
}

export type Stage = 'checking' | 'preparing' | 'carrying' | 'recoding' | 'indexing' | 'validating' | 'switching';

export interface Place {
  readonly record: string;
  readonly version: number;
}

/** Names of what is there for the time of a migration begin with `_`: no field's and no rule's does. */
export const workName = (...said: readonly string[]): string =>
  `_${createHash('sha256').update(said.join('\n')).digest('hex').slice(0, 20)}`;
export const isWorkName = (name: string): boolean => name.startsWith('_');

export const isNothing = ({ adds, carries, rules, dropped, key, optional }: Target): boolean =>
  !key && [adds, carries, rules, dropped, optional].every((part) => part.length === 0);

/** Names of columns until the switch, by field. */
export const namesBefore = (carries: readonly Carry[]): ReadonlyMap<string, string> =>
  new Map(carries.map(({ field, work }) => [field, work]));
