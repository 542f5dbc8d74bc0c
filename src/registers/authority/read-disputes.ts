/** What the screens read of disputes: names instead of codes, the clock, both sides and the evidence. */
import { nameBodies } from '../../bodies/index.ts';
import { currentRelease } from '../../dictionary/index.ts';
import { listRegisters, visibleBodies, type Register } from '../../governance/index.ts';
import { workingCalendar } from '../../platform/calendar.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import type { Texts } from '../../platform/texts.ts';
import { noteReads, openRegister, takeShown } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { allClaims } from '../store/claim.ts';
import * as store from '../store/dispute.ts';
import { differingRecords, evidenceOf } from './compare-claims.ts';
import type { ClaimSide, DisputeLine, DisputePage, SourceName } from './disputes-contract.ts';
import { sourceNamer } from './sources.ts';
import { todayOf } from './write-change.ts';

export async function listDisputes(
  context: Context,
  filter: { state?: 'open' | 'closed' | 'withdrawn' | undefined; element?: string | undefined },
): Promise<{ items: DisputeLine[] }> {
  const lineOf = await liner(context);
  return { items: (await store.listDisputes(context.db, filter)).map(lineOf) };
}

async function liner(context: Context): Promise<(found: store.DisputeRecord) => DisputeLine> {
  const { db, profile } = context;
  const { plan } = await currentRelease(db);
  const nameOf = sourceNamer(profile, await listRegisters(db));
  const calendar = workingCalendar(profile);
  const today = todayOf(context);
  return (found) => {
    const last = found.closedAt === null ? today : dayOf(new Date(found.closedAt), profile.timeZone);
    return {
      id: found.id,
      element: found.element,
      names: plan.elements.find(({ code }) => code === found.element)?.names ?? {},
      holder: nameOf(found.holder),
      claimant: nameOf(found.claimant),
      state: found.state,
      openedOn: found.openedOn,
      due: found.due,
      daysOpen: calendar.workingDaysBetween(found.openedOn, last),
      daysAllowed: calendar.workingDaysBetween(found.openedOn, found.due),
      overdue: found.state === 'open' && found.due < today,
      winner: found.winner === null ? null : nameOf(found.winner),
      closedAt: found.closedAt,
    };
  };
}

/** @throws problems.noSuchDispute */
export async function readDispute(context: Context, id: string): Promise<DisputePage> {
  const { db } = context;
  const found = await store.findDispute(db, id);
  if (!found) throw problems.noSuchDispute();
  const line = (await liner(context))(found);
  return {
    ...line,
    sides: await sidesOf(context, found, [line.holder, line.claimant]),
    evidence: await evidenceOf(db, found),
    reason: found.reason,
    closedBy: found.closedBy === null ? null : await nameOfAccount(context, found.closedBy),
  };
}

async function nameOfAccount({ db }: Context, account: string): Promise<string> {
  // The node itself and the terminal are no accounts.
  if (!/^[0-9a-f-]{36}$/.test(account)) return account;
  return (await findAccounts(db, [account]))[0]?.displayName ?? account;
}

async function sidesOf(
  { db }: Context,
  found: store.DisputeRecord,
  registers: readonly SourceName[],
): Promise<ClaimSide[]> {
  const said = await store.argumentsOf(db, found.id);
  const claims = (await allClaims(db)).filter(({ element }) => element === found.element);
  const known = new Map((await listRegisters(db)).map((register) => [register.name, register]));
  const named = (await currentRelease(db)).plan.elements.find(({ code }) => code === found.element)?.authority;
  const bodies = await nameBodies(db, [
    ...said.flatMap(({ body }) => body ?? []),
    ...registers.flatMap(({ name }) => known.get(name)?.managerBody ?? []),
  ]);
  const refOf = (id: number | null | undefined) =>
    id === null || id === undefined
      ? null
      : { id, code: bodies.get(id)?.code ?? '', names: (bodies.get(id)?.name ?? {}) as Texts };
  return registers.map((register) => ({
    register,
    // What the profile tells of may have been opened before this node first started.
    since:
      [claims.find((claim) => claim.register === register.name)?.since ?? found.openedOn, found.openedOn].sort()[0] ??
      '',
    manager: refOf((known.get(register.name) as Register | undefined)?.managerBody),
    named: named === register.name,
    arguments: said
      .filter((one) => one.register === register.name)
      .map(({ words, saidAt, body }) => ({ words, saidAt, body: refOf(body) })),
  }));
}

/** @throws problems.noSuchDispute */
export async function listDisputed(
  context: Context,
  caller: Caller,
  asked: { dispute: string; limit?: number; rule: string },
) {
  const { db } = context;
  const found = await store.findDispute(db, asked.dispute);
  if (!found) throw problems.noSuchDispute();
  // Two registers, two scopes: a value of one is no way to see the other's.
  const scopeOf = (register: string) => visibleBodies(db, caller, 'records.read', register);
  const scopes = { holder: await scopeOf(found.holder), claimant: await scopeOf(found.claimant) };
  const rows = await differingRecords(db, found, scopes, asked.limit ?? 50);
  const shown = { holder: new Set<string>(), claimant: new Set<string>() };
  const purposes: Partial<Record<'holder' | 'claimant', ReadonlyMap<string, string>>> = {};
  for (const side of ['holder', 'claimant'] as const) {
    const table = rows.length > 0 && (await openRegister(db, found[side]));
    const sides = rows.map((row) => ({ record: row[`${side}Record`], body: row[`${side}Body`] }));
    if (!table) continue;
    const taken = await takeShown(context, caller, { table, permission: 'records.read' }, sides);
    for (const { record } of taken.shown) shown[side].add(record);
    purposes[side] = taken.purposes;
  }
  const seen = rows.filter((row) => shown.holder.has(row.holderRecord) && shown.claimant.has(row.claimantRecord));
  for (const side of ['holder', 'claimant'] as const) {
    const reading = { action: 'registers.list-disputed', subject: found[side], rule: asked.rule };
    const records = seen.map((row) => row[`${side}Record`]);
    if (records.length > 0) await noteReads(context, caller, { ...reading, purposes: purposes[side] }, records);
  }
  return { items: seen.map(({ holderBody: _h, claimantBody: _c, ...row }) => row) };
}
