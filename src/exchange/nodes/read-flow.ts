/** Who sends what to whom, how far behind, and when the sender was last witnessed: what one node knows of it. */
import { listBodies } from '../../bodies/index.ts';
import { listRegisters, usedOn } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Flow, FlowPage } from './nodes-contract.ts';
import { homesOfBodies, nodesPage } from './read-nodes.ts';
import { listAsked, listReceived, listSent, type Received, type Sent } from './store/flow.ts';

type Standing = Pick<Flow, 'state' | 'lag'>;

/** How a stream stands with one consumer, seen by who sends. Pure. */
export function standingOfSent({ size, due, acknowledged, ended, purged }: Sent): Standing {
  if (ended) return { state: purged ? 'purged' : 'ended', lag: null };
  if (acknowledged === null) return { state: 'waiting', lag: size };
  const lag = Math.max(0, size - acknowledged);
  return { state: lag > 0 || due ? 'behind' : 'flowing', lag };
}

/** The same, seen by who receives. Pure. */
export function standingOfReceived({ active, fault, size, offered }: Received): Standing {
  if (!active) return { state: 'ended', lag: null };
  if (size === null) return { state: fault === null ? 'waiting' : 'failed', lag: offered };
  const lag = Math.max(0, (offered ?? size) - size);
  if (fault !== null) return { state: 'failed', lag };
  return { state: lag > 0 ? 'behind' : 'flowing', lag };
}

export async function flowPage(context: Context): Promise<FlowPage> {
  const { db } = context;
  const { own, now, nodes } = await nodesPage(context);
  const homeOf = await homesOfBodies(db);
  const bodies = new Map((await listBodies(db)).map(({ code, names }) => [code, names]));
  const registers = new Map((await listRegisters(db)).map(({ name, names }) => [name, names]));
  const witnessed = new Map(nodes.map(({ name, witnessedAt }) => [name, witnessedAt]));
  const named = (consumer: string, register: string | null) => ({
    consumer: { code: consumer, names: bodies.get(consumer) ?? null },
    register: register === null ? null : { name: register, names: registers.get(register) ?? null },
  });
  const sent = (await listSent(db)).map((line): Flow => {
    const { agreement, consumer, register, at } = line;
    const to = homeOf(consumer) ?? null;
    const ends = { from: own, to, agreement, ...named(consumer, register), witnessedAt: witnessed.get(own) ?? null };
    return { way: 'feed', ...ends, ...standingOfSent(line), at, rows: null, fault: null };
  });
  const received = (await listReceived(db)).map((line): Flow => {
    const { origin, agreement, consumer, register, at, asked, rows, fault } = line;
    const ends = { from: origin, to: own, agreement, ...named(consumer, register) };
    const more = { witnessedAt: witnessed.get(origin) ?? null, at: at ?? asked, rows, fault };
    return { way: 'feed', ...ends, ...standingOfReceived(line), ...more };
  });
  const lookedUp = await lookUps(context, { own, homeOf, named, witnessed });
  return {
    own,
    now,
    nodes: nodes.map(({ name, bodies, isRoot }) => ({ name, bodies, isRoot })),
    flows: [...received, ...sent, ...lookedUp],
  };
}

interface Scene {
  readonly own: string;
  readonly homeOf: (code: string) => string | undefined;
  readonly named: (consumer: string, register: string) => Pick<Flow, 'consumer' | 'register'>;
  readonly witnessed: ReadonlyMap<string, string | null>;
}

/** Today's look-ups from node to node: those that this one makes, and those that it answers. */
async function lookUps(context: Context, { own, homeOf, named, witnessed }: Scene): Promise<Flow[]> {
  const { db, clock, profile } = context;
  const day = dayOf(clock.now(), profile.timeZone);
  const made = (await listAsked(db, day)).map(({ origin, register, agreement, consumer, asked, at, fault }): Flow => ({
    ...{ way: 'lookup', from: origin, to: own, agreement, lag: null, rows: asked, at, fault },
    ...named(consumer, register),
    state: fault === null ? 'flowing' : 'failed',
    witnessedAt: witnessed.get(origin) ?? null,
  }));
  const codes = new Map((await listBodies(db)).map(({ id, code }) => [id, code]));
  const answered = (await usedOn(db, day)).flatMap(({ agreement, register, consumer, used }): Flow[] => {
    const code = codes.get(consumer) ?? '';
    const to = homeOf(code);
    if (to === undefined || to === own) return [];
    const counted = { lag: null, rows: used, at: null, fault: null, witnessedAt: witnessed.get(own) ?? null };
    return [{ way: 'lookup', from: own, to, agreement, ...named(code, register), state: 'flowing', ...counted }];
  });
  return [...made, ...answered];
}
