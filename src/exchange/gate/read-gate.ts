/** The gate of a register: looked at, shown, and the refusal that programs get while a point stops. */
import { findBody } from '../../bodies/index.ts';
import { decideFor, getRegister, listRegisters } from '../../governance/index.ts';
import { briefly } from '../../platform/briefly.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Decision } from '../../platform/decision.ts';
import type { Answer } from '../../platform/http/endpoint.ts';
import { explain } from '../../platform/http/refusal.ts';
import type { Translate } from '../../platform/i18n.ts';
import { addDays } from '../../platform/relative-day.ts';
import type { Texts } from '../../platform/texts.ts';
import type { GatePage, listGates } from './gate-contract.ts';
import { lookAt } from './look.ts';
import { assess, gateOf, type PointLine } from './model.ts';
import { liftsOf } from './store/lift.ts';

type Looking = Pick<Context, 'db' | 'clock' | 'profile' | 'keysDir'>;

const todayOf = ({ clock, profile }: Looking): string => dayOf(clock.now(), profile.timeZone);

/** Undefined where nothing is asked. @throws governance/register-not-found */
export async function pointsOf(context: Looking, name: string): Promise<readonly PointLine[] | undefined> {
  const gate = gateOf(context.profile);
  const register = await getRegister(context.db, name);
  // What is held outside passes the gate of whoever keeps it.
  if (!gate || register.external) return undefined;
  const found = await lookAt(context, name);
  return assess(gate, found, { lifts: await liftsOf(context.db, name), day: todayOf(context) });
}

async function managerOf(db: Db, name: string): Promise<Texts | undefined> {
  const { managerBody } = await getRegister(db, name);
  return managerBody === null ? undefined : (await findBody(db, managerBody))?.names;
}

function refusalOf(points: readonly PointLine[], who: Texts | undefined): Decision | undefined {
  const stopping = points.find(({ state }) => state === 'stops');
  if (!stopping) return undefined;
  const { point, found } = stopping;
  return {
    allowed: false,
    rule: 'exchange/gate-closed',
    facts: { point: point.names, failing: found.failing ?? 0, of: found.of ?? 0 },
    remedy: 'mend-or-lift',
    ...(who && { whoCanChange: who }),
  };
}

// A look-up is asked thousands of times a second; scores follow within seconds.
const REMEMBER_MS = 2_000;
const looking = new WeakMap<Db, Looking>();
const closed = briefly(async (db, register) => {
  const context = looking.get(db);
  const points = context && (await pointsOf(context, register));
  return points && refusalOf(points, await managerOf(db, register));
}, REMEMBER_MS);

/** Why rows of the register do not leave this node now; undefined while they may. */
export async function gateAgainst(context: Looking, register: string): Promise<Decision | undefined> {
  if (!gateOf(context.profile)) return undefined;
  looking.set(context.db, context);
  return closed.read(context.db, register);
}

/** What was lifted in this process counts at once. */
export const forgetGates = (): void => closed.forget();

interface Asking {
  readonly caller: Caller;
  readonly t: Translate;
}

/** @throws governance/register-not-found */
export async function readGate(context: Context, { caller, t }: Asking, register: string): Promise<GatePage> {
  const points = await pointsOf(context, register);
  const who = await managerOf(context.db, register);
  const refusal = points && refusalOf(points, who);
  const may = await decideFor(context.db, caller, 'exchange.lift-gate', { register });
  const days = gateOf(context.profile)?.liftDays;
  return {
    register,
    asked: points !== undefined,
    open: refusal === undefined,
    points: (points ?? []).map(({ point, state, found, lift }) => ({
      ...{ code: point.code, names: point.names, group: point.group, check: point.check, state },
      ...{ stops: point.stops === true, failing: found.failing ?? null, of: found.of ?? null },
      lift: lift ? { until: lift.until, reason: lift.reason, decidedOn: lift.decidedOn } : null,
    })),
    whoCanLift: who ?? null,
    mayLift: may.allowed,
    refusal: refusal ? explain(refusal, t, caller.language) : null,
    liftUntil: days === undefined ? null : addDays(todayOf(context), days),
  };
}

export async function readGates(context: Context): Promise<Answer<typeof listGates>> {
  const items: Answer<typeof listGates>['items'] = [];
  for (const { name, names } of await listRegisters(context.db)) {
    const points = await pointsOf(context, name);
    if (!points) continue;
    const count = (state: PointLine['state']) => points.filter((one) => one.state === state).length;
    const [stops, fails, notAssessed] = [count('stops'), count('fails'), count('not-assessed')];
    items.push({ register: name, names, open: stops === 0, stops, fails, notAssessed, points: points.length });
  }
  return { items };
}
