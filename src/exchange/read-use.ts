/** Which registers are used by bodies other than those that keep them. */
import { listBodies } from '../bodies/index.ts';
import { listRegisters, type Register } from '../governance/index.ts';
import { dayOf, startOfDay } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { countBetween, usesSince } from './store/use.ts';

const DAY_MS = 86_400_000;

export interface RegisterUse {
  readonly register: string;
  readonly reads: number;
  /** How many bodies. */
  readonly readers: number;
}

/** Reads by bodies that neither manage a register nor keep its rows, in the last days. */
export async function usesByOthers({ db, clock }: Pick<Context, 'db' | 'clock'>, days: number): Promise<RegisterUse[]> {
  const uses = await usesSince(db, new Date(clock.now().getTime() - days * DAY_MS));
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  const keeps = (register: Register, body: number): boolean => {
    if (body === register.managerBody) return true;
    const keeper = register.updatingBody;
    if (keeper === null) return false;
    if (keeper.body === body) return true;
    // Who stands at the level that keeps the rows, or below it.
    return (bodies.get(body)?.path ?? []).some((one) => {
      const above = bodies.get(one);
      return above !== undefined && (keeper.level === above.level || keeper.kind === above.kind);
    });
  };
  return (await listRegisters(db)).map((register) => {
    const others = uses.filter((use) => use.subject === register.name && !keeps(register, use.body));
    return { register: register.name, reads: others.reduce((sum, use) => sum + use.reads, 0), readers: others.length };
  });
}

export async function registersUsedByOthers(
  context: Pick<Context, 'db' | 'clock'>,
  days: number,
): Promise<{ used: number; published: number }> {
  const uses = await usesByOthers(context, days);
  return { used: uses.filter((use) => use.reads > 0).length, published: uses.length };
}

/** Today in the profile's time zone. */
export async function useToday({
  db,
  clock,
  profile,
}: Context): Promise<{ day: string; apiReads: number; refusals: number }> {
  const now = clock.now();
  const day = dayOf(now, profile.timeZone);
  const from = startOfDay(day, profile.timeZone);
  return { day, ...(await countBetween(db, from, new Date(now.getTime() + 1))) };
}
