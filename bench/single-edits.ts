/**
 * Single edits over HTTP (key, decision, validation, history, change set, audit entry with its sealed detail), each
 * acknowledged after its commit, 32 clients; against pgbench with 32 clients calling a function that writes the same rows.
 */
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getBody } from '../src/bodies/index.ts';
import { openNode, type OpenNode } from '../src/node.ts';
import { readConfig } from '../src/platform/config.ts';
import { raw, sql } from '../src/platform/db/sql.ts';
import { createAccount, createKey } from '../src/platform/identity/index.ts';
import type { EditJob } from './edit-load.ts';
import { FIELDS, writeProfile } from './load-data.ts';
import { benchRow, type BenchRow } from './load.ts';
import { cpuOfPostgres } from './postgres-cpu.ts';

export interface EditOptions {
  /** Of each measurement; default 5. */
  readonly seconds?: number;
  /** Default 5. */
  readonly repetitions?: number;
  readonly log?: (line: string) => void;
}

const CLIENTS = 32;
const RECORDS = 10_000;
const run_ = promisify(execFile);
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export class FailedEditsError extends Error {
  override name = 'FailedEditsError';
}

/** The single row `single-edits`. */
export async function run(options: EditOptions = {}): Promise<BenchRow[]> {
  const { seconds = 5, repetitions = 5, log = () => undefined } = options;
  const folder = mkdtempSync(join(tmpdir(), 'artery-edits-'));
  chmodSync(folder, 0o755);
  try {
    writeProfile(join(folder, 'profiles'));
    const config = readConfig({
      ARTERY_DATA: join(folder, 'data'),
      ARTERY_PROFILE: 'bench',
      ARTERY_LOG: 'error',
      ARTERY_DB_CONNECTIONS: '10',
    });
    await using node = await openNode({ config, profiles: join(folder, 'profiles') });
    await node.install();
    await fill(node);
    await using server = await node.serve();
    const origin = await server.listen({ host: '127.0.0.1', port: 0 });
    const headers = { authorization: `Bearer ${await officerKey(node)}` };
    const script = join(folder, 'edit.sql');
    writeFileSync(script, `\\set at random(1, ${String(RECORDS)})\nselect bench.edit_one(:at);\n`);
    const ratios: number[] = [];
    for (let i = 0; i < repetitions; i++) {
      const server = () => cpuOfPostgres(join(folder, 'data/postgres'));
      const atFirst = server();
      const limit = await pgbench(node, script, seconds);
      const theirs = server();
      await node.ledger.settled();
      const before = server();
      const job = { origin, register: 'persons', headers, field: 'remark', connections: CLIENTS, seconds };
      const ours = await overHttp({ ...job, records: await readPool(node) });
      const [each, other] = [(server() - before) / ours.perSecond, (theirs - atFirst) / limit].map((s) =>
        ((s / seconds) * 1e6).toFixed(0),
      );
      await node.ledger.settled();
      ratios.push(ours.perSecond / limit);
      log(
        `single-edits: ${ours.perSecond.toFixed(0)}/s against ${limit.toFixed(0)}/s; p50 ${ours.p50.toFixed(1)}, p99 ${ours.p99.toFixed(1)} ms; ${ours.cpu.toFixed(0)} µs of this process and ${String(each)} of PostgreSQL an edit, ${String(other)} under pgbench`,
      );
    }
    const against = `pgbench, ${String(CLIENTS)} clients, a function that writes the same rows`;
    return [benchRow('single-edits', median(ratios), { unit: 'of its edits/s', against, reach: 0.3 })];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const readPool = ({ context }: OpenNode) =>
  context.db.rows<EditJob['records'][number]>(
    raw(
      `select p.record::text as record, t.version from bench.pool p join data.bench_person t on t.record_id = p.record`,
    ),
  );

/** Somebody who may edit, with the key of a program. */
async function officerKey({ context }: OpenNode): Promise<string> {
  const { db } = context;
  const { id } = await createAccount(db, { name: 'bench', displayName: 'Bench', kind: 'machine' }, context.clock.now());
  const body = await getBody(db, 'C');
  await db.run(sql`insert into bodies.assignment (account, body, post, valid_from, change_set)
    values (${id}, ${body.id}, 'officer', '2020-01-01', 0)`);
  return (await createKey(context, { account: id, label: 'bench' })).key;
}

const COLUMNS = ['record_id', 'version', 'change_set', 'body_id', ...FIELDS].join(', ');

/** Records, and a function that does to one of them what an edit does. */
async function fill({ context }: OpenNode): Promise<void> {
  await context.db.script(`
    insert into data.bench_person (record_id, version, change_set, body_id, person_id, full_name, birth_date, sex,
        ethnic_group, commune, address, phone, joined_on, state, households)
      select gen_random_uuid(), ${String(2 ** 32 + 1)}, 1, (select id from bodies.body where code = 'C'),
        lpad(n::text, 12, '0'), 'Somebody ' || n, date '1950-01-01' + n % 20000, (1 + n % 2)::text,
        lpad((1 + n % 54)::text, 2, '0'), lpad((1 + n % 3321)::text, 5, '0'), 'Street ' || n % 40,
        '09' || lpad(n::text, 8, '0'), date '1990-01-01' + n % 10000, 'A', n % 9
      from generate_series(1, ${String(RECORDS)}) n;
    create schema bench;
    create table bench.pool (n integer primary key generated always as identity, record uuid not null);
    insert into bench.pool (record) select record_id from data.bench_person;
    create function bench.edit_one(at integer) returns bigint language plpgsql as $f$
    declare
      rec uuid; seen bigint; home integer; changed bigint := nextval('platform.change_set_id');
      entry uuid := gen_random_uuid();
    begin
      select record into rec from bench.pool where n = at;
      select version, body_id into seen, home from data.bench_person where record_id = rec for update;
      insert into history.bench_person (${COLUMNS}, ended_by, ended_as)
        select ${COLUMNS}, changed, 'u' from data.bench_person where record_id = rec;
      update data.bench_person set version = seen + 1, change_set = changed, remark = 'Value ' || changed
        where record_id = rec;
      insert into platform.subject_key (name, wrapped, made_at) values ('bench/' || rec, sha512(rec::text::bytea), now())
        on conflict do nothing;
      insert into platform.audit_detail (entry, protected_for, sealed)
        values (entry, 'bench/' || rec, sha512(rec::text::bytea));
      insert into platform.audit_pending (id, leaf, records) values (entry, json_build_object('action', 'records.edit',
        'actor', 'bench', 'allowed', true, 'at', to_json(now()), 'body', home, 'counts', json_build_object(),
        'detailHash', encode(sha256(rec::text::bytea), 'hex'), 'id', entry, 'purpose', null, 'records', 1,
        'recordsHash', encode(sha256(rec::text::bytea), 'hex'), 'rule', 'bench/edit', 'subject', 'persons', 'v', 1)::text,
        array[rec]);
      insert into platform.change_set (id, kind, subject, release, body, actor, cause, rows_changed, members, begun_at)
        values (changed, 'records', 'persons', 1, home, 'bench', entry::text, 1, array[rec], now());
      return changed;
    end $f$`);
}

/** Edits a second. */
async function pgbench({ context }: OpenNode, script: string, seconds: number): Promise<number> {
  const { host = '', port = 5432, user = '', database = '' } = context.db.connection;
  const clients = ['-c', String(CLIENTS), '-j', '2', '-M', 'prepared', '-n', '-T', String(seconds), '-f', script];
  const { stdout } = await run_('pgbench', ['-h', host, '-p', String(port), '-U', user, ...clients, database]);
  return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1] ?? 0);
}

async function overHttp(job: EditJob) {
  const before = process.cpuUsage();
  const script = join(import.meta.dirname, 'edit-load.ts');
  const running = run_(process.execPath, [script], { maxBuffer: 2 ** 24 });
  running.child.stdin?.end(JSON.stringify(job));
  const { stdout } = await running;
  const { user, system } = process.cpuUsage(before);
  const said = JSON.parse(stdout) as { perSecond: number; p50: number; p99: number; failures: [string, number][] };
  if (said.failures.length > 0) throw new FailedEditsError(JSON.stringify(said.failures));
  return { ...said, cpu: (user + system) / (said.perSecond * job.seconds) };
}
