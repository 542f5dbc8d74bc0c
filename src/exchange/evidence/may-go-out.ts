/**
 * Whether rows of a register may leave now: not while a point of the gate stops them, and personal data not while nobody
 * can testify to what this node writes down.
 */
import { findRegister } from '../../governance/index.ts';
import { briefly } from '../../platform/briefly.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Decision } from '../../platform/decision.ts';
import { gateAgainst } from '../gate/index.ts';
import { type WitnessedLately, witnessedLately } from './witnessed-lately.ts';

type OutContext = Pick<Context, 'db' | 'clock' | 'profile' | 'keysDir'>;

// A look-up is asked thousands of times a second, and hours are what is measured.
const REMEMBER_MS = 2_000;
const personal = briefly(async (db: Db, register: string) => {
  return (await findRegister(db, register))?.labels.personal !== 'none';
}, REMEMBER_MS);
const known = new WeakMap<Db, { readonly at: number; readonly lately: Promise<WitnessedLately> }>();

/** Undefined when it may; else the refusal, which says since when and for how long a witness's word holds. */
export async function mayNotGoOut(context: OutContext, register: string): Promise<Decision | undefined> {
  const stopped = await gateAgainst(context, register);
  if (stopped) return stopped;
  const { inTime, at, withinHours } = await rememberedLately(context);
  if (inTime || !(await personal.read(context.db, register))) return undefined;
  return {
    allowed: false,
    rule: 'exchange/not-witnessed-lately',
    facts: { lastWitnessed: at?.toISOString() ?? '–', hours: withinHours },
    remedy: 'wait-for-witness',
  };
}

function rememberedLately(context: OutContext): Promise<WitnessedLately> {
  const now = context.clock.now().getTime();
  const last = known.get(context.db);
  if (last && now - last.at >= 0 && now - last.at < REMEMBER_MS) return last.lately;
  const lately = witnessedLately(context);
  known.set(context.db, { at: now, lately });
  lately.catch(() => known.delete(context.db));
  return lately;
}
