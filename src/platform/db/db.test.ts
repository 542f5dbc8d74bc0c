import { beforeAll, describe, expect, it } from 'vitest';
import Type from 'typebox';
import { testDatabase } from '../../../test/harness/database.ts';
import { openDatabase, type Database, type Db } from './db.ts';
import { id, join, prepared, raw, render, renderLiteral, sql } from './sql.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
  await db.script('create table public.thing (n bigint primary key, word text)');
});

describe('sql', () => {
  it('numbers parameters through nested fragments', () => {
    const inner = sql`a = ${1}`;
    expect(render(sql`select ${id('x', 'y"z')} where ${inner} and b in (${join([sql`${2}`, sql`${3}`])})`)).toEqual({
      text: 'select "x"."y""z" where a = $1 and b in ($2, $3)',
      values: [1, 2, 3],
    });
  });
  it('writes literals that cannot end their quotes', () => {
    expect(renderLiteral(sql`select ${"it's"}, ${null}, ${true}, ${7}`)).toBe("select 'it''s', null, true, 7");
  });
});

describe('a database', () => {
  it('refuses a row that does not have its declared type', async () => {
    await expect(db.many(Type.Object({ n: Type.String() }), sql`select 1 as n`)).rejects.toThrow(/declared type/);
  });
  it('plans a prepared statement anew, on every connection, when a column has another type', async () => {
    await db.script(`create table public.grows (n bigint); insert into public.grows values (7)`);
    const ask = () => db.rows(prepared(sql`select r.* from (select t.n from public.grows t) r`));
    const onMany = () => Promise.all(Array.from({ length: 4 }, ask));
    expect(await onMany()).toEqual(Array.from({ length: 4 }, () => [{ n: 7 }]));
    await db.script('alter table public.grows alter column n type text');
    expect(await onMany()).toEqual(Array.from({ length: 4 }, () => [{ n: '7' }]));
    expect(await onMany()).toEqual(Array.from({ length: 4 }, () => [{ n: '7' }]));
  });
  it('plans once a connection what is asked often, and never what reads rows whose columns change', async () => {
    await using one = openDatabase(db.connection, 1);
    const planned = async (like: string) =>
      (await one.rows(sql`select name from pg_prepared_statements where statement like ${like}`)).length;
    const rows = sql`select count(*) as n from data.often`;
    await one.script('create table data.often (n bigint); create table public.often (n bigint)');
    for (let i = 0; i < 30; i += 1) {
      await one.rows(sql`select ${i}::bigint + count(*) as often from public.often`);
      await one.rows(rows);
      await one.rows(raw(`select count(*) as varies${String(i)} from public.often`));
    }
    expect([await planned('%as often%'), await planned('%data.often%'), await planned('%as varies%')]).toEqual([
      1, 0, 0,
    ]);
    await one.script('alter table data.often alter column n type text');
    expect(await one.transaction((tx) => tx.rows(rows))).toEqual([{ n: 0 }]);
    await one.script('drop table data.often');
  });
  it('puts a role on for a nested transaction alone, and takes it off when the work fails', async () => {
    const who = (tx: Db) => tx.rows(sql`select current_user as who`);
    await db.script('drop role if exists "artery_nested"; create role "artery_nested"');
    await db.transaction(async (tx) => {
      const [before] = await who(tx);
      expect(await tx.transaction(who, { role: 'artery_nested' })).toEqual([{ who: 'artery_nested' }]);
      expect(await who(tx)).toEqual([before]);
      const fails = tx.transaction((inner) => inner.rows(sql`select 1 / 0`), { role: 'artery_nested' });
      await expect(fails).rejects.toThrow(/division/);
      await expect(tx.transaction(who, { role: 'artery_nobody' })).rejects.toThrow(/does not exist/);
      expect(await who(tx)).toEqual([before]);
    });
    await db.script('drop role "artery_nested"');
  });
  it('undoes a nested transaction and keeps the outer one', async () => {
    await db.transaction(async (tx) => {
      await tx.run(sql`insert into public.thing values (1, 'kept')`);
      await tx
        .transaction(async (inner) => {
          await inner.run(sql`insert into public.thing values (2, 'lost')`);
          throw new Error('inner');
        })
        .catch(() => undefined);
    });
    expect(await db.rows(sql`select n, word from public.thing where n < 10`)).toEqual([{ n: 1, word: 'kept' }]);
  });
  describe('whose connections are all held by work that asks for one more', () => {
    /** Ten transactions at once on two connections: each asks the pool inside, the last of them in a transaction of its own. */
    async function crowd(isFlat: boolean): Promise<number> {
      await using few = openDatabase(db.connection, 2, { isFlat, waitMs: isFlat ? 300 : 60_000 });
      const one = async () => {
        await few.rows(sql`select 1`);
        return few.transaction((inner) => inner.transaction(() => few.rows(sql`select 1`)));
      };
      const asked = await Promise.allSettled(Array.from({ length: 10 }, () => few.transaction(one)));
      return asked.filter(({ status }) => status === 'fulfilled').length;
    }
    it('goes on: the second comes from the next tier', async () => {
      expect(await crowd(false)).toBe(10);
    });
    it('twin: from the same ones, all wait for each other', async () => {
      expect(await crowd(true)).toBeLessThan(10);
    });
  });
  it('copies in inside a transaction, and leaves nothing when the source breaks', async () => {
    const copy = sql`copy public.thing from stdin`;
    expect(await db.transaction((tx) => tx.copyIn(copy, lines(['10\ta\n', '11\tb\n'])))).toBe(2);
    await expect(db.transaction((tx) => tx.copyIn(copy, broken()))).rejects.toThrow('the line broke');
    expect(await db.rows(raw('select count(*)::int as n from public.thing where n >= 10'))).toEqual([{ n: 2 }]);
  });
  it('copies out as it copied in', async () => {
    let text = '';
    for await (const chunk of db.copyOut(sql`copy (select * from public.thing where n >= ${10} order by n) to stdout`))
      text += chunk.toString();
    expect(text).toBe('10\ta\n11\tb\n');
  });
});

async function* lines(all: string[]) {
  yield* all;
}
async function* broken() {
  yield '12\tc\n';
  throw new Error('the line broke');
}
