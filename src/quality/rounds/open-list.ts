/** One list of a round that is open: what is expected of a body, what it holds now, and what the two sides have signed. */
import { createHash } from 'node:crypto';
import { getBody, subtreeIds } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { openRegister } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { expectedOf, type ExpectedRecord } from '../store/round.ts';
import * as store from './store/signature.ts';

export interface OpenList {
  readonly round: string;
  readonly register: string;
  readonly body: number;
  readonly expected: ExpectedRecord;
  readonly below: store.SignatureRecord | undefined;
  readonly above: store.SignatureRecord | undefined;
  readonly differences: readonly store.DifferenceRecord[];
}

export const todayOf = ({ clock, profile }: Pick<Context, 'clock' | 'profile'>): string =>
  dayOf(clock.now(), profile.timeZone);

/** @throws problems.noSuchRound, bodies/body-not-found */
export async function openList(context: Context, db: Db, asked: { round: string; body: string }): Promise<OpenList> {
  const body = await getBody(context.db, asked.body);
  const open = (await store.roundsOpen(db, todayOf(context))).find(({ code }) => code === asked.round);
  const expected = open && (await expectedOf(db, open.code)).find((one) => one.body === body.id);
  if (!open || !expected) throw problems.noSuchRound();
  const signed = (await store.signaturesOf(db, open.code)).filter((one) => one.body === body.id);
  const differences = (await store.differencesOf(db, open.code)).filter((one) => one.body === body.id);
  const [below, above] = (['below', 'above'] as const).map((side) => signed.find((one) => one.side === side));
  return { round: open.code, register: open.register, body: body.id, expected, below, above, differences };
}

/** The hash of what a signature stands for: round, body, expected heads, every record with its version. */
export async function hashList(
  db: Db,
  { round, register, body, expected }: Pick<OpenList, 'round' | 'register' | 'body' | 'expected'>,
): Promise<{ readonly hash: string; readonly records: number }> {
  const table = await openRegister(db, register);
  const rows = await store.standingRecords(db, table, await subtreeIds(db, body));
  const hash = createHash('sha256').update(JSON.stringify([round, register, body, expected.expected]));
  for (const { record, version } of rows) hash.update(`\n${record} ${String(version)}`);
  return { hash: hash.digest('hex'), records: rows.length };
}
