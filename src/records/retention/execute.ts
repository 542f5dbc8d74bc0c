/**
 * An approved disposal in two steps. First its rows are marked as gone, in one change set that everything follows; later,
 * when every follower has passed it and the oldest backup that holds them is over, their bytes go. See docs/adr/0031.
 */
import { createHash } from 'node:crypto';
import { homesElsewhere, type Elsewhere } from '../../bodies/index.ts';
import {
  changeDisposal,
  getDisposal,
  holdTerms,
  lifecycleOf,
  takeDisposal,
  type Disposal,
} from '../../governance/index.ts';
import { system } from '../../platform/caller.ts';
import {
  appendChangeSet,
  comparePositions,
  currentPosition,
  followerStates,
  getChangeSet,
  takeChangeSet,
} from '../../platform/changes/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { RowKeeping } from '../../platform/keeping.ts';
import { addDays } from '../../platform/relative-day.ts';
import { MEMBERS } from '../model.ts';
import { openForWriting, openRegister } from '../open-register.ts';
import * as store from '../store/destroy.ts';
import { copiesOf } from '../store/ordered.ts';
import { lockRegister } from '../store/register-table.ts';
import { dropStage } from '../store/stage.ts';
import { isKept } from './archive.ts';
import { openOrders } from './orders/open-orders.ts';
import { destroyKeys, proveDestroyed } from './prove.ts';
import { sift } from './sift.ts';

/** Days that backups live where the profile says nothing. */
const BACKUP_DAYS = 30;

export const waits = ['decision', 'numbered', 'followers', 'readers', 'backups', 'archive'] as const;
export type Wait = (typeof waits)[number];

export interface Executed {
  readonly state: Disposal['state'];
  /** What the next step waits for; empty when there is none, or it can be done at once. */
  readonly waitsFor: readonly Wait[];
}

/** Defences that a twin test takes out. */
export interface Off {
  readonly holds?: boolean;
  readonly followers?: boolean;
  readonly backups?: boolean;
}

/** Goes on as far as it can. Begun anew it does nothing twice. @throws governance/disposal-not-found */
export async function executeDisposal(
  context: Context,
  id: string,
  keepings: readonly RowKeeping[] = [],
  off: Off = {},
): Promise<Executed> {
  const { db } = context;
  const elsewhere = await homesElsewhere(context);
  let disposal = await getDisposal(db, id);
  if (disposal.state === 'proposed') return { state: 'proposed', waitsFor: ['decision'] };
  if (disposal.state === 'approved') {
    const needsArchive = disposal.orderedBy === null && 'then' in disposal.term && disposal.term.then === 'archive';
    if (needsArchive && !(await isKept(context, disposal))) return { state: 'approved', waitsFor: ['archive'] };
    await db.transaction((tx) => mark(context, tx, { id, elsewhere, off, keepings }));
    disposal = await getDisposal(db, id);
  }
  if (disposal.state !== 'marked') return { state: disposal.state, waitsFor: [] };
  const waitsFor = await waitsOf(context, disposal, keepings, off);
  if (waitsFor.length > 0) return { state: 'marked', waitsFor };
  await db.transaction((tx) => destroy(context, tx, { id, elsewhere, off, keepings }));
  return { state: (await getDisposal(db, id)).state, waitsFor: [] };
}

interface Step {
  readonly id: string;
  readonly elsewhere: Elsewhere;
  readonly off: Off;
  readonly keepings: readonly RowKeeping[];
}

async function mark(context: Context, tx: Db, step: Step): Promise<void> {
  const now = context.clock.now();
  const disposal = await takeDisposal(tx, step.id, 'marked');
  const { register, what } = disposal;
  await holdTerms(tx, register);
  await lockRegister(tx, register);
  const items = await sift(context, tx, disposal, step);
  const changeSet = await takeChangeSet(tx);
  const { ended, release } =
    what === 'records' ? await markRecords(tx, register, items, changeSet) : await markLoads(tx, items);
  const entry = {
    ...{ action: 'records.mark-gone', actor: system.account, body: disposal.decides, subject: `disposal/${step.id}` },
    ...{ allowed: true, rule: 'records/approved-disposal', counts: { items: items.length, ended } },
  };
  const cause = await context.audit.record(tx, entry);
  const today = dayOf(now, context.profile.timeZone);
  const days = (await lifecycleOf(tx))?.backupDays ?? BACKUP_DAYS;
  const orders = await orderOthers(context, tx, { ...step, disposal, items, changeSet });
  await changeDisposal(tx, step.id, {
    ...{ state: 'marked', markedBy: changeSet, markedAt: now.toISOString(), bytesFrom: addDays(today, days) },
    counts: { marked: items.length, ended, ...(orders > 0 && { orders }) },
  });
  await appendChangeSet(tx, {
    ...{ id: changeSet, kind: 'disposal', subject: register, body: disposal.decides, actor: system.account, cause },
    ...{
      release,
      rowsEnded: ended,
      members: what === 'records' && items.length <= MEMBERS ? items : null,
      begunAt: now,
    },
  });
}

