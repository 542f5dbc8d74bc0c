/** What screens read of the lifecycle: terms, holds and disposals with names. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { findAccounts } from '../../platform/identity/index.ts';
import { named, openDesk, type Desk } from '../desk.ts';
import type { LegalBasis } from '../model.ts';
import { todayOf } from '../write-change.ts';
import type { DisposalLine, DisposalPage, HoldLine, TermLine } from './contract.ts';
import { getDisposal } from './disposals.ts';
import { disposalStates, isHolding, mayBecome, type Disposal, type DisposalState, type Hold } from './model.ts';
import * as disposals from './store/disposal.ts';
import { listHolds } from './store/hold.ts';
import { termsOf } from './terms.ts';

const MOST_ITEMS = 200;

type Person = { readonly id: string; readonly name: string };

async function people({ db }: Context, ids: readonly (string | null)[]): Promise<(id: string) => Person> {
  const wanted = [...new Set(ids)].filter((id): id is string => id !== null && /^[0-9a-f-]{36}$/.test(id));
  const names = new Map((await findAccounts(db, wanted)).map(({ id, displayName }) => [id, displayName]));
  return (id) => ({ id, name: names.get(id) ?? '' });
}

const basisOf = ({ bases }: Desk, code: string): LegalBasis =>
  bases.get(code) ?? { code, names: {}, kind: 'law', citation: null, law: null, article: null, text: null };

export async function termLines(context: Context): Promise<TermLine[]> {
  const desk = await openDesk(context, []);
  const terms = await termsOf(context.db);
  const today = todayOf(context);
  const held = Map.groupBy(
    (await listHolds(context.db)).filter((hold) => isHolding(hold, today)),
    ({ register }) => register,
  );
  const who = await people(
    context,
    terms.map(({ decided }) => decided?.account ?? null),
  );
  return terms.map(({ register, term, origin, decided }) => ({
    register: named(desk.registers, register),
    term,
    basis: term === null ? null : basisOf(desk, term.basis),
    origin,
    decision: decided && { reason: decided.reason, on: decided.decidedOn, by: who(decided.account) },
    holds: held.get(register)?.length ?? 0,
  }));
}

export async function termLine(context: Context, register: string): Promise<TermLine> {
  return (await termLines(context)).find((line) => line.register.code === register) as TermLine;
}

const stateOf = (hold: Hold, day: string): HoldLine['state'] =>
  hold.liftedOn !== null && hold.liftedOn <= day
    ? 'lifted'
    : hold.from > day
      ? 'later'
      : isHolding(hold, day)
        ? 'in-force'
        : 'over';

export async function holdLines(context: Context, register?: string): Promise<HoldLine[]> {
  return describeHolds(context, await listHolds(context.db, register));
}

export async function describeHolds(context: Context, holds: readonly Hold[]): Promise<HoldLine[]> {
  const desk = await openDesk(
    context,
    holds.map(({ body }) => body),
  );
  const who = await people(
    context,
    holds.map(({ account }) => account),
  );
  return holds.map((hold) => {
    const state = stateOf(hold, desk.today);
    return {
      ...hold,
      register: named(desk.registers, hold.register),
      basis: basisOf(desk, hold.basis),
      body: hold.body === null ? null : desk.name(hold.body),
      account: who(hold.account),
      said: hold.condition === null ? null : desk.say(hold.register, hold.condition),
      state,
      isReviewDue: state === 'in-force' && hold.reviewOn <= desk.today,
    };
  });
}

export interface AskedDisposals {
  readonly register?: string | undefined;
  readonly state?: DisposalState | undefined;
}

export async function disposalLines(context: Context, { register, state }: AskedDisposals) {
  const all = await disposals.listDisposals(context.db, { register });
  const shown = state === undefined ? all : all.filter((one) => one.state === state);
  const counts = Object.fromEntries(
    disposalStates.map((one) => [one, all.filter((disposal) => disposal.state === one).length]),
  );
  return { items: await describeDisposals(context, shown), counts };
}

async function describeDisposals(context: Context, rows: readonly Disposal[]): Promise<DisposalLine[]> {
  const desk = await openDesk(
    context,
    rows.map(({ decides }) => decides),
  );
  const who = await people(
    context,
    rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy]),
  );
  return rows.map(({ markedBy: _, ...row }) => ({
    ...row,
    register: named(desk.registers, row.register),
    basis: basisOf(desk, row.basis),
    decides: desk.name(row.decides),
    proposedBy: who(row.proposedBy),
    decidedBy: row.decidedBy === null ? null : who(row.decidedBy),
  }));
}

/** @throws governance/disposal-not-found */
export async function disposalPage(context: Context, caller: Caller, id: string): Promise<DisposalPage> {
  const found = await getDisposal(context.db, id);
  const [line] = await describeDisposals(context, [found]);
  const isManager =
    caller.kind === 'system' || (caller.roles.includes('data-manager') && caller.body === found.decides);
  return {
    ...(line as DisposalLine),
    items: await disposals.listItems(context.db, id, MOST_ITEMS),
    mayDecide: found.state === 'proposed' && isManager && caller.account !== found.proposedBy,
    mayWithdraw: mayBecome(found.state, 'withdrawn') && isManager,
  };
}
