/**
 * Reads of records whose home is another node go home: whoever they are about sees them in the one window there. Told in
 * the order of the audit trail, each once.
 */
import Type from 'typebox';
import { homesElsewhere, listBodies, postsOf } from '../../bodies/index.ts';
import { system } from '../../platform/caller.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Round } from '../../platform/rounds.ts';
import { readSetting, writeSetting } from '../../platform/setting.ts';
import { homesOfRecords, openRegister } from '../../records/index.ts';
import * as store from './store/told.ts';

export const READS_TOLD = 'reads';
const SETTING = 'exchange.reads-told';
const EVERY_MS = 30_000;
const Place = Type.Object({ epoch: Type.Integer(), position: Type.Integer() });

export const readsRound = (context: Context): Round => ({
  name: 'exchange.tell-reads',
  everyMs: EVERY_MS,
  run: async () => void (await tellReads(context)),
});

/** One change for all that is new. @returns of how many records a read was told */
export async function tellReads(context: Context): Promise<number> {
  const elsewhere = new Set((await homesElsewhere(context)).keys());
  if (elsewhere.size === 0) return 0;
  const { db, clock } = context;
  return db.transaction(async (tx) => {
    const from = (await readSetting(tx, SETTING, Place)) ?? { epoch: 0, position: 0 };
    const { entries, to } = await store.readsAfter(tx, from);
    if (!to) return 0;
    await writeSetting(tx, SETTING, to);
    const told = await ofOthers(context, tx, entries, elsewhere);
    if (told.length === 0) return 0;
    const id = await takeChangeSet(tx);
    await store.putReads(tx, told, id);
    const change = { id, kind: 'governance', subject: READS_TOLD, body: null, actor: system.account } as const;
    await appendChangeSet(tx, { ...change, cause: null, begunAt: clock.now() });
    return told.length;
  });
}

async function ofOthers(
  { profile }: Context,
  tx: Db,
  entries: readonly store.EntryOfRecords[],
  elsewhere: ReadonlySet<number>,
): Promise<store.ToldRead[]> {
  const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
  const told: store.ToldRead[] = [];
  for (const [register, some] of Map.groupBy(entries, ({ subject }) => subject)) {
    const table = await openRegister(tx, register).catch(() => undefined);
    if (!table) continue;
    const wanted = [...new Set(some.flatMap(({ records }) => records))];
    const homes = new Map((await homesOfRecords(tx, table, wanted)).map(({ record, body }) => [record, body]));
    for (const { entry, records, actor, body, at, action, fields, purpose } of some) {
      const reader = codes.get(body);
      const away = records.filter((record) => elsewhere.has(homes.get(record) ?? 0));
      if (reader === undefined || away.length === 0) continue;
      const held = await postsOf(tx, actor, dayOf(new Date(at), profile.timeZone));
      const post = held.find((one) => one.body === body)?.posts[0] ?? null;
      for (const record of away)
        told.push({ entry, record, register, reader, post, home: homes.get(record) ?? 0, at, action, fields, purpose });
    }
  }
  return told;
}
