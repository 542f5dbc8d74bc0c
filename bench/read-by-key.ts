/**
 * `GET` of one record by its key, with decision and audit entry, 64 connections, against a bare Fastify route that answers
 * the same JSON; interleaved, median of the ratios. The audit entry is durable before the answer leaves.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fastify } from 'fastify';
import { tellDemo } from '../src/demo.ts';
import { openNode } from '../src/node.ts';
import { readConfig } from '../src/platform/config.ts';
import { sql } from '../src/platform/db/sql.ts';
import { benchRow, type BenchRow } from './load.ts';

export interface ReadOptions {
  /** Of each measurement; default 5. */
  readonly seconds?: number;
  /** Default 5. */
  readonly repetitions?: number;
  readonly log?: (line: string) => void;
}

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  /** Time of this process's processors for one request, µs. */
  readonly cpu: number;
}

const CONNECTIONS = 64;
const KEYS = 1000;
const run_ = promisify(execFile);
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export class FailedRequestsError extends Error {
  override name = 'FailedRequestsError';
}

async function measure(
  origin: string,
  paths: readonly string[],
  headers: Record<string, string>,
  seconds: number,
): Promise<Measured> {
  const job = JSON.stringify({ origin, paths, headers, connections: CONNECTIONS, seconds });
  const before = process.cpuUsage();
  const { stdout } = await run_(process.execPath, [join(import.meta.dirname, 'http-load.ts'), job]);
  const { user, system } = process.cpuUsage(before);
  const measured = JSON.parse(stdout) as Omit<Measured, 'cpu'>;
  if (measured.failed > 0) throw new FailedRequestsError(`${String(measured.failed)} requests of ${origin} failed`);
  return { ...measured, cpu: (user + system) / (measured.perSecond * seconds) };
}

async function session(origin: string, name: string): Promise<string> {
  const offered = (await (await fetch(`${origin}/api/session`)).json()) as {
    enterAs: { name: string; account: string }[];
  };
  const account = offered.enterAs.find((one) => one.name === name)?.account;
  const entered = await fetch(`${origin}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ account }),
  });
  return entered.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

export async function run(options: ReadOptions = {}): Promise<BenchRow[]> {
  const { seconds = 5, repetitions = 5, log = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  const config = readConfig({ ARTERY_DATA: join(folder, 'data'), ARTERY_LOG: 'error', ARTERY_DB_CONNECTIONS: '10' });
  try {
    await using node = await openNode({ config });
    await node.install();
    await tellDemo(node, join(folder, 'files'));
    await using server = await node.serve();
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    const cookie = await session(origin, 'chuquan');
    const keys = await node.context.db.rows<{ key: string }>(
      sql`select card_no as key from data.party_member order by random() limit ${KEYS}`,
    );
    const paths = keys.map(({ key }) => `/api/registers/dang-vien/lookup?key=${key}`);
    const sample = await (await fetch(origin + (paths[0] ?? ''), { headers: { cookie } })).text();
    const bare = fastify();
    bare.get('/bare', (_request, reply) => reply.type('application/json; charset=utf-8').send(sample));
    const bareOrigin = await bare.listen({ host: '127.0.0.1', port: 0 });
    const speeds: number[] = [];
    const waits: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      const limit = await measure(bareOrigin, ['/bare'], {}, seconds);
      const ours = await measure(origin, paths, { cookie }, seconds);
      speeds.push(ours.perSecond / limit.perSecond);
      waits.push(ours.p99 / limit.p99);
      log(
        `read-by-key: ${ours.perSecond.toFixed(0)}/s against ${limit.perSecond.toFixed(0)}/s; p99 ${ours.p99.toFixed(1)} and ${limit.p99.toFixed(1)} ms; ${ours.cpu.toFixed(0)} and ${limit.cpu.toFixed(0)} µs of this process a request`,
      );
    }
    await bare.close();
    const against = 'bare Fastify, same JSON, 64 connections';
    return [
      benchRow('read-by-key', median(speeds), { unit: 'of its requests/s', against, reach: 0.4 }),
      benchRow('read-by-key-p99', median(waits), { unit: 'times its p99', against, reach: 4, least: false }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
