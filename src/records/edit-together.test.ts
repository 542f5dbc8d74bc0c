/** Edits that share a commit: each is stored or refused as if it had come alone, and none is answered before the commit. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { raw, sql } from '../platform/db/sql.ts';
import { hashRequest, once } from '../platform/http/idempotency.ts';
import type { Problem } from '../platform/http/problem.ts';
import { problems } from '../platform/problems.ts';
import { openEdits, type Edited } from './edit-together.ts';
import { loadRows } from './load-rows.ts';
import { editRecord } from './write-record.ts';

const ROWS = 12;
let county: County;
let edit: ReturnType<typeof openEdits>;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
  const { context } = county;
  const rows = rowsOf(Array.from({ length: ROWS }, (_, i) => line(i)));
  await loadRows(context, { register: 'members', body: county.id('A'), caller: county.caller('A'), columns, rows });
  edit = openEdits(context);
});

interface Row {
  readonly record: string;
  readonly version: number;
  readonly name: string;
  readonly key: string;
  readonly changeSet: number;
}
const held = () =>
  county.context.db.rows<Row>(
    raw(`select record_id as record, version, full_name as name, card_no as key, change_set as "changeSet"
      from data.member order by record_id`),
  );
const absent = () => Promise.resolve(new Error('absent'));
const ask = (
  { record, version }: Pick<Row, 'record' | 'version'>,
  values: Record<string, string>,
  scope: 'all' | number[] = 'all',
) => edit({ register: 'members', record, version, values, caller: county.caller('A', 'officer'), scope, absent });

const what = fc.constantFrom(
  'name',
  'name and day',
  'same',
  'stale',
  'wrong',
  'taken',
  'outside',
  'absent',
  'no field',
);
const wish = fc.record({ at: fc.integer({ min: 0, max: ROWS - 1 }), what, name: fc.constantFrom('Ada', 'Ben', 'Cid') });
const NOBODY = '00000000-0000-7000-8000-000000000000';

/** The edit, and whether it may pass when nothing else edits this record. */
function asked({ at, what, name }: { at: number; what: string; name: string }, rows: readonly Row[]) {
  const row = rows[at] as Row;
  const full_name = `${name} ${String(at)} ${String(row.version % 1000)}`;
  const other = rows[(at + 1) % rows.length] as Row;
  if (what === 'same') return { passes: true, send: () => ask(row, { full_name: row.name }) };
  if (what === 'stale') return { passes: false, send: () => ask({ ...row, version: row.version - 1 }, { full_name }) };
  if (what === 'wrong') return { passes: false, send: () => ask(row, { born_on: 'no day' }) };
  if (what === 'taken') return { passes: false, send: () => ask(row, { card_no: other.key }) };
  if (what === 'outside') return { passes: false, send: () => ask(row, { full_name }, []) };
  if (what === 'absent') return { passes: false, send: () => ask({ ...row, record: NOBODY }, { full_name }) };
  if (what === 'no field') return { passes: false, send: () => ask(row, { nothing: 'x' }) };
  const values = what === 'name' ? { full_name } : { full_name, born_on: `19${String(50 + at)}-01-01` };
  return { passes: true, send: () => ask(row, values) };
}

const count = async (query: string) =>
  (await county.context.db.rows<{ n: number }>(sql`select count(*) as n from ${raw(query)}`))[0]?.n ?? -1;

/** What was answered stands there, with its history and its change set; what was refused changed nothing. */
async function agrees(before: readonly Row[], answers: readonly PromiseSettledResult<Edited>[]): Promise<void> {
  const after = new Map((await held()).map((row) => [row.record, row]));
  const done = answers.flatMap((one) =>
    one.status === 'fulfilled' && one.value.changeSet !== null ? [one.value] : [],
  );
  expect(new Set(done.map(({ record }) => record)).size).toBe(done.length);
  for (const row of before) {
    const mine = done.find(({ record }) => record === row.record);
    if (!mine) {
      expect(after.get(row.record)).toEqual(row);
      continue;
    }
    expect(after.get(row.record)).toMatchObject({ version: row.version + 1, changeSet: mine.changeSet });
    if (mine.stored) expect(mine.stored.values['full_name']).toBe(after.get(row.record)?.name);
    const id = String(mine.changeSet);
    expect(
      await count(
        `history.member where record_id = '${row.record}' and version = ${String(row.version)} and ended_by = ${id}`,
      ),
    ).toBe(1);
    expect(
      await count(
        `platform.change_set where id = ${id} and members = array['${row.record}'::uuid] and rows_changed = 1`,
      ),
    ).toBe(1);
  }
}

