/** Links records of the node's registers: all of an entity, or those that a change set touched against everybody else. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Db } from '../../platform/db/db.ts';
import { linkEverything, linkSeen, openLinker, readBatch, type Linker } from './linker.ts';
import type { LinkedEntity } from './model.ts';
import * as store from './store/link.ts';
import { countTexts, readTexts, writeTexts } from './store/rows.ts';

/** When there are so many times as many records, what was learnt is learnt anew. */
const OUTGROWN = 2;

/** Everything anew. What was learnt is kept when it still counts, so that a rebuild gives what following gave. */
export async function linkAllRecords(tx: Db, of: LinkedEntity, at: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'artery-link-'));
  try {
    const file = join(folder, 'records.csv');
    await writeTexts(tx, of, file);
    await using linker = await openLinker(of);
    const { seen, links } = await linkEverything(linker, file);
    await store.clearLinks(tx, of.entity);
    await store.putSeen(tx, of, seen);
    await store.putLinks(tx, of.entity, links);
    const { learnt, version } = linker;
    if (learnt && seen.length > 0)
      await store.putModel(
        tx,
        { entity: of.entity, settings: of.edition, engine: version, records: seen.length, model: learnt },
        at,
      );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether a batch can be weighed by what was learnt. */
export async function isLearnt(tx: Db, of: LinkedEntity): Promise<boolean> {
  const model = await store.findModelEdition(tx, of.entity);
  if (model?.settings !== of.edition) return false;
  return (await countTexts(tx, of)) < OUTGROWN * model.records;
}

/** These records against everybody else. What is not there any more is forgotten. */
export async function linkSome(tx: Db, of: LinkedEntity, register: string, records: readonly string[]): Promise<void> {
  await store.forgetRecords(tx, of.entity, records);
  const rows = await readTexts(tx, of, new Map([[register, records]]));
  if (rows.length === 0) return;
  const warm = await warmLinker(tx, of);
  await warm.alone(async (linker) => {
    const seen = await readBatch(linker, rows);
    await store.putSeen(tx, of, seen);
    const keys = [...new Set(seen.flatMap((one) => one.blocks))];
    const giants = await store.giantBlocks(tx, of.entity, keys, of.settings.largestBlock);
    const small = new Set(keys);
    for (const giant of giants) small.delete(giant);
    const others = await store.candidates(tx, of.entity, { keys: [...small], without: rows.map((row) => row.record) });
    const links = await linkSeen(linker, await readTexts(tx, of, others), giants);
    await store.putLinks(tx, of.entity, links);
  });
}

/** An engine that stays open, asked by one at a time. */
export interface WarmLinker {
  alone<T>(work: (linker: Linker) => Promise<T>): Promise<T>;
}

interface Kept extends WarmLinker {
  readonly madeAt: string;
  readonly linker: Linker;
}
const kept = new WeakMap<LinkedEntity, Promise<Kept>>();

/** Ready for batches and look-ups, with what was learnt last. */
export async function warmLinker(db: Db, of: LinkedEntity): Promise<WarmLinker> {
  const edition = await store.findModelEdition(db, of.entity);
  const now = await kept.get(of)?.catch(() => undefined);
  if (now && now.madeAt === edition?.madeAt) return now;
  const opened = openWarm(db, of, edition?.madeAt ?? '');
  kept.set(of, opened);
  return opened;
}

async function openWarm(db: Db, of: LinkedEntity, madeAt: string): Promise<Kept> {
  const found = await store.findModel(db, of.entity);
  const linker = await openLinker(of, found?.model);
  let last: Promise<unknown> = Promise.resolve();
  const alone = <T>(work: (linker: Linker) => Promise<T>): Promise<T> => {
    const next = last.then(() => work(linker));
    last = next.catch(() => undefined);
    return next;
  };
  return { madeAt, linker, alone };
}
