/** `GET /health`: whether this process can do its work, for load balancers and watchers. */
import type { FastifyInstance } from 'fastify';

/** Resolves with something short to show, rejects when the part does not work. */
export type HealthCheck = () => Promise<string | number | Readonly<Record<string, unknown>>>;

const WITHIN_MS = 3_000;

/** 200 when every part answers in time, else 503; the body says which. No error text: it may hold an address. */
export function serveHealth(fastify: FastifyInstance, checks: Readonly<Record<string, HealthCheck>>): void {
  fastify.get('/health', async (_request, reply) => {
    const parts = await Promise.all(Object.entries(checks).map(([name, check]) => look(name, check, fastify)));
    const ok = parts.every(([, part]) => part.ok);
    return reply
      .code(ok ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ ok, parts: Object.fromEntries(parts) });
  });
}

async function look(name: string, check: HealthCheck, { log }: FastifyInstance) {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`${name} did not answer within ${String(WITHIN_MS)} ms`)), WITHIN_MS);
  });
  try {
    return [name, { ok: true, state: await Promise.race([check(), late]) }] as const;
  } catch (error) {
    log.warn({ err: error, part: name }, 'not healthy');
    return [name, { ok: false }] as const;
  } finally {
    clearTimeout(timer);
  }
}
