/** A record's codes in today's units: what was stored stays, the list's successions say what became of it. */
import { resolveCode } from '../../dictionary/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import { findRecord, openRegister } from '../../records/index.ts';
import type { FieldUnits } from './units-contract.ts';

export interface UnitsQuestion {
  readonly register: string;
  readonly record: string;
  readonly on?: string | undefined;
  /** What to throw when the record is not there or not the caller's to see. */
  readonly absent: () => Promise<Error>;
}

export async function readUnits(
  context: Context,
  caller: Caller,
  asked: UnitsQuestion,
): Promise<{ items: FieldUnits[] }> {
  const { db } = context;
  const table = await openRegister(db, asked.register);
  const scope = await visibleBodies(db, caller, 'records.read', asked.register);
  const stored = await findRecord(db, table, asked.record, { scope });
  if (!stored) throw await asked.absent();
  const items: FieldUnits[] = [];
  for (const { name, names, codeList } of table.entity.fields) {
    const code = stored.values[name];
    if (codeList === undefined || typeof code !== 'string') continue;
    const list = codeList.list;
    items.push({ field: name, names, list, code, ...(await unitsOf(context, { list, code, on: asked.on })) });
  }
  return { items };
}

async function unitsOf(
  { db, clock, profile }: Context,
  { list, code, on }: { list: string; code: string; on?: string | undefined },
): Promise<Pick<FieldUnits, 'standing' | 'today'>> {
  const today = dayOf(clock.now(), profile.timeZone);
  try {
    const found = await resolveCode(db, { list, code, on, today });
    if (!found.meaning) return { standing: 'unknown', today: [] };
    const { meaning, successors } = found;
    const ended = meaning.validTo !== null && meaning.validTo <= today;
    if (!ended) return { standing: 'same', today: [{ code, names: meaning.names, share: null }] };
    const units = successors.map(({ code: next, names, share }) => ({ code: next, names, share }));
    const [only, ...others] = successors;
    if (!only) return { standing: 'unknown', today: [] };
    return { standing: others.length === 0 && only.kind === 'whole' ? 'whole' : 'part', today: units };
  } catch (error) {
    // A value that the list never had is shown as it is stored.
    if (error instanceof Problem && error.kind.slug === 'code-not-found') return { standing: 'unknown', today: [] };
    throw error;
  }
}
