/** Another value of a field whose home is elsewhere: a proposal with evidence, addressed to whoever keeps it. */
import { findRegister, visibleBodies } from '../../governance/index.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { newId } from '../../platform/ids.ts';
import { pick } from '../../platform/texts.ts';
import { findByKey, findRecord, openRegister, type StoredRecord } from '../../records/index.ts';
import { outerSources } from '../authority/settings.ts';
import { problems } from '../problems.ts';
import { allClaims, findComparison } from '../store/claim.ts';
import * as store from '../store/correction.ts';
import { openedNow } from './deadlines.ts';
import { keepersOf } from './keepers.ts';
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

/** The field at its home. */
interface Target {
  readonly register: string;
  readonly record: string;
  readonly body: number;
  readonly field: string;
  readonly said: string | null;
  readonly outside: boolean;
}

/**
 * Returns the id of the proposal.
 * @throws problems.noSuchField, authorityNotReachable, notHeld, editItYourself, nothingToCorrect, alreadyProposed,
 *   refusedBefore, and what `absent` gives
 */
export async function proposeCorrection(context: Context, caller: Caller, asked: Proposing): Promise<string> {
  const { db } = context;
  const scope = await visibleBodies(db, caller, 'records.read', asked.register);
  const table = await openRegister(db, asked.register);
  const stored = await findRecord(db, table, asked.record, { scope });
  if (!stored) throw await asked.absent();
  const field = table.entity.fields.find((one) => one.name === asked.field);
  if (!field) throw problems.noSuchField({ field: asked.field });
  const target = await homeOf(context, asked, stored, field.element);
  await refuseOwn(db, caller, target);
  if (target.said === asked.value) throw problems.nothingToCorrect({ value: asked.value });
  return db.transaction(async (tx) => {
    const follows = await refuseRepeated(tx, target, asked);
    return writeProposal(context, tx, { caller, target, asked, follows });
  });
}

/** Where the field is at home: in this record, or in that of the element's authority. */
async function homeOf(context: Context, asked: Proposing, stored: StoredRecord, element: string): Promise<Target> {
  const { db } = context;
  const authority = (await allClaims(db)).find(
    (claim) => claim.element === element && claim.standing === 'authority',
  )?.register;
  const comparison = await findComparison(db, asked.register);
  const heldThere = comparison?.authority === authority && comparison?.held.includes(asked.field);
  const keyValue = comparison ? stored.values[comparison.keyField] : undefined;
  if (authority === undefined || authority === asked.register)
    return { ...asked, body: stored.body, said: textOf(stored.values[asked.field]), outside: false };
  const there = await findRegister(db, authority);
  if (!there || !comparison || !heldThere) throw unreachable(context, authority);
  const found =
    typeof keyValue === 'string'
      ? await findByKey(db, await openRegister(db, authority), [keyValue], { scope: 'all' })
      : undefined;
  if (!found) throw problems.notHeld();
  return {
    register: authority,
    record: found.record,
    body: found.body,
    field: asked.field,
    said: textOf(found.values[asked.field]),
    outside: there.external,
  };
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value);

function unreachable({ profile }: Context, authority: string): Error {
  const source = outerSources(profile).find(({ name }) => name === authority);
  const say = (texts: Readonly<Record<string, string>> | undefined) =>
    texts ? pick(texts, profile.languages[0] ?? 'en') : authority;
  return problems.authorityNotReachable({ source: say(source?.names), holder: say(source?.holder) });
}

/** Whoever keeps the record edits it. */
async function refuseOwn(db: Db, caller: Caller, target: Target): Promise<void> {
  if (target.outside) return;
  const mine = await visibleBodies(db, caller, 'records.edit', target.register);
  if (mine === 'all' || mine.includes(target.body))
    throw problems.editItYourself({ register: target.register, record: target.record });
}

/** One question at a time about a field; a refused one is asked again only with what it was refused for. */
async function refuseRepeated(tx: Db, target: Target, asked: Proposing): Promise<string | null> {
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
  const keeper = (await keepersOf(tx, register))(body);
  await oweCorrections(context, tx, register);
  const cause = await context.audit.record(tx, {
    action: 'registers.propose-correction',
    actor: caller.account,
    body: caller.body,
    subject: register,
    allowed: true,
    rule: asked.rule,
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
  return id;
}
