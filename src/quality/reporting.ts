/** Who has reported in the round that is open, and who has not. */
import { subtreeIds } from '../bodies/index.ts';
import { dayOf, startOfDay } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { reportedBodies } from '../records/index.ts';
import { currentRound } from './store/round.ts';

export interface Reporting {
  readonly body: number;
  /** The body and everything below it: their records are its report. */
  readonly tree: readonly number[];
  readonly expected: number;
  /** ISO day. */
  readonly due: string;
  readonly reported: boolean;
  readonly signedBelow: string | null;
  readonly signedAbove: string | null;
  readonly differences: number | null;
}

/** A body has reported when a load for it, or for a body below it, was committed since the round opened, and stands. */
export async function reportingOf(
  context: Pick<Context, 'db' | 'clock' | 'profile'>,
  register: string,
): Promise<Reporting[]> {
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const rows = await currentRound(context.db, register, today);
  const opens = rows[0]?.opens;
  if (opens === undefined) return [];
  const loaded = new Set(await reportedBodies(context.db, register, startOfDay(opens, context.profile.timeZone)));
  return Promise.all(
    rows.map(async (row) => {
      const tree = await subtreeIds(context.db, row.body);
      const { body, expected, due, signedBelow, signedAbove, differences } = row;
      return {
        body,
        tree,
        expected,
        due,
        signedBelow,
        signedAbove,
        differences,
        reported: tree.some((one) => loaded.has(one)),
      };
    }),
  );
}
