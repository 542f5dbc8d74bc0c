/** What the screens read of corrections: by whoever keeps the records, and by whoever proposed them. */
import { findBody, listBodies, nameBodies } from '../../bodies/index.ts';
import { findRegister, listRegisters, visibleBodies } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { openRegister } from '../../records/index.ts';
import { problems } from '../problems.ts';
import * as store from '../store/correction.ts';
import type { Correction, CorrectionPage } from './corrections-contract.ts';
import { listEvidence } from '../store/evidence.ts';
import { allowedOnCorrection } from './allowed-on-correction.ts';
import { destinationOf } from './find-home.ts';
import { keepersOf } from './keepers.ts';

export interface ListRequest {
  readonly register?: string | undefined;
  readonly state?: string | undefined;
  readonly whose?: 'kept' | 'proposed' | undefined;
  readonly overdue?: boolean | undefined;
  readonly record?: string | undefined;
  readonly keeper?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export async function listCorrections(
  context: Context,
  caller: Caller,
  request: ListRequest,
): Promise<{ items: Correction[]; next?: string; open: Record<string, number> }> {
  const all = await seenBy(context, caller);
  const seen = request.keeper === undefined ? all : await keptBy(context, all, request.keeper);
  const limit = request.limit ?? 50;
  const rows = await store.listCorrections(context.db, {
    seen,
    // Nobody's body has proposed nothing.
    proposedBy: request.whose === 'proposed' ? (caller.body ?? -1) : undefined,
    register: request.register,
    record: request.record,
    state: request.state,
    dueBefore: request.overdue ? today(context) : undefined,
    after: request.cursor,
    limit,
  });
  const open = Object.fromEntries(
    (await store.countCorrections(context.db, all)).map((one) => [one.register, one.open]),
  );
  const items = await showCorrections(context, rows);
  const last = rows.at(-1);
  return { items, open, ...(rows.length === limit && last ? { next: last.id } : {}) };
}

const today = ({ clock, profile }: Context) => dayOf(clock.now(), profile.timeZone);

/** What is seen, narrowed to the homes of records that a body keeps. */
async function keptBy({ db }: Context, seen: readonly store.Seen[], code: string): Promise<store.Seen[]> {
  const keeper = await findBody(db, code);
  const homes = (await listBodies(db)).map(({ id }) => id);
  const narrowed: store.Seen[] = [];
  for (const { register, bodies } of seen) {
    const keeperOf = await keepersOf(db, register);
    const all = bodies === 'all' ? homes : bodies;
    narrowed.push({ register, bodies: all.filter((home) => keeperOf(home).body === keeper?.id) });
  }
  return narrowed;
}

/** Register by register: the data manager of one is nobody special in another. */
async function seenBy({ db }: Context, caller: Caller): Promise<store.Seen[]> {
  const seen: store.Seen[] = [];
  for (const { name } of await listRegisters(db))
    seen.push({ register: name, bodies: await visibleBodies(db, caller, 'registers.read-corrections', name) });
  return seen;
}

export async function showCorrections(
  context: Context,
  rows: readonly store.CorrectionRecord[],
): Promise<Correction[]> {
  const { db, profile } = context;
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  const refOf = (id: number) => ({ id, code: bodies.get(id)?.code ?? '', names: bodies.get(id)?.names ?? {} });
  const tables = new Map<string, Awaited<ReturnType<typeof openRegister>>>();
  for (const register of new Set(rows.map((row) => row.register)))
    tables.set(register, await openRegister(db, register));
  const calendar = workingCalendar(profile);
  const now = today(context);
  return rows.map((row) => {
    const { proposer: _by, proposerPost: _post, proposerBody, editChangeSet: _set, destination, ...plain } = row;
    const pending = row.closedAt === null;
    return {
      ...plain,
      destination: destination === null ? null : destinationOf(context, destination),
      body: refOf(row.body),
      names: tables.get(row.register)?.entity.fields.find((one) => one.name === row.field)?.names ?? {},
      proposedBy: proposerBody === null ? null : refOf(proposerBody),
      daysLeft: pending && row.due !== null ? calendar.workingDaysBetween(now, row.due) : null,
      overdue: pending && row.due !== null && row.due < now,
    };
  });
}

/** Another's and none read the same. @throws problems.noSuchCorrection */
export async function readCorrection(context: Context, caller: Caller, id: string): Promise<CorrectionPage> {
  const { db } = context;
  const found = await store.findCorrection(db, id);
  if (!found) throw problems.noSuchCorrection();
  const mine = isMine(caller, found);
  const visible = await isVisible(context, caller, found);
  if (!mine && !visible) throw problems.noSuchCorrection();
  return {
    ...((await showCorrections(context, [found]))[0] as Correction),
    registerNames: (await findRegister(db, found.register))?.names ?? {},
    keeper: await keeperOf(context, found),
    mine,
    files: await listEvidence(db, found.id),
    allowed: await allowedOnCorrection(context, caller, found),
    // What others asked is the keeper's to know.
    others: visible ? await othersAbout(context, found) : [],
  };
}

const isMine = (caller: Caller, { proposerBody }: store.CorrectionRecord) =>
  proposerBody !== null && proposerBody === caller.body;

async function isVisible({ db }: Context, caller: Caller, found: store.CorrectionRecord): Promise<boolean> {
  const scope = await visibleBodies(db, caller, 'registers.read-corrections', found.register);
  return scope === 'all' || scope.includes(found.body);
}

/** Whoever proposed it, and whoever reads the corrections of the record's body. */
export const mayRead = async (context: Context, caller: Caller, found: store.CorrectionRecord): Promise<boolean> =>
  isMine(caller, found) || (await isVisible(context, caller, found));

async function keeperOf({ db }: Context, found: store.CorrectionRecord): Promise<CorrectionPage['keeper']> {
  const { body: id } = (await keepersOf(db, found.register))(found.body);
  const named = (await nameBodies(db, [id])).get(id);
  return { id, code: named?.code ?? '', names: named?.name ?? {} };
}

async function othersAbout({ db }: Context, found: store.CorrectionRecord): Promise<CorrectionPage['others']> {
  const all = await store.aboutField(db, found);
  return all
    .filter(({ id }) => id !== found.id)
    .map(({ id, state, said, held, reason, openedAt }) => ({ id, state, said, held, reason, openedAt }));
}
