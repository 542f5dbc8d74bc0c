/** What a node tells the one above of itself and of those below it: how its streams stand, and when it was last witnessed. */
import Type, { type Static, type TSchema } from 'typebox';
import { endpoint } from '../../platform/http/endpoint.ts';
import { Instant } from './model.ts';

const Nullable = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()]);
const nodeName = Type.String({ pattern: String.raw`^node-[0-9a-f]{8}\.artery$`, maxLength: 40 });
const word = Type.String({ minLength: 1, maxLength: 100, pattern: '^[^\\u0000]+$' });
const Moment = Type.String({ pattern: '^[0-9T:.+Z -]{10,40}$', maxLength: 40 });
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const flowStates = ['flowing', 'behind', 'waiting', 'failed', 'ended', 'purged'] as const;
export type FlowState = (typeof flowStates)[number];
export const FlowState = Type.Unsafe<FlowState>(Type.Union(flowStates.map((state) => Type.Literal(state))));

/** Rows that follow by themselves, or records that are looked up one by one. */
export const FlowWay = Type.Unsafe<'feed' | 'lookup'>(Type.Union([Type.Literal('feed'), Type.Literal('lookup')]));

/** A stream between two nodes, or a day's look-ups, as one of them sees it: names and numbers, never a row. */
export const ReportedFlow = Type.Object({
  way: FlowWay,
  from: nodeName,
  /** Null: the consumer's body is not known there. */
  to: Nullable(nodeName),
  agreement: word,
  /** Code of the body that receives. */
  consumer: word,
  register: Nullable(word),
  state: FlowState,
  lag: Nullable(Count),
  /** Of a stream those applied, null where the sender tells; of look-ups how many today. */
  rows: Nullable(Count),
  at: Nullable(Moment),
  fault: Nullable(word),
});
export type ReportedFlow = Static<typeof ReportedFlow>;

export const NodeReport = Type.Object({
  node: nodeName,
  /** When the node wrote it. */
  at: Instant,
  witnessedAt: Nullable(Instant),
  flows: Type.Array(ReportedFlow, { maxItems: 500 }),
});
export type NodeReport = Static<typeof NodeReport>;

/** Of one call; a node that has more calls again. */
export const MOST_REPORTS = 100;

export const tellReports = endpoint({
  name: 'exchange.tellReports',
  method: 'POST',
  path: '/api/exchange/reports',
  permission: 'public',
  summary: 'A node tells the one above how its streams and those of the nodes below it stand (node)',
  body: Type.Object({ reports: Type.Array(NodeReport, { maxItems: MOST_REPORTS }) }),
  response: Type.Object({ taken: Type.Integer() }),
});