const actOf = (key: string | undefined, content: unknown) => ({
  ...{ key, actor: county.caller('A', 'officer').account, hash: hashRequest(content), now: county.context.clock.now() },
});
const keyed = ({ record, version }: Row, values: Record<string, string>, key: string | undefined) =>
  edit(
    { register: 'members', record, version, values, caller: county.caller('A', 'officer'), scope: 'all', absent },
    actOf(key, { record, version, values }),
  );

describe('edits with a key that arrive together', () => {
  it('share one commit, and each is done once however often it is sent, with one answer', async () => {
    const rows = await held();
    const sets = await count('platform.change_set');
    const send = () => rows.map((row) => keyed(row, { full_name: `Keyed ${row.key}` }, `once ${row.key}`));
    const [firsts, seconds] = [await Promise.all([...send(), ...send()]), await Promise.all(send())];
    expect(await count('platform.change_set')).toBe(sets + ROWS);
    expect(await count('(select distinct xmin::text from data.member) x')).toBeLessThanOrEqual(2);
    for (const [i, { record, version, changeSet }] of [...firsts, ...seconds].entries())
      expect({ record, version, changeSet }).toMatchObject({
        record: rows[i % ROWS]?.record,
        version: (rows[i % ROWS]?.version ?? 0) + 1,
        changeSet: firsts[i % ROWS]?.changeSet,
      });
  });

  it('twin: without a key the second is refused, because the record is another by then', async () => {
    const [row] = await held();
    const answers = await Promise.allSettled(
      [1, 2].map(() => keyed(row as Row, { full_name: 'Twice without a key' }, undefined)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('are refused when the key came with another content, in one batch and later', async () => {
    const [one, other] = await held();
    const answers = await Promise.allSettled([
      keyed(one as Row, { full_name: 'First content' }, 'same key'),
      keyed(other as Row, { full_name: 'Other content' }, 'same key'),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const refused = answers.find((answer) => answer.status === 'rejected');
    expect((refused?.reason as Problem).kind).toBe(problems.idempotencyConflict.kind);
    const [, , third] = await held();
    await expect(keyed(third as Row, { full_name: 'Third content' }, 'same key')).rejects.toMatchObject({
      kind: problems.idempotencyConflict.kind,
    });
  });

  it('wait for nobody who is at the same key: only they themselves do', async () => {
    const [one, ...others] = await held();
    const act = { ...actOf('held elsewhere', 'x'), key: 'held elsewhere' };
    let waiting: Promise<unknown> = Promise.resolve();
    await county.context.db.transaction(async (tx) => {
      await once(tx, act, () => Promise.resolve('at work'));
      waiting = keyed(one as Row, { full_name: 'Waits for its key' }, 'held elsewhere').catch(() => 'refused');
      const done = await Promise.all(
        others.map((row) => keyed(row, { full_name: `Free ${row.key}` }, `free ${row.key}`)),
      );
      expect(done.every(({ changeSet }) => changeSet !== null)).toBe(true);
      expect(await Promise.race([waiting, pause(50, 'still waiting')])).toBe('still waiting');
    });
    expect(await waiting).toBe('refused');
  });
});

describe('edits that arrive together', () => {
  it('are each stored or refused as if they had come alone', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 2, maxLength: 16 }), async (wishes) => {
        const before = await held();
        const sent = wishes.map((one) => asked(one, before));
        const causes = await count('(select distinct cause from platform.change_set) c');
        const sets = await count('platform.change_set');
        const answers = await Promise.allSettled(sent.map(({ send }) => send()));
        const done = answers.filter((one) => one.status === 'fulfilled' && one.value.changeSet !== null).length;
        // Each with an entry of its own in the audit trail.
        expect((await count('platform.change_set')) - sets).toBe(done);
        expect((await count('(select distinct cause from platform.change_set) c')) - causes).toBe(done);
        for (const [i, one] of sent.entries()) {
          const isOnly = wishes.filter(({ at }, n) => at === wishes[i]?.at && sent[n]?.passes).length === 1;
          if (!one.passes) expect(answers[i]?.status).toBe('rejected');
          else if (isOnly) expect(answers[i]?.status).toBe('fulfilled');
        }
        await agrees(before, answers);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('share one commit', async () => {
    const rows = await held();
    await Promise.all(rows.map((row) => ask(row, { full_name: `Together ${row.key}` })));
    expect(await count('(select distinct xmin::text from data.member) x')).toBeLessThanOrEqual(2);
    expect(await count('(select distinct change_set from data.member) x')).toBe(ROWS);
  });

  it('are harmed by none that waits for another writer', async () => {
    const [locked, ...others] = await held();
    const { db } = county.context;
    let waiting: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx.run(sql`select 1 from data.member where record_id = ${locked?.record ?? ''}::uuid for update`);
      waiting = ask(locked as Row, { full_name: 'Waits' });
      const done = await Promise.all(others.map((row) => ask(row, { full_name: `Waits not ${row.key}` })));
      expect(done.every(({ changeSet }) => changeSet !== null)).toBe(true);
      expect(await Promise.race([waiting, pause(50, 'still waiting')])).toBe('still waiting');
    });
    expect(await waiting).toMatchObject({ version: (locked?.version ?? 0) + 1 });
  });

  it('are done by themselves too when there are more of them than connections', async () => {
    const rows = await held();
    const { context } = county;
    const alone = (row: Row, i: number) =>
      editRecord(context, {
        ...{ register: 'members', record: row.record, version: row.version, scope: 'all', absent },
        ...{ values: { full_name: `Alone ${String(i)}` }, caller: county.caller('A', 'officer') },
      });
    const many = await Promise.allSettled([...rows, ...rows, ...rows, ...rows].map(alone));
    expect(many.filter(({ status }) => status === 'fulfilled')).toHaveLength(ROWS);
  }, 20_000);

  it('are answered only when their commit is through', async () => {
    const { db } = county.context;
    // A commit that takes as long as we want: what the trigger does is the last thing before it.
    await db.script(`create function data.dawdle() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock_shared(77); return null; end $$;
      create constraint trigger dawdle after update on data.member deferrable initially deferred
        for each row execute function data.dawdle()`);
    const answered: string[] = [];
    let all: Promise<unknown> = Promise.resolve();
    await db.transaction(async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(77)`);
      const rows = await held();
      all = Promise.all(
        rows.map(async (row) => answered.push((await ask(row, { full_name: `Late ${row.key}` })).record)),
      );
      await pause(400);
      expect(answered).toEqual([]);
      expect(await count(`data.member where full_name like 'Late%'`)).toBe(0);
    });
    await all;
    expect(answered).toHaveLength(ROWS);
    await db.script('drop trigger dawdle on data.member; drop function data.dawdle');
  });
});

describe('a process that is killed', () => {
  it('has lost no edit that it acknowledged', async () => {
    const script = new URL('../../test/harness/edit-process.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [script, JSON.stringify(county.context.db.connection)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const acknowledged: string[][] = [];
    for await (const said of createInterface({ input: child.stdout })) {
      acknowledged.push(said.split(' '));
      if (acknowledged.length === 200) child.kill('SIGKILL');
    }
    await ended;
    expect(acknowledged.length).toBeGreaterThanOrEqual(200);
    const versions = new Map(
      (
        await county.context.db.rows<{ at: string }>(
          raw(`select record_id || ' ' || version || ' ' || change_set as at from data.member
            union all select record_id || ' ' || version || ' ' || change_set from history.member`),
        )
      ).map(({ at }) => [at, true]),
    );
    expect(acknowledged.filter((one) => !versions.has(one.join(' ')))).toEqual([]);
    const sets = acknowledged.map((one) => one[2] ?? '').join(',');
    expect(await count(`platform.change_set where id in (${sets})`)).toBe(acknowledged.length);
  }, 60_000);
});
