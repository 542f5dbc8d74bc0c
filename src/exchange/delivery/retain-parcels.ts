/** What parcels said goes after a time; that they were sent, taken or refused stays, with a hash of what they said. */
import Type from 'typebox';
import { Check } from 'typebox/value';
import type { Context } from '../../platform/context.ts';
import type { Profile } from '../../platform/profile.ts';
import type { Round } from '../../platform/rounds.ts';
import * as store from './store/parcel.ts';

const DAY_MS = 86_400_000;
const EVERY_MS = 3_600_000;
/** Long enough to look at what went wrong last month. */
const KEEP_DAYS = 30;
/** In one statement: what waited for years must not hold the tables for minutes. */
const AT_ONCE = 5_000;

const Given = Type.Object({ keepDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })) });

export class ParcelSettingsError extends Error {
  override name = 'ParcelSettingsError';
}

/** For how many days after it was settled the content of a parcel is kept. @throws ParcelSettingsError */
export function keepDays({ settings }: Pick<Profile, 'settings'>): number {
  const given = (settings['exchange'] as { parcels?: unknown } | undefined)?.parcels ?? {};
  if (!Check(Given, given)) throw new ParcelSettingsError('profile.yaml: exchange.parcels has `keepDays` (1 to 3650)');
  return given.keepDays ?? KEEP_DAYS;
}

/** What was settled long enough ago; never what the other side has not answered. @returns how many went */
export async function retainParcels(
  { db, clock, audit, profile }: Pick<Context, 'db' | 'clock' | 'audit' | 'profile'>,
  off: readonly store.ParcelCheck[] = [],
): Promise<number> {
  const now = clock.now();
  const before = new Date(now.getTime() - keepDays(profile) * DAY_MS);
  const drop = { before, now, most: AT_ONCE };
  let [out, taken] = [0, 0];
  for (let more = true; more;) {
    const [left, arrived] = [await store.dropOut(db, drop, off), await store.dropIn(db, drop)];
    out += left;
    taken += arrived;
    more = left === AT_ONCE || arrived === AT_ONCE;
  }
  if (out + taken > 0)
    await audit.append({
      ...{ action: 'exchange.drop-parcels', actor: 'system', body: null, subject: 'parcels', allowed: true },
      ...{ rule: 'exchange/retention', counts: { sent: out, received: taken } },
    });
  return out + taken;
}

export const retentionRound = (context: Context): Round => ({
  name: 'exchange.parcel-retention',
  everyMs: EVERY_MS,
  run: async () => void (await retainParcels(context)),
});
