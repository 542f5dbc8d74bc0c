/** The endpoints of long work as values. */
import Type, { type Static } from 'typebox';
import { endpoint } from '../http/endpoint.ts';

const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

export const Job = Type.Object({
  id: Type.String(),
  /** `room.what`: `records.load`, `records.export`. Words: `<room>:jobs.<what>`. */
  kind: Type.String(),
  subject: Type.String(),
  body: Nullable(Type.Integer()),
  actor: Type.String(),
  /** `interrupted`: its process stopped breathing; it can be run again from where it was saved. */
  state: Type.Enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  done: Type.Number(),
  /** Null when nobody knows beforehand. */
  total: Nullable(Type.Number()),
  phase: Nullable(Type.String()),
  result: Type.Unknown(),
  failed: Nullable(Type.String()),
  startedAt: Type.String(),
  endedAt: Nullable(Type.String()),
});
export type Job = Static<typeof Job>;

export const listJobs = endpoint({
  name: 'jobs.listJobs',
  method: 'GET',
  path: '/api/jobs',
  permission: 'jobs.read',
  summary: 'Long work of my body, newest first',
  query: Type.Object({
    running: Type.Optional(Type.Boolean()),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  response: Type.Object({ items: Type.Array(Job) }),
});

export const cancelJob = endpoint({
  name: 'jobs.cancelJob',
  method: 'POST',
  path: '/api/jobs/{job}/cancel',
  permission: 'jobs.cancel',
  summary: 'Asks a running job to stop; nothing of it is kept that is not whole',
  params: Type.Object({ job: Type.String({ format: 'uuid' }) }),
  response: Job,
});
