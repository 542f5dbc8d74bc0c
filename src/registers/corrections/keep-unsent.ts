/** A proposal whose home cannot be reached from here is kept where it was made: nothing that was written is lost. */
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import { checkRecord, openRegister, type StoredRecord } from '../../records/index.ts';
import { problems } from '../problems.ts';
import * as store from '../store/correction.ts';
import { textOf, type Place } from './find-home.ts';

export interface Unsent {
  readonly place: Place;
  readonly value: string | null;
  readonly evidence: string;
  readonly rule: string;
  readonly stored: StoredRecord;
  /** The register it waits for. */
  readonly destination: string;
}

/** Returns its id. @throws problems.alreadyProposed, nothingToCorrect, and invalidRecord of records */
export async function keepUnsent(context: Context, caller: Caller, unsent: Unsent): Promise<string> {
  const { place, value, stored, destination } = unsent;
  const { register, record, field } = place;
  const said = textOf(stored.values[field]);
  if (said === value) throw problems.nothingToCorrect({ value });
  const values = { ...stored.values, [field]: value } as Parameters<typeof checkRecord>[2]['values'];
  await checkRecord(context, await openRegister(context.db, register), { values, touched: new Set([field]) });
  const now = context.clock.now();
  const id = newId(now);
  await context.db.transaction(async (tx) => {
    const before = await store.aboutField(tx, place);
    if (before.some(({ closedAt }) => closedAt === null)) throw problems.alreadyProposed();
    const changeSet = await takeChangeSet(tx);
    const proposer = { proposer: caller.account, proposerBody: caller.body, proposerPost: caller.roles[0] ?? null };
    await store.insertUnsent(tx, {
      ...{ id, register, record, body: stored.body, field, said, held: value, evidence: unsent.evidence, destination },
      ...proposer,
      at: now.toISOString(),
    });
    const cause = await context.audit.record(tx, {
      action: 'registers.propose-correction',
      actor: caller.account,
      body: caller.body,
      subject: register,
      allowed: true,
      rule: unsent.rule,
      records: [record],
      detail: { field, destination },
    });
    await appendChangeSet(tx, {
      ...{ id: changeSet, kind: 'correction', subject: register, body: caller.body, actor: caller.account, cause },
      ...{ members: [record], begunAt: now },
    });
  });
  return id;
}
