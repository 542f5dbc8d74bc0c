/** Another value of a field whose home is elsewhere: a proposal with evidence, addressed to whoever keeps it. */
import { isSealed } from '../../dictionary/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { checkRecord, findRecord, openRegister, viewFor } from '../../records/index.ts';
import { problems } from '../problems.ts';
import * as store from '../store/correction.ts';
import { openedNow } from './deadlines.ts';
import { findHome, type Place, type Target } from './find-home.ts';
import { keepersOf } from './keepers.ts';
import { keepUnsent } from './keep-unsent.ts';
import { oweCorrections } from './owe-corrections.ts';

export interface Proposing {
  readonly register: string;
  readonly record: string;
  readonly field: string;
  readonly value: string | null;
  readonly evidence: string;
  /** A refused correction that said the same. */
  readonly despite?: string | undefined;
  readonly rule: string;
  /** What to throw when the record is not there or not the caller's to see: the same for both. */
  readonly absent: () => Promise<Error>;
}

/**
 * Returns the id of the proposal.
 * @throws problems.noSuchField, notHeld, editItYourself, nothingToCorrect, alreadyProposed,
 *   fieldSealed, refusedBefore, invalidRecord of records, and what `absent` gives
 */
export async function proposeCorrection(context: Context, caller: Caller, asked: Proposing): Promise<string> {
  const { db } = context;
  const scope = await visibleBodies(db, caller, 'records.read', asked.register);
  const table = await openRegister(db, asked.register);
  const stored = await findRecord(db, table, asked.record, { scope });
  if (!stored) throw await asked.absent();
  const field = table.entity.fields.find((one) => one.name === asked.field);
  const view = await viewFor(context, caller, 'records.read', table);
  // Whether a value that one may not see equals what is proposed is told to nobody.
  const isSeen = view?.isWhole(asked.field, stored.body) ?? true;
  if (!field || !isSeen) throw problems.noSuchField({ field: asked.field });
  if (isSealed(field)) throw problems.fieldSealed({ field: asked.field });
  const { target, authority } = await findHome(db, asked, stored, field.element);
  if (!target) return keepUnsent(context, caller, { ...asked, place: asked, stored, destination: authority });
  await refuseOwn(db, caller, target);
  if (target.said === asked.value) throw problems.nothingToCorrect({ value: asked.value });
  await checkProposed(context, target, asked.value);
  return db.transaction(async (tx) => {
    const follows = await refuseRepeated(tx, target, asked);
    return writeProposal(context, tx, { caller, target, asked, follows });
  });
}

/**
 * A value that could not be taken over is not proposed: it passes what an edit of the record would, as far as the field
 * has a say. @throws problems.invalidRecord of records, with its findings
 */
export async function checkProposed(context: Context, target: Place, value: string | null): Promise<void> {
  const table = await openRegister(context.db, target.register);
  const home = await findRecord(context.db, table, target.record, { scope: 'all' });
  const values = { ...home?.values, [target.field]: value } as Parameters<typeof checkRecord>[2]['values'];
  await checkRecord(context, table, { values, touched: new Set([target.field]) });
}

/** Whoever keeps the record edits it. */
async function refuseOwn(db: Db, caller: Caller, target: Target): Promise<void> {
  if (target.outside) return;
  const mine = await visibleBodies(db, caller, 'records.edit', target.register);
  if (mine === 'all' || mine.includes(target.body))
    throw problems.editItYourself({ register: target.register, record: target.record });
}

/** One question at a time about a field; a refused one is asked again only with what it was refused for. */
export async function refuseRepeated(
  tx: Db,
  target: Target,
  asked: Pick<Proposing, 'value' | 'despite'>,
): Promise<string | null> {
  const before = await store.aboutField(tx, target);
  if (before.some(({ state }) => state === 'open' || state === 'undecided')) throw problems.alreadyProposed();
  const refused = before.find((one) => one.state === 'refused' && one.said === target.said && one.held === asked.value);
  if (refused && refused.id !== asked.despite)
    throw problems.refusedBefore({ correction: refused.id, reason: refused.reason ?? '' });
  // A correction of what a correction said: its answer stands beside the new question.
  return refused?.id ?? before.find((one) => one.state === 'taken-over' && one.held === target.said)?.id ?? null;
}

interface Writing {
  readonly caller: Pick<Caller, 'account' | 'body' | 'roles'>;
  readonly target: Target;
  readonly asked: Pick<Proposing, 'value' | 'evidence' | 'rule'>;
  readonly follows: string | null;
}

/** Stores it, tells the keeper and appends it to the log with its addressee. Returns its id. */
export async function writeProposal(context: Context, tx: Db, writing: Writing): Promise<string> {
  const { caller, target, asked, follows } = writing;
  const { register, record, body, field, said, outside } = target;
  const now = context.clock.now();
  const id = newId(now);
  const changeSet = await takeChangeSet(tx);
  await store.insertProposed(
    tx,
    {
      id,
      register,
      record,
      body,
      field,
      said,
      held: asked.value,
      proposer: caller.account,
      proposerBody: caller.body,
      proposerPost: caller.roles[0] ?? null,
      evidence: asked.evidence,
      follows,
      outside,
    },
    openedNow(context),
  );
  await tellKeeper(context, tx, { caller, target, rule: asked.rule, changeSet });
  return id;
}

interface Telling {
  readonly caller: Writing['caller'];
  readonly target: Target;
  readonly rule: string;
  readonly changeSet: number;
}

/** The keeper owes an answer; the proposal is in the log with its addressee. */
export async function tellKeeper(context: Context, tx: Db, { caller, target, rule, changeSet }: Telling) {
  const { register, record, body, field } = target;
  const now = context.clock.now();
  const keeper = (await keepersOf(tx, register))(body);
  await oweCorrections(context, tx, register);
  const cause = await context.audit.record(tx, {
    action: 'registers.propose-correction',
    actor: caller.account,
    body: caller.body,
    subject: register,
    allowed: true,
    rule,
    records: [record],
    detail: { field },
  });
  await appendChangeSet(tx, {
    id: changeSet,
    kind: 'correction',
    subject: register,
    body: caller.body,
    actor: caller.account,
    cause,
    addressee: keeper.body,
    members: [record],
    begunAt: now,
  });
}
