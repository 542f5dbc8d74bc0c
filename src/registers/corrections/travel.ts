/**
 * Corrections between nodes: a proposal goes to the node that is home of the record's body, the answer comes back. Both
 * sides keep the same correction under the same id.
 */
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { findBody } from '../../bodies/index.ts';
import { appendChangeSet, takeChangeSet, type ChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Arriving, Parcel, Taken, Travel } from '../../platform/travel.ts';
import { findRecord, openRegister } from '../../records/index.ts';
import * as store from '../store/correction.ts';
import { fieldCheckDue, openedNow } from './deadlines.ts';
import { textOf } from './find-home.ts';
import { keepersOf } from './keepers.ts';
import { oweCorrections, tellProposer } from './owe-corrections.ts';
import { checkProposed } from './propose-correction.ts';

const PROPOSED = 'registers.correction-proposed';
const WITHDRAWN = 'registers.correction-withdrawn';
const ANSWERED = 'registers.correction-answered';
/** Who acts here for a node: no account of this one. */
const CARRIER = 'system';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);
const id = Type.String({ format: 'uuid' });
const Proposed = Type.Object({
  id,
  register: Type.String(),
  record: id,
  field: Type.String(),
  said: Nullable(Type.String()),
  held: Nullable(Type.String()),
  proposer: Type.String(),
  post: Nullable(Type.String()),
  evidence: Type.String(),
});
const Withdrawn = Type.Object({ id, reason: Nullable(Type.String()) });
const Answered = Type.Object({
  id,
  state: Type.Enum(['open', 'undecided', 'taken-over', 'source-wrong', 'refused']),
  reason: Nullable(Type.String()),
});

export const correctionTravel: Travel = {
  follows: ['correction'],
  kinds: [PROPOSED, WITHDRAWN, ANSWERED],
  parcels,
  receive: async (context, tx, arriving) => {
    switch (arriving.parcel.kind) {
      case PROPOSED:
        return read(Proposed, arriving, (proposed) => takeProposal(context, tx, arriving, proposed));
      case WITHDRAWN:
        return read(Withdrawn, arriving, (withdrawn) => takeWithdrawal(context, tx, arriving, withdrawn));
      default:
        return read(Answered, arriving, (answered) => takeAnswer(context, tx, arriving, answered));
    }
  },
  refused: async (context, tx, { kind, payload }, reason) => {
    const found =
      kind === PROPOSED ? await store.lockCorrection(tx, (payload as Static<typeof Proposed>).id) : undefined;
    if (found?.closedAt === null) await closeAnswered(context, tx, found, { state: 'refused', reason });
  },
};

const take: Taken = { taken: true };
const refuse = (reason: string): Taken => ({ taken: false, reason });

async function read<T extends Type.TSchema>(
  schema: T,
  { parcel }: Arriving,
  then: (value: Static<T>) => Promise<Taken>,
): Promise<Taken> {
  return Value.Check(schema, parcel.payload) ? then(parcel.payload) : refuse('unreadable');
}

/** To the record's home what was proposed or withdrawn, to the proposer's what was answered; exchange knows which of them is elsewhere. */
async function parcels(tx: Db, change: ChangeSet): Promise<readonly Parcel[]> {
  const found: Parcel[] = [];
  for (const record of change.members ?? []) {
    for (const one of await store.proposedAbout(tx, change.subject, record)) {
      const home = await findBody(tx, one.body);
      const proposer = one.proposerBody === null ? undefined : await findBody(tx, one.proposerBody);
      if (!home || !proposer) continue;
      const [to, from] = [home.code, proposer.code];
      if (one.state === 'open') found.push(proposal(one, { from, to }));
      if (one.state === 'withdrawn') {
        const payload = { id: one.id, reason: one.reason };
        found.push({ id: `${one.id}/withdrawn`, kind: WITHDRAWN, from, to, subject: one.register, payload });
      }
      found.push(answer(one, change, { from: to, to: from }));
    }
  }
  return found;
}

interface Way {
  readonly from: string;
  readonly to: string;
}

const proposal = (one: store.CorrectionRecord, way: Way): Parcel => ({
  id: `${one.id}/proposed`,
  kind: PROPOSED,
  ...way,
  subject: one.register,
  payload: {
    id: one.id,
    register: one.register,
    record: one.record,
    field: one.field,
    said: one.said,
    held: one.held,
    proposer: one.proposer ?? '',
    post: one.proposerPost,
    evidence: one.evidence ?? '',
  },
});

