/** What a code meant on a day, and what became of it: a code may have meant several units, one after the other. */
import type { Db } from '../../platform/db/db.ts';
import { parseDay } from '../expression/civil.ts';
import type { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import * as store from '../store/code.ts';
import { succession } from './succession.ts';

export interface Meaning {
  readonly names: Texts;
  readonly parent: string | null;
  /** First day in force; null: since ever. */
  readonly validFrom: string | null;
  /** First day no longer in force; null: until further notice. */
  readonly validTo: string | null;
}

export interface ResolvedCode {
  readonly list: string;
  readonly code: string;
  readonly on: string;
  readonly meaning?: Meaning;
  readonly successors: readonly {
    readonly code: string;
    readonly names: Texts;
    readonly kind: 'whole' | 'part';
    readonly share: number | null;
    readonly day: string;
  }[];
  readonly everyMeaning: readonly Omit<Meaning, 'parent'>[];
}

/**
 * @param on the day of the meaning; @param today successions after it have not happened yet
 * @throws problems.noSuchDay, codeListNotFound, codeNotFound
 */
export async function resolveCode(
  db: Db,
  question: { readonly list: string; readonly code: string; readonly on: string; readonly today: string },
): Promise<ResolvedCode> {
  const { list, code, on, today } = question;
  if (parseDay(on) === null) throw problems.noSuchDay({ day: on });
  if (!(await store.findList(db, list))) throw problems.codeListNotFound({ list });
  const meanings = await store.meanings(db, list, code);
  if (meanings.length === 0) throw problems.codeNotFound({ list, code });
  const meant = meanings.find((one) => (one.from ?? '') <= on && on < (one.to ?? '9999-99-99'));
  return {
    list,
    code,
    on,
    ...(meant ? { meaning: toMeaning(meant) } : {}),
    successors: meant && meant.to !== null && meant.to <= today ? await successorsOf(db, question, meant.to) : [],
    everyMeaning: meanings.map((one) => ({ names: one.names, validFrom: one.from, validTo: one.to })),
  };
}

const toMeaning = (row: store.CodeRecord): Meaning => ({
  names: row.names,
  parent: row.parent,
  validFrom: row.from,
  validTo: row.to,
});

async function successorsOf(
  db: Db,
  { list, code, today }: { list: string; code: string; today: string },
  endedOn: string,
): Promise<ResolvedCode['successors']> {
  const steps = await store.successionsOf(db, list);
  const followed = succession(steps.map(withShare), today)(code, endedOn);
  const rows = await store.meaningsOf(
    db,
    list,
    followed.map((one) => one.code),
  );
  return followed.map((one) => {
    const then = rows.find(
      (row) => row.code === one.code && (row.from ?? '') <= one.day && one.day < (row.to ?? '9999'),
    );
    return { ...one, names: (then ?? rows.find((row) => row.code === one.code))?.names ?? {} };
  });
}

const withShare = ({ share, ...step }: store.SuccessionRow) => (share === null ? step : { ...step, share });

/** Where a former code leads today: for callers that only need codes. @returns [] when it is in force or unknown */
export async function formerCodes(db: Db, list: string, code: string, today: string): Promise<readonly string[]> {
  const meanings = await store.meanings(db, list, code);
  const isInForce = meanings.some((one) => (one.from ?? '') <= today && today < (one.to ?? '9999-99-99'));
  const last = meanings.at(-1);
  const endedOn = last?.to ?? null;
  if (isInForce || endedOn === null) return [];
  return (await successorsOf(db, { list, code, today }, endedOn)).map((one) => one.code);
}
