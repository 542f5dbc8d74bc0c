/** Who sends what to whom, how far behind, and when the sender was last witnessed: what one node sees, and was told from below. */
import { listBodies } from '../../bodies/index.ts';
import { listRegisters, usedOn } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Flow, FlowPage, NodeView } from './nodes-contract.ts';
import { ownName } from './own-keys.ts';
import { homesOfBodies, nodesPage, toldLately } from './read-nodes.ts';
import type { NodeReport, ReportedFlow } from './reports-contract.ts';
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

/** What this node provides or receives: streams, and today's look-ups from node to node. */
export async function seenFlows(context: Context): Promise<ReportedFlow[]> {
  const { db } = context;
  const own = ownName(context);
  const homeOf = await homesOfBodies(db);
  const received = (await listReceived(db)).map((line): ReportedFlow => {
    const { origin, agreement, consumer, register, at, asked, rows, fault } = line;
    const ends = { way: 'feed' as const, from: origin, to: own, agreement, consumer, register };
    return { ...ends, ...standingOfReceived(line), rows, at: at ?? asked, fault };
  });
  const sent = (await listSent(db)).map((line): ReportedFlow => {
    const { agreement, consumer, register, at } = line;
    const to = homeOf(consumer) ?? null;
    const ends = { way: 'feed' as const, from: own, to, agreement, consumer, register };
    return { ...ends, ...standingOfSent(line), rows: null, at, fault: null };
  });
  return [...received, ...sent, ...(await lookUps(context, homeOf))];
}

/** Today's look-ups: those that this node makes, and those that it answers. */
async function lookUps(context: Context, homeOf: (code: string) => string | undefined): Promise<ReportedFlow[]> {
  const { db, clock, profile } = context;
  const own = ownName(context);
  const day = dayOf(clock.now(), profile.timeZone);
  const made = (await listAsked(db, day)).map(({ origin, register, agreement, consumer, asked, at, fault }) => {
    const ends = { way: 'lookup' as const, from: origin, to: own, agreement, consumer, register };
    return { ...ends, state: fault === null ? 'flowing' : 'failed', lag: null, rows: asked, at, fault } as const;
  });
  const codes = new Map((await listBodies(db)).map(({ id, code }) => [id, code]));
  const answered = (await usedOn(db, day)).flatMap(({ agreement, register, consumer, used }): ReportedFlow[] => {
    const code = codes.get(consumer) ?? '';
    const to = homeOf(code);
    if (to === undefined || to === own) return [];
    const ends = { way: 'lookup' as const, from: own, to, agreement, consumer: code, register };
    return [{ ...ends, state: 'flowing', lag: null, rows: used, at: null, fault: null }];
  });
  return [...made, ...answered];
}

interface Line {
  readonly flow: ReportedFlow;
  readonly toldBy: string | null;
}

const keyOf = ({ way, from, to, agreement, consumer, register }: ReportedFlow) =>
  JSON.stringify([way, from, to, agreement, consumer, register]);

/**
 * One line a stream and consumer: what this node sees itself, else what the receiver told, else the sender. Rows are known
 * to receivers only. Pure.
 */
export function mergeFlows(seen: readonly ReportedFlow[], reports: readonly NodeReport[]): Line[] {
  const lines = new Map<string, Line>(seen.map((flow) => [keyOf(flow), { flow, toldBy: null }]));
  const told = reports.flatMap(({ node, flows }) => flows.map((flow) => ({ flow, toldBy: node })));
  const isReceiver = ({ flow, toldBy }: Line) => flow.to === toldBy;
  for (const line of told.toSorted((a, b) => Number(isReceiver(b)) - Number(isReceiver(a)))) {
    const key = keyOf(line.flow);
    const known = lines.get(key);
    const rows = known?.flow.rows ?? line.flow.rows;
    lines.set(key, known ? { ...known, flow: { ...known.flow, rows } } : line);
  }
  return [...lines.values()];
}

export async function flowPage(context: Context): Promise<FlowPage> {
  const { db } = context;
  const { own, now, nodes } = await nodesPage(context);
  const bodies = new Map((await listBodies(db)).map(({ code, names }) => [code, names]));
  const registers = new Map((await listRegisters(db)).map(({ name, names }) => [name, names]));
  const witnessed = new Map(nodes.map(({ name, witnessedAt }) => [name, witnessedAt]));
  const reports = [...(await toldLately(context)).values()].map(({ report }) => report);
  const flows = mergeFlows(await seenFlows(context), reports).map(({ flow, toldBy }): Flow => {
    const { consumer, register, ...rest } = flow;
    return {
      ...rest,
      consumer: { code: consumer, names: bodies.get(consumer) ?? null },
      register: register === null ? null : { name: register, names: registers.get(register) ?? null },
      witnessedAt: witnessed.get(flow.from) ?? null,
      toldBy,
    };
  });
  return { own, now, nodes: nodes.filter(({ state }) => state === 'approved').map(endOf), flows };
}

function endOf({ name, parent, bodies, isRoot, contact, told }: NodeView): FlowPage['nodes'][number] {
  const heard = [contact?.heardAt ?? null, told?.at ?? null].filter((at) => at !== null);
  const heardAt = heard.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null;
  return { name, parent, bodies, isRoot, heardAt };
}
