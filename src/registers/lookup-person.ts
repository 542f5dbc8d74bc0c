/** What the trusted source holds of one person: asked by the key, answered with the held fields, noted in the audit trail. */
import { getBody } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { ProblemDocument } from '../platform/http/call.ts';
import { newId } from '../platform/ids.ts';
import { openRegister } from '../records/index.ts';
import type { Values } from '../records/contract.ts';
import { RemoteRefusedError, RemoteSilentError, remoteOf } from './authority/remote-source.ts';
import type { Comparison } from './model.ts';
import { findHeld, keyOfRecord, openSource, type Held, type OpenedSource } from './prefill/find-held.ts';
import { takeQuota } from './prefill/take-quota.ts';
import { quotaSpent, spentProblem, type Spent } from '../governance/index.ts';
import { problems } from './problems.ts';
import { allComparisons } from './store/claim.ts';
import { insertPrefill } from './store/prefill.ts';

export interface PersonQuestion {
  readonly register: string;
  readonly key: string | undefined;
  /** What a look-up by name and birthday found, in the place of the key. */
  readonly record: string | undefined;
  readonly purpose?: string | undefined;
  /** Register whose form is filled with the answer: what need not be asked is then counted. */
  readonly into?: string | undefined;
  readonly rule: string;
}

/** @throws problems.noSource, problems.notHeld, quotaSpent, problems.keyOrRecord */
export async function lookupPerson(
  context: Context,
  caller: Caller,
  asked: PersonQuestion,
): Promise<{ register: string; asOf: string; values: Values }> {
  const { db, clock, profile } = context;
  if ((asked.key === undefined) === (asked.record === undefined)) throw problems.keyOrRecord();
  const comparison = (await allComparisons(db)).find(
    ({ authority, register }) => authority === asked.register && (asked.into === undefined || register === asked.into),
  );
  if (!comparison) throw problems.noSource();
  const { authorityKey: key, held } = comparison;
  // What the register is asked for is what the agreement (or the own tree) opens of it.
  const source = await openSource(context, caller, {
    register: asked.register,
    permission: 'registers.lookup',
    key,
    fields: [...new Set([key, ...held])],
  });
  const keyed = asked.key ?? (await keyOfRecord(db, source, asked.record ?? ''));
  const { taken, spent } = await takeQuota(context, caller, source, [keyed ?? asked.record ?? '']);
  if (taken < 1) throw await refused(context, caller, asked, spent);
  const found = keyed === undefined ? undefined : await findOne(context, caller, { asked, source, key: keyed });
  await context.audit.append({
    action: 'registers.lookup',
    actor: caller.account,
    body: caller.body,
    purpose: asked.purpose ?? null,
    subject: asked.register,
    allowed: true,
    rule: asked.rule,
    counts: { found: found ? 1 : 0 },
    ...(found ? { records: [found.record], fields: source.fields } : {}),
  });
  if (asked.into !== undefined) await countForm(context, caller, comparison, found);
  if (!found) throw problems.notHeld();
  return { register: asked.register, asOf: dayOf(clock.now(), profile.timeZone), values: found.values };
}

/** With the decision, audited as a refusal. */
async function refused(
  context: Context,
  caller: Caller,
  { register, purpose }: PersonQuestion,
  spent: Spent | undefined,
): Promise<Error> {
  if (!spent) return spentProblem(context, undefined, caller.language);
  await context.audit.append({
    ...{ action: 'registers.lookup', actor: caller.account, body: caller.body, purpose: purpose ?? null },
    ...{ subject: register, allowed: false, rule: spent.decision.rule, detail: { facts: spent.decision.facts } },
  });
  return spentProblem(context, spent, caller.language);
}

/** Here, or at the node that keeps the source. @throws problems.sourceSilent, problems.sourceRefused, quotaSpent */
async function findOne(
  { db }: Context,
  { body: consumer }: Caller,
  { asked, source, key }: { readonly asked: PersonQuestion; readonly source: OpenedSource; readonly key: string },
): Promise<Held | undefined> {
  const remote = remoteOf(db, asked.register);
  if (!remote || consumer === null) return (await findHeld(db, source, [key])).get(key);
  const { register, purpose } = asked;
  const { fields } = source;
  try {
    return (await remote.find({ register, consumer, keys: [key], fields, purpose })).found.get(key);
  } catch (error) {
    if (error instanceof RemoteSilentError) throw problems.sourceSilent({ register });
    if (!(error instanceof RemoteRefusedError)) throw error;
    throw refusedThere(error.problem, register);
  }
}

function refusedThere({ status, detail, ...more }: ProblemDocument, register: string): Error {
  const { decision, freeAgain = null } = more as { decision?: unknown; freeAgain?: unknown };
  if (status === 429) return quotaSpent({ decision, freeAgain }, detail);
  return problems.sourceRefused({ register, decision }, detail);
}

/** One form that began with a look-up: the cells that it need not ask for. */
async function countForm(
  context: Context,
  caller: Caller,
  { register, authority, held }: Comparison,
  found: Held | undefined,
): Promise<void> {
  if (caller.body === null) return;
  const { entity } = await openRegister(context.db, register);
  const known = held.filter((field) => found?.values[field] !== undefined && found.values[field] !== null);
  await insertPrefill(context.db, {
    id: newId(context.clock.now()),
    register,
    authority,
    body: (await getBody(context.db, caller.body)).id,
    account: caller.account,
    way: 'form',
    at: context.clock.now().toISOString(),
    asked: 1,
    found: found ? 1 : 0,
    cellsKnown: known.length,
    cellsAll: entity.fields.length - 1,
    locked: known,
    findings: [],
    file: null,
  });
}
