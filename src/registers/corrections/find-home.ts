/** Where a field of a record is at home: in this record, in that of the element's authority, or out of reach. */
import { findRegister } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { pick, type Texts } from '../../platform/texts.ts';
import { findByKey, openRegister, type StoredRecord } from '../../records/index.ts';
import { outerSources } from '../authority/settings.ts';
import { problems } from '../problems.ts';
import { allClaims, findComparison } from '../store/claim.ts';

/** The field at its home. */
export interface Target {
  readonly register: string;
  readonly record: string;
  readonly body: number;
  readonly field: string;
  readonly said: string | null;
  readonly outside: boolean;
}

export interface Place {
  readonly register: string;
  readonly record: string;
  readonly field: string;
}

export interface Home {
  /** Undefined when the authority is not on this node. */
  readonly target: Target | undefined;
  readonly authority: string;
}

/** @throws problems.notHeld when the authority is here and does not hold the record */
export async function findHome(db: Db, place: Place, stored: StoredRecord, element: string): Promise<Home> {
  const { register, field } = place;
  const authority = (await allClaims(db)).find(
    (claim) => claim.element === element && claim.standing === 'authority',
  )?.register;
  if (authority === undefined || authority === register) {
    const said = textOf(stored.values[field]);
    return { authority: register, target: { ...place, body: stored.body, said, outside: false } };
  }
  const comparison = await findComparison(db, register);
  const heldThere = comparison?.authority === authority && comparison.held.includes(field);
  const there = await findRegister(db, authority);
  if (!there || !heldThere) return { authority, target: undefined };
  const key = stored.values[comparison.keyField];
  const found =
    typeof key === 'string'
      ? await findByKey(db, await openRegister(db, authority), [key], { scope: 'all' })
      : undefined;
  if (!found) throw problems.notHeld();
  const { record, body } = found;
  const said = textOf(found.values[field]);
  return { authority, target: { register: authority, record, body, field, said, outside: there.external } };
}

export const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

export interface Destination {
  readonly name: string;
  readonly names: Texts;
  /** Who keeps it, where the profile says so. */
  readonly holder: Texts | null;
}

export function destinationOf({ profile }: Pick<Context, 'profile'>, name: string): Destination {
  const source = outerSources(profile).find((one) => one.name === name);
  return { name, names: source?.names ?? {}, holder: source?.holder ?? null };
}

export function unreachable(context: Pick<Context, 'profile'>, authority: string): Error {
  const { names, holder } = destinationOf(context, authority);
  const say = (texts: Texts | null) => pick(texts ?? {}, context.profile.languages[0] ?? 'en') || authority;
  return problems.authorityNotReachable({ source: say(names), holder: say(holder) });
}
