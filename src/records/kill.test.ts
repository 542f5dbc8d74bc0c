/** A node that is killed in the middle of a load: what was acknowledged is there, and nothing else. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { raw, sql } from '../platform/db/sql.ts';
import { loadRows } from './load-rows.ts';
import { openRegister } from './open-register.ts';
import { delta } from './store/relation.ts';
import { sweepLoads } from './sweep-loads.ts';

let county: County;
beforeEach(async () => {
  county = await openCounty(await testDatabase());
});

const number = async (query: string) =>
  (await county.context.db.rows<{ n: number }>(sql`select count(*) as n from ${raw(query)}`))[0]?.n ?? -1;

/** Runs a load in a process of its own and kills it, without mercy, once it said this word. */
async function killedAt(word: string, way: 'first' | 'filled', rows: number): Promise<number[]> {
  const script = new URL('../../test/harness/load-process.ts', import.meta.url).pathname;
  const connection = JSON.stringify(county.context.db.connection);
  const child = spawn(process.execPath, [script, connection, way, '1000', String(rows)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const acknowledged: number[] = [];
  for await (const said of createInterface({ input: child.stdout })) {
    const [act, id] = said.split(' ');
    if (act === 'acknowledged' || act === 'committed') acknowledged.push(Number(id));
    if (said.startsWith(word)) child.kill('SIGKILL');
  }
  await ended;
  return acknowledged;
}

/** Waits until the server has seen that the process is gone. */
const settled = async () => {
  const others = sql`select count(*) as n from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()`;
  while (((await county.context.db.rows<{ n: number }>(others))[0]?.n ?? 0) > 0);
};

describe('a killed load', () => {
  it('into a filled register leaves nothing of itself, and every record acknowledged beside it', async () => {
    const { context } = county;
    const caller = county.caller('A', 'officer');
    const rows = rowsOf(Array.from({ length: 100 }, (_, i) => line(i)));
    await loadRows(context, { register: 'members', body: county.id('A'), caller, columns, rows });
    const acknowledged = await killedAt('read 45000', 'filled', 60_000);
    await settled();
    expect(acknowledged.length).toBeGreaterThan(30);
    const table = await openRegister(context.db, 'members');
    for (const id of acknowledged) {
      expect(await context.db.rows(sql`select sign from ${delta(table, { id })} d`)).toEqual([{ sign: 1 }]);
      expect(await number(`platform.change_set where id = ${String(id)}`)).toBe(1);
    }
    // The one that was being written when the process died may be there as well.
    const beyond = (await number('data.member')) - 100 - acknowledged.length;
    expect([0, 1]).toContain(beyond);
    expect(await number('history.member')).toBe(0);
    expect(
      await number('data.member t where not exists (select 1 from platform.change_set c where c.id = t.change_set)'),
    ).toBe(0);
    // The stage is swept once its time is over, and the same load then goes through.
    context.clock.set('2026-12-01T00:00:00Z');
    await sweepLoads(context);
    expect(await number("pg_class where relname like 'stage%'")).toBe(0);
    const again = await loadRows(context, {
      register: 'members',
      body: county.id('A'),
      caller,
      columns,
      rows: rowsOf(Array.from({ length: 2000 }, (_, i) => line(1000 + i))),
    });
    expect(again).toMatchObject({ new: 2000, wrong: 0 });
  }, 60_000);

  it('into an empty register leaves it empty, with its indexes', async () => {
    const indexes = "pg_indexes where schemaname = 'data' and tablename = 'member'";
    const before = await number(indexes);
    const acknowledged = await killedAt('read 20000', 'first', 40_000);
    await settled();
    expect(acknowledged).toEqual([]);
    expect([await number('data.member'), await number("platform.change_set where kind = 'records'")]).toEqual([0, 0]);
    expect(await number(indexes)).toBe(before);
  }, 60_000);
});
