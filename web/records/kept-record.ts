/** A form while it is filled in, kept on this device: a closed page and a lost connection take nothing away. */
import type { Source } from '../ui/form.tsx';
import type { Draft } from './record-draft.ts';

export interface KeptRecord {
  readonly values: Draft;
  /** Fields that the source answered, with it. */
  readonly held: readonly (readonly [field: string, source: Source])[];
  readonly body: string;
  /** Made when the form was opened: however often it is sent, it is stored once. */
  readonly sendKey: string;
  /** It was sent and the node did not answer: it goes out again by itself. */
  readonly waiting: boolean;
  readonly at: string;
}

const placeOf = (register: string, account: string) => `artery.record.${account}.${register}`;

/** Undefined when nothing is kept, or the device keeps nothing. */
export function keptRecord(register: string, account: string): KeptRecord | undefined {
  try {
    const kept = localStorage.getItem(placeOf(register, account));
    return kept === null ? undefined : (JSON.parse(kept) as KeptRecord);
  } catch {
    return undefined;
  }
}

export function keepRecord(register: string, account: string, record: KeptRecord | undefined): void {
  try {
    if (record === undefined) localStorage.removeItem(placeOf(register, account));
    else localStorage.setItem(placeOf(register, account), JSON.stringify(record));
  } catch {
    // A full or forbidden store: the form still stands on the page.
  }
}