interface Ordering extends Step {
  readonly disposal: Disposal;
  readonly items: readonly string[];
  readonly changeSet: number;
}

/** Whoever was given these rows is ordered to dispose of them too; an order is not passed on by who carries it out. */
async function orderOthers(context: Context, tx: Db, { disposal, items, ...rest }: Ordering): Promise<number> {
  const { register, what, orderedBy } = disposal;
  if (what === 'loads' || orderedBy !== null || items.length === 0) return 0;
  const { entity } = await openRegister(tx, register);
  const homes = await copiesOf(tx, entity, items);
  return openOrders(context, tx, { ...rest, disposal, homes });
}

async function markRecords(tx: Db, register: string, items: readonly string[], changeSet: number) {
  const { entity, release } = await openForWriting(tx, register);
  const ended = await store.keepMarked(tx, entity, items, changeSet);
  await store.removeMarked(tx, entity, items);
  return { ended, release };
}

async function markLoads(tx: Db, items: readonly string[]) {
  for (const { stage } of await store.stagesOf(tx, items)) if (stage !== null) await dropStage(tx, stage);
  await store.expireLoads(tx, items);
  return { ended: 0, release: null };
}

/** No follower may compute on rows that are gone, and no backup may bring them back. */
async function waitsOf(
  context: Context,
  { markedBy, bytesFrom }: Disposal,
  keepings: readonly RowKeeping[],
  off: Off,
): Promise<Wait[]> {
  const { db } = context;
  const found: Wait[] = [];
  const { at } = await getChangeSet(db, markedBy ?? 0);
  if (!at || comparePositions(await currentPosition(db), at) < 0) found.push('numbered');
  const passed = at && (await followerStates(db)).every((follower) => comparePositions(follower.at, at) >= 0);
  if (!passed && off.followers !== true && !found.includes('numbered')) found.push('followers');
  for (const { readsLater } of keepings) if (await readsLater?.(db, markedBy ?? 0)) found.push('readers');
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  if (bytesFrom !== null && today < bytesFrom && off.backups !== true) found.push('backups');
  return [...new Set(found)];
}

async function destroy(context: Context, tx: Db, step: Step): Promise<void> {
  const disposal = await takeDisposal(tx, step.id, 'destroyed');
  const { register, what } = disposal;
  await holdTerms(tx, register);
  await lockRegister(tx, register);
  const items = await sift(context, tx, disposal, step);
  const counts = await removeBytes(context, tx, { ...step, register, what, items });
  const proof = await proveDestroyed(context, tx, { disposal, items, counts });
  await changeDisposal(tx, step.id, {
    ...{ state: 'destroyed', destroyedAt: context.clock.now().toISOString(), counts, proof, idsHash: hashOf(items) },
  });
}

/** SHA-256 of the ids, sorted, one a line: the same as in a leaf of the audit log. */
export const hashOf = (ids: readonly string[]): string =>
  createHash('sha256')
    .update([...ids].sort().join('\n'))
    .digest('hex');

interface Removing {
  readonly register: string;
  readonly what: Disposal['what'];
  readonly items: readonly string[];
  readonly keepings: readonly RowKeeping[];
}

async function removeBytes(
  context: Context,
  tx: Db,
  { register, what, items, keepings }: Removing,
): Promise<Record<string, number>> {
  if (what === 'loads') {
    const uploads = (await store.stagesOf(tx, items)).flatMap(({ upload }) => upload ?? []);
    const destroyed = await store.destroyLoads(tx, items);
    return { destroyed, files: await store.destroyUploads(tx, uploads) };
  }
  const { entity } = await openForWriting(tx, register);
  const findings = await store.blankFindings(tx, entity, items);
  const versions = await store.destroyVersions(tx, entity, items);
  const keys = await destroyKeys(context, tx, items);
  let elsewhere = 0;
  for (const { forget } of keepings) elsewhere += (await forget?.(tx, { register, records: items })) ?? 0;
  return { destroyed: items.length, versions, findings, keys, elsewhere };
}
