/** How a golden person came to be: what linkage brought together, what people decided and took back, as far as both sides may be seen. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { GoldenEvent, GoldenRecordRef } from '../golden-contract.ts';
import type { LinkedEntity } from './model.ts';
import { openRecords } from './open-records.ts';
import { decisionsAbout, type DecisionRecord } from './store/decision.ts';
import { registersOf, type MemberRecord } from './store/person.ts';
import { recordRef, type Names } from './view-records.ts';
import { undoneOf, whoDecided } from './who-decided.ts';

/** So many decisions are told. */
const MOST = 100;

interface Asked {
  readonly of: LinkedEntity;
  readonly person: string;
  /** Those that the caller may see. */
  readonly members: readonly MemberRecord[];
  readonly names: Names;
}

export async function personHistory(
  context: Context,
  caller: Caller,
  { of, person, members, names }: Asked,
): Promise<GoldenEvent[]> {
  const { db } = context;
  const own = members.map(({ record }) => record);
  const decided = await decisionsAbout(db, { entity: of.entity, person, records: own, limit: MOST });
  const wanted = await registersOf(db, of.entity, [
    ...own,
    ...decided.flatMap(({ left, right }) => [...left, ...right]),
  ]);
  const opened = await openRecords(context, caller, wanted);
  const refOf = (record: string): GoldenRecordRef[] => {
    const found = opened.get(record);
    const register = found?.table.register ?? '';
    return found ? [recordRef({ of, names, register, record, body: found.body, opened: found })] : [];
  };
  const nameOf = await whoDecided(db, decided);
  const told = decided.flatMap((one): GoldenEvent[] => {
    const [left, right] = [one.left.flatMap(refOf), one.right.flatMap(refOf)];
    if (left.length === 0 || right.length === 0) return [];
    const { outcome: kind, at, by, reason, duplicate } = one;
    return [{ kind, at, by: nameOf(by), reason, duplicate, left, right, undone: undoneOf(one, nameOf) }];
  });
  return [...told, ...linkedEvents(members, decided, refOf)].sort((x, y) => (x.at < y.at ? 1 : -1));
}

/** Records that nobody's decision moved came by linkage, on the day they belong here since. */
function linkedEvents(
  members: readonly MemberRecord[],
  decided: readonly DecisionRecord[],
  refOf: (record: string) => GoldenRecordRef[],
): GoldenEvent[] {
  const moments = new Set(decided.flatMap(({ at, undoneAt }) => [at, undoneAt ?? '']));
  return members
    .filter(({ joinedAt }) => !moments.has(joinedAt))
    .map(({ record, joinedAt }) => ({
      ...{ kind: 'linked' as const, at: joinedAt, by: null, reason: null, duplicate: null, undone: null },
      left: refOf(record),
      right: [],
    }));
}
