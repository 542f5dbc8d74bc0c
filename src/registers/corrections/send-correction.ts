/** Proposals that were kept because their home was out of reach: sent when it is there, by themselves or when asked. */
import { takeChangeSet, type Follower } from '../../platform/changes/index.ts';
import { system, type Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import { findRecord, openRegister } from '../../records/index.ts';
import { problems } from '../problems.ts';
import * as store from '../store/correction.ts';
import { openedNow } from './deadlines.ts';
import { findHome, unreachable } from './find-home.ts';
import { insistOnProposer } from './settle-correction.ts';
import { checkProposed, refuseRepeated, tellKeeper } from './propose-correction.ts';

/** @throws problems.alreadySettled */
export function insistOnUnsent({ state }: store.CorrectionRecord): void {
  if (state !== 'unsent') throw problems.alreadySettled();
}

/** @throws problems.noSuchCorrection, alreadySettled, authorityNotReachable, notHeld, and those of proposing */
export async function sendCorrection(context: Context, caller: Caller, id: string): Promise<void> {
  await context.db.transaction(async (tx) => {
    const found = await store.lockCorrection(tx, id);
    if (!found) throw problems.noSuchCorrection();
    insistOnProposer(caller, found);
    insistOnUnsent(found);
    await send(context, tx, caller, found);
  });
}

async function send(context: Context, tx: Db, by: Caller, found: store.CorrectionRecord): Promise<void> {
  const table = await openRegister(tx, found.register);
  const stored = await findRecord(tx, table, found.record, { scope: 'all' });
  const element = table.entity.fields.find(({ name }) => name === found.field)?.element;
  if (!stored || element === undefined) throw problems.noSuchField({ field: found.field });
  const { target, authority } = await findHome(tx, found, stored, element);
  if (!target) throw unreachable(context, authority);
  // The source says so by now: there is nothing left to ask.
  if (target.said === found.held) return withdraw(context, tx, by, found);
  await checkProposed(context, target, found.held);
  const follows = await refuseRepeated(tx, target, { value: found.held });
  const changeSet = await takeChangeSet(tx);
  await store.sendUnsent(tx, found.id, { ...target, follows }, openedNow(context));
  const caller = { account: found.proposer ?? by.account, body: found.proposerBody, roles: by.roles };
  await tellKeeper(context, tx, { caller, target, rule: 'registers/send-correction', changeSet });
}

const withdraw = async ({ clock }: Context, tx: Db, by: Caller, { id }: store.CorrectionRecord): Promise<void> => {
  const at = clock.now().toISOString();
  await store.closeCorrection(tx, id, { state: 'withdrawn', by: by.account, reason: null, at, editChangeSet: null });
};

/** Tries again what waits for a register when that register changes. */
export function unsentFollower(context: Context): Follower {
  const sendAll = async (tx: Db, destination?: string) => {
    for (const found of await store.listUnsent(tx, destination)) await trySending(context, tx, found);
  };
  return {
    name: 'registers.unsent-corrections',
    after: ['registers.verification'],
    kinds: ['records', 'applied', 'migration', 'governance'],
    initial: (tx) => sendAll(tx),
    apply: (tx, { subject }) => sendAll(tx, subject),
  };
}

/** What cannot go yet stays; whoever proposed it sees why when he sends it himself. */
async function trySending(context: Context, tx: Db, found: store.CorrectionRecord): Promise<void> {
  try {
    await send(context, tx, system, found);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}