const answer = (
  { id: correction, state, reason, register }: store.CorrectionRecord,
  { at }: ChangeSet,
  way: Way,
): Parcel => ({
  id: `${correction}/answered/${String(at?.epoch ?? 0)}/${String(at?.position ?? 0)}`,
  kind: ANSWERED,
  ...way,
  subject: register,
  payload: { id: correction, state, reason },
});

async function takeProposal(
  context: Context,
  tx: Db,
  { from }: Arriving,
  one: Static<typeof Proposed>,
): Promise<Taken> {
  const table = await openRegister(tx, one.register).catch(() => undefined);
  const stored = table && (await findRecord(tx, table, one.record, { scope: 'all' }));
  if (!table?.entity.fields.some(({ name }) => name === one.field) || !stored) return refuse('not-held');
  const said = textOf(stored.values[one.field]);
  if (said === one.held) return refuse('said-already');
  const place = { register: one.register, record: one.record, field: one.field };
  if ((await store.aboutField(tx, place)).some(({ state }) => state === 'open' || state === 'undecided'))
    return refuse('asked-already');
  try {
    await checkProposed(context, place, one.held);
  } catch (error) {
    if (error instanceof Problem) return refuse('not-valid');
    throw error;
  }
  const proposer = { proposer: `${one.proposer}`, proposerBody: from, proposerPost: one.post };
  await store.insertProposed(
    tx,
    {
      ...place,
      ...proposer,
      id: one.id,
      body: stored.body,
      said,
      held: one.held,
      evidence: one.evidence,
      follows: null,
      outside: false,
    },
    openedNow(context),
  );
  await oweCorrections(context, tx, one.register);
  const keeper = (await keepersOf(tx, one.register))(stored.body);
  await append(context, tx, { ...place, body: from, addressee: keeper.body });
  return take;
}

async function takeWithdrawal(
  context: Context,
  tx: Db,
  { from }: Arriving,
  { id: correction, reason }: Static<typeof Withdrawn>,
): Promise<Taken> {
  const found = await store.lockCorrection(tx, correction);
  if (found?.proposerBody !== from) return refuse('not-yours-to-say');
  if (found.closedAt !== null) return take;
  await close(context, tx, found, { state: 'withdrawn', reason });
  await append(context, tx, found);
  return take;
}

/** The home's word stands: also where it takes an answer back. */
async function takeAnswer(
  context: Context,
  tx: Db,
  { from }: Arriving,
  { id: correction, state, reason }: Static<typeof Answered>,
): Promise<Taken> {
  const found = await store.lockCorrection(tx, correction);
  if (found?.body !== from) return refuse('not-yours-to-say');
  if (found.state === 'withdrawn' || found.state === state) return take;
  if (state === 'open') await store.reopenCorrection(tx, correction);
  else if (state === 'undecided')
    await store.leaveUndecided(tx, correction, { reason, due: fieldCheckDue(context, found.openedAt) });
  else {
    await closeAnswered(context, tx, found, { state, reason });
    return take;
  }
  await tellProposer(context, tx, found, state);
  await answered(context, tx, found);
  return take;
}

interface Outcome {
  readonly state: string;
  readonly reason: string | null;
}

async function closeAnswered(context: Context, tx: Db, found: store.CorrectionRecord, outcome: Outcome): Promise<void> {
  await close(context, tx, found, outcome);
  await answered(context, tx, found);
}

/** The answer of another node is addressed to whoever proposed, as one given here is. */
async function answered(context: Context, tx: Db, found: store.CorrectionRecord): Promise<void> {
  const cause = await context.audit.record(tx, {
    ...{ action: 'registers.take-answer', actor: CARRIER, body: found.body, subject: found.register },
    ...{ allowed: true, rule: 'registers/answered-elsewhere', records: [found.record] },
  });
  await append(context, tx, { ...found, addressee: found.proposerBody, cause });
}

async function close(
  context: Context,
  tx: Db,
  found: store.CorrectionRecord,
  { state, reason }: Outcome,
): Promise<void> {
  const at = context.clock.now().toISOString();
  await store.closeCorrection(tx, found.id, { state, by: CARRIER, reason, at, editChangeSet: null });
  await tellProposer(context, tx, found, state);
  await oweCorrections(context, tx, found.register);
}

interface About {
  readonly register: string;
  readonly record: string;
  readonly body: number;
  readonly addressee?: number | null;
  /** Id of the audit entry. */
  readonly cause?: string | null;
}

async function append(
  context: Context,
  tx: Db,
  { register, record, body, addressee = null, cause = null }: About,
): Promise<void> {
  const now = context.clock.now();
  await appendChangeSet(tx, {
    id: await takeChangeSet(tx),
    kind: 'correction',
    subject: register,
    body,
    actor: CARRIER,
    cause,
    addressee,
    members: [record],
    begunAt: now,
  });
}
