/** Prometheus metrics: requests, event loop, memory, followers. Labels are endpoint names, never a path or a person. */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** How many change sets each follower has still before it, by name. */
export type FollowerLag = () => Promise<Readonly<Record<string, number>>>;

export function measureRequests(fastify: FastifyInstance, lag: FollowerLag | undefined): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last byte of its answer.',
    labelNames: ['endpoint', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120],
    registers: [registry],
  });
  // One child a combination of labels: endpoints and statuses are few, and looking labels up costs more than counting.
  const children = new Map<string, ReturnType<typeof durations.labels>>();
  fastify.addHook('onResponse', (request, reply, done) => {
    const endpoint = request.routeOptions.config.endpoint?.name ?? request.routeOptions.url ?? 'none';
    const status = String(reply.statusCode);
    const key = `${request.method} ${endpoint} ${status}`;
    let child = children.get(key);
    if (!child) children.set(key, (child = durations.labels({ endpoint, method: request.method, status })));
    child.observe(reply.elapsedTime / 1000);
    done();
  });
  if (lag) watchFollowers(registry, lag);
  fastify.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
}

function watchFollowers(registry: Registry, lag: FollowerLag): void {
  new Gauge({
    name: 'artery_follower_lag_change_sets',
    help: 'Change sets a follower has still before it.',
    labelNames: ['follower'],
    registers: [registry],
    async collect() {
      for (const [follower, behind] of Object.entries(await lag())) this.set({ follower }, behind);
    },
  });
}
