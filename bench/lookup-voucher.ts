/**
 * One record by its key under an agreement: voucher, proof, replay table, decision, quota, reader's role, durable audit
 * entry. Against the same lookup (same statement, same columns, same pool) on a bare Fastify route; interleaved.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fastify } from 'fastify';
import pg from 'pg';
import { tellDemo, tellFirstRelease } from '../src/demo.ts';
import { lookup } from '../src/exchange/served/contract.ts';
import { registerClientKey } from '../src/exchange/vouchers/contract.ts';
import { keyFile, voucherFetch } from '../src/exchange/vouchers/index.ts';
import { openNode, PROFILES, type OpenNode } from '../src/node.ts';
import { systemClock } from '../src/platform/clock.ts';
import { readConfig } from '../src/platform/config.ts';
import { sql } from '../src/platform/db/sql.ts';
import { call, type Send } from '../src/platform/http/call.ts';
import { benchRow, type BenchRow } from './load.ts';

export interface VoucherOptions {
  readonly seconds?: number;
  readonly repetitions?: number;
  readonly log?: (line: string) => void;
}

interface Measured {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
  /** µs of this process's time a look-up, and of that its main thread's. */
  readonly cpu: number;
  readonly main: number;
}

const CONNECTIONS = 64;
const KEYS = 1000;
const PROOFS_A_SECOND = 4000;
const run_ = promisify(execFile);
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export class FailedLookupsError extends Error {
  override name = 'FailedLookupsError';
}

interface Job {
  readonly url: string;
  readonly seconds: number;
  readonly bodies: readonly string[];
  readonly voucher?: object;
}

async function measure(job: Job): Promise<Measured> {
  const [before, mainBefore] = [process.cpuUsage(), process.threadCpuUsage()];
  const text = JSON.stringify({ connections: CONNECTIONS, ...job });
  const { stdout } = await run_(process.execPath, [join(import.meta.dirname, 'proof-load.ts'), text]);
  const [whole, main] = [process.cpuUsage(before), process.threadCpuUsage(mainBefore)];
  const measured = JSON.parse(stdout) as Omit<Measured, 'cpu' | 'main'>;
  if (measured.failed > 0) throw new FailedLookupsError(`${String(measured.failed)} look-ups at ${job.url} failed`);
  const each = ({ user, system }: NodeJS.CpuUsage) => (user + system) / (measured.perSecond * job.seconds);
  return { ...measured, cpu: each(whole), main: each(main) };
}

const AGREEMENT = 'TT-BENCH';

/** The province looks up every member, without a quota. */
async function agree({ context }: OpenNode): Promise<void> {
  await context.db.run(sql`insert into governance.agreement (code, names, register, provider, consumers, elements,
      row_scope, purpose, basis, mode, valid_from, state, change_set)
    select ${AGREEMENT}, names, 'dang-vien', provider, consumers, '"all"', '"all"', purpose, basis, 'lookup', valid_from,
      'active', change_set from governance.agreement where code = 'TT-02'`);
  await context.db.run(sql`insert into governance.consumer_grant (agreement, consumer, change_set)
    select ${AGREEMENT}, id, 0 from bodies.body where code = '97'`);
  await context.db.run(sql`update governance.head set edition = edition + 1`);
}

/** What anybody would write: the statement, the columns, a pool as large as the node's. */
async function bareRoute(node: OpenNode, columns: readonly string[]) {
  const pool = new pg.Pool({ ...node.context.db.connection, max: 10 });
  const bare = fastify();
  const list = columns.map((name) => `"${name}"`).join(', ');
  const text = `select record_id, version, change_set, body_id, ${list} from data.party_member where card_no = $1`;
  bare.post('/lookup', async (request) => {
    const { key } = request.body as { key: string[] };
    const { rows } = await pool.query<Record<string, unknown>>({ name: 'lookup', text, values: [key[0]] });
    const { record_id: record, version, change_set: _, body_id: body, ...values } = rows[0] ?? {};
    return { record, version, body, values };
  });
  const origin = await bare.listen({ host: '127.0.0.1', port: 0 });
  return { url: `${origin}/lookup`, stop: () => Promise.all([bare.close(), pool.end()]) };
}

export async function run(options: VoucherOptions = {}): Promise<BenchRow[]> {
  const { seconds = 5, repetitions = 5, log = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-bench-'));
  const config = readConfig({ ARTERY_DATA: join(folder, 'data'), ARTERY_LOG: 'error', ARTERY_DB_CONNECTIONS: '10' });
  try {
    await using node = await openNode({ config });
    await tellFirstRelease(node.context, PROFILES);
    await node.install();
    await tellDemo(node, join(folder, 'files'));
    await agree(node);
    await using server = await node.serve();
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    const key = keyFile();
    await registerAs(origin, 'lapTrinh', key.jwk);
    const found = await node.context.db.rows<{ key: string }>(
      sql`select card_no as key from data.party_member order by random() limit ${KEYS}`,
    );
    const bodies = found.map((row) => JSON.stringify({ key: [row.key] }));
    const send = voucherFetch({ keys: key, clock: systemClock, address: origin, agreement: AGREEMENT });
    const sample = await call(send, lookup, {
      params: { register: 'dang-vien' },
      body: { key: [found[0]?.key ?? ''] },
    });
    const bare = await bareRoute(node, Object.keys(sample.values));
    const url = `${origin}/exchange/v1/dang-vien/lookup`;
    const speeds: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      const limit = await measure({ url: bare.url, bodies, seconds });
      const voucher = await freshVoucher(send, url, bodies[0] ?? '{}', key.pem, seconds);
      const ours = await measure({ url, bodies, seconds, voucher });
      speeds.push(ours.perSecond / limit.perSecond);
      log(
        `lookup-voucher: ${ours.perSecond.toFixed(0)}/s against ${limit.perSecond.toFixed(0)}/s; p99 ${ours.p99.toFixed(1)} and ${limit.p99.toFixed(1)} ms; ${ours.cpu.toFixed(0)} and ${limit.cpu.toFixed(0)} µs of this process a look-up, ${ours.main.toFixed(0)} and ${limit.main.toFixed(0)} of its main thread`,
      );
    }
    await bare.stop();
    const against = 'the same lookup on a bare Fastify + pg route, 64 connections';
    return [benchRow('lookup-voucher', median(speeds), { unit: 'of its look-ups/s', against, reach: 0.5 })];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A voucher with most of its life before it, and the nonce of this minute. */
async function freshVoucher(
  send: ReturnType<typeof voucherFetch>,
  url: string,
  body: string,
  pem: string,
  seconds: number,
) {
  const { access_token: token } = await send.voucher();
  const answer = await send(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const nonce = answer.headers.get('dpop-nonce') ?? '';
  return { token, nonce, pem, proofs: seconds * PROOFS_A_SECOND };
}

async function registerAs(origin: string, name: string, jwk: object): Promise<void> {
  const offered = (await (await fetch(`${origin}/api/session`)).json()) as {
    enterAs: { name: string; account: string }[];
  };
  const account = offered.enterAs.find((one) => one.name === name)?.account;
  const entered = await fetch(`${origin}/api/session/demo`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ account }),
  });
  const { csrf = '' } = (await entered.json()) as { csrf?: string };
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const send: Send = (path, init) =>
    fetch(origin + path, { ...init, headers: { ...(init.headers as Record<string, string>), cookie, origin } });
  await call(send, registerClientKey, { body: { label: 'bench', jwk: { ...jwk } }, csrf });
}
