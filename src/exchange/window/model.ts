/**
 * What a person sees of the reads of her data: pure. A class of reads that a law delays is not there until its day, and
 * nothing that is shown is computed from it.
 */
import Type, { type Static } from 'typebox';
import { addDays } from '../../platform/relative-day.ts';
import { Texts } from '../../platform/texts.ts';

const text = Type.String({ minLength: 1, maxLength: 200 });

/** Reads that a law lets appear later. What is left out matches everything; a class must name something. */
export const DelayedClass = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    names: Texts,
    /** The citation: no delay without one. */
    citation: text,
    /** Days after the read. */
    days: Type.Integer({ minimum: 1, maximum: 36_500 }),
    purposes: Type.Optional(Type.Array(text, { minItems: 1 })),
    /** Codes of the bodies that read. */
    bodies: Type.Optional(Type.Array(text, { minItems: 1 })),
    registers: Type.Optional(Type.Array(text, { minItems: 1 })),
  },
  { additionalProperties: false },
);
export type DelayedClass = Static<typeof DelayedClass>;

/** One read of one record, as it is kept. */
export interface PersonRead {
  /** Of the entry in the audit trail. */
  readonly entry: string;
  readonly at: string;
  readonly action: string;
  /** Code of the body that read; null: the node itself. */
  readonly body: string | null;
  readonly register: string;
  readonly record: string;
  readonly purpose: string | null;
  /** Physical names; null: whole records. */
  readonly fields: readonly string[] | null;
}

const fits = (wanted: readonly string[] | undefined, has: string | null): boolean =>
  wanted === undefined || (has !== null && wanted.includes(has));

/** Days by which a read is delayed; the longest of those that match. */
export function delayOf(
  read: Pick<PersonRead, 'body' | 'register' | 'purpose'>,
  classes: readonly DelayedClass[],
): number {
  const days = classes
    .filter(({ purposes, bodies, registers }) => purposes ?? bodies ?? registers)
    .filter(
      ({ purposes, bodies, registers }) =>
        fits(purposes, read.purpose) && fits(bodies, read.body) && fits(registers, read.register),
    )
    .map((one) => one.days);
  return Math.max(0, ...days);
}

/**
 * Those that are to be seen on a day, the newest first.
 * @param dayOf the day of a moment where the profile is
 */
export function visibleReads<T extends PersonRead>(
  reads: readonly T[],
  { classes, today, dayOf }: Showing,
): readonly T[] {
  return reads
    .filter((read) => addDays(dayOf(read.at), delayOf(read, classes)) <= today)
    .toSorted((a, b) => (a.at === b.at ? (a.entry < b.entry ? 1 : -1) : a.at < b.at ? 1 : -1));
}

export interface Showing {
  readonly classes: readonly DelayedClass[];
  readonly today: string;
  readonly dayOf: (at: string) => string;
}

/** One entry is one read, however many of her records it showed; of each register the fields of all of them. */
export function together<T extends PersonRead>(reads: readonly T[]): readonly (readonly T[])[] {
  return [...Map.groupBy(reads, ({ entry }) => entry).values()];
}

/** Of which kind a read was, for words: `window:ways.<way>`. */
export function wayOf(action: string): 'one' | 'list' | 'history' | 'export' | 'lookup' | 'window' | 'check' {
  if (/window|subject-request/.test(action)) return 'window';
  if (/export|list-file/.test(action)) return 'export';
  if (action.includes('history')) return 'history';
  if (/list|batch/.test(action)) return 'list';
  if (/lookup|prefill/.test(action)) return 'lookup';
  return /golden|duplicate|correction|dispute|units/.test(action) ? 'check' : 'one';
}

/**
 * Acts that name records because they change them, or take what was read elsewhere; everything else that is allowed and
 * names a record is a read: a new way of reading is in the window without anybody remembering to put it there.
 */
export const ACTS: readonly string[] = [
  ...['records.create', 'records.edit', 'records.end', 'records.load', 'records.undo', 'records.undone'],
  ...['records.mark-gone', 'records.destroy', 'records.archive'],
  ...['records.renew-versions', 'records.receive', 'records.apply', 'records.restrict', 'records.release'],
  ...['registers.propose-correction', 'registers.settle-correction', 'registers.undo-settlement'],
  ...['registers.withdraw-correction', 'registers.take-answer', 'registers.take-proposal', 'registers.add-evidence'],
  ...['registers.decide-duplicate', 'registers.undo-duplicate', 'registers.propose-duplicate'],
  ...['registers.split-person', 'registers.answer-body-list', 'registers.send-correction'],
  'registers.acknowledge-correction',
];
