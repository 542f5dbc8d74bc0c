/** Random sequences of loads, edits, ends and undoings: the register, its deltas and its past must always agree. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { Problem } from '../platform/http/problem.ts';
import { currentPosition, findChangeSet, type Position } from '../platform/changes/index.ts';
import { sql } from '../platform/db/sql.ts';
import { checkLoad } from './check-load.ts';
import { commitLoad } from './commit-load.ts';
import { loadRows } from './load-rows.ts';
import type { RegisterTable } from './model.ts';
import { openRegister } from './open-register.ts';
import { stageUpload } from './stage-upload.ts';
import { delta, relation } from './store/relation.ts';
import { undoChangeSet } from './undo-change-set.ts';
import { createRecord, editRecord, endRecord } from './write-record.ts';

let county: County;
let table: RegisterTable;
beforeAll(async () => {
  county = await openCounty(await testDatabase());
  table = await openRegister(county.context.db, 'members');
});

const KEYS = 8;
const key = fc.integer({ min: 0, max: KEYS - 1 });
const name = fc.constantFrom('Ada', 'Ben', 'Cid');
const file = fc.array(fc.tuple(key, name), { minLength: 1, maxLength: 10 });
const step = fc.oneof(
  fc.record({ act: fc.constant('load' as const), file, way: fc.constantFrom('checked', 'straight') }),
  fc.record({ act: fc.constant('create' as const), key, name }),
  fc.record({ act: fc.constant('edit' as const), key, name }),
  fc.record({ act: fc.constant('end' as const), key }),
  fc.record({ act: fc.constant('undo' as const), back: fc.integer({ min: 0, max: 4 }), leave: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Row {
  readonly record_id: string;
  readonly version: number;
  readonly card_no: string;
  readonly full_name: string;
  readonly body_id: number;
}
const shown = ['card_no', 'full_name'];
const now = (at?: Position) =>
  county.context.db.rows<Row>(
    sql`select record_id, version, body_id, card_no, full_name
      from ${relation(table, { columns: shown, scope: 'all', ...(at && { knownOn: at }) })} r order by card_no`,
  );

async function load(step: Extract<Step, { act: 'load' }>): Promise<number | null> {
  const { context } = county;
  const caller = county.caller('A', 'officer');
  const lines = step.file.map(([n, full_name]) => line(n, { full_name }));
  const request = { register: 'members', body: county.id('A'), caller, columns, rows: rowsOf(lines, 3), turn: 3 };
  if (step.way === 'straight') return countsAddUp(await loadRows(context, request));
  const { id } = await stageUpload(context, request);
  await checkLoad(context, id);
  return countsAddUp(await commitLoad(context, id, { caller, onlyValid: true }));
}

function countsAddUp(done: Awaited<ReturnType<typeof loadRows>>): number | null {
  expect(done.rows).toBe(done.ready + done.wrong);
  expect(done.ready).toBe(done.new + done.changed + done.unchanged);
  expect(Object.values(done.findings).reduce((a, b) => a + b, 0)).toBe(done.wrong);
  expect(done.changeSet === null).toBe(done.new + done.changed === 0);
  return done.changeSet;
}

/** Does a step; what cannot be done now is refused with a problem and changes nothing. */
async function take(step: Step, past: readonly number[]): Promise<number | null> {
  const { context } = county;
  const caller = county.caller('A', 'officer');
  const id = county.id('A');
  if (step.act === 'load') return load(step);
  if (step.act === 'undo') {
    const changeSet = past.at(-1 - step.back);
    if (changeSet === undefined) return null;
    return (await undoChangeSet(context, { changeSet, caller, leaveDependents: step.leave })).changeSet;
  }
  const card_no = String(step.key).padStart(6, '0');
  if (step.act === 'create') {
    const values = { card_no, full_name: step.name };
    return (await createRecord(context, { register: 'members', caller, body: id, values })).changeSet;
  }
  const [row] = await context.db.rows<Row>(sql`select record_id, version from data.member where card_no = ${card_no}`);
  if (!row) return null;
  const absent = () => Promise.resolve(new Error('absent'));
  const change = { register: 'members', caller, record: row.record_id, version: row.version, scope: [id], absent };
  if (step.act === 'end') return (await endRecord(context, change)).changeSet;
  return (await editRecord(context, { ...change, values: { full_name: step.name } })).changeSet;
}

/** The state that the deltas of all change sets add up to. */
async function sumOfDeltas(changes: readonly number[], members: boolean): Promise<Row[]> {
  const versions = new Map<string, Row>();
  for (const id of changes) {
    const change = (await findChangeSet(county.context.db, id))!;
    const rows = await county.context.db.rows<Row & { sign: number }>(
      sql`select * from ${delta(table, members ? change : { id }, shown)} d order by sign`,
    );
    for (const { sign, ...row } of rows) {
      if (sign > 0) versions.set(row.record_id, row);
      else if (versions.get(row.record_id)?.version === row.version) versions.delete(row.record_id);
      else expect.fail('a delta ends a version that nothing began');
    }
  }
  return [...versions.values()].sort((a, b) => (a.card_no < b.card_no ? -1 : 1));
}

const plain = (rows: readonly Row[]) =>
  rows.map(({ record_id, version, body_id, card_no, full_name }) => ({
    record_id,
    version,
    body_id,
    card_no,
    full_name,
  }));

describe('after any sequence of acts', () => {
  it('deltas add up to what stands, and every moment of the past reads as it stood', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), async (steps) => {
        const { context } = county;
        await context.db.script(`truncate data.member, history.member, records.load, records.undone cascade`);
        const past: number[] = [];
        const snapshots: { at: Position; rows: Row[] }[] = [];
        const versions = new Map<string, number>();
        for (const one of steps) {
          const before = await now();
          const done = await take(one, past).catch((error: unknown) => {
            if (error instanceof Problem) return error;
            throw error;
          });
          const after = await now();
          if (done instanceof Problem || done === null) expect(after).toEqual(before);
          else past.push(done);
          await county.sequence();
          snapshots.push({ at: await currentPosition(context.db), rows: after });
          for (const row of after) {
            expect(row.version).toBeGreaterThanOrEqual(versions.get(row.record_id) ?? 0);
            versions.set(row.record_id, row.version);
          }
        }
        for (const { at, rows } of snapshots) expect(await now(at)).toEqual(rows);
        const stands = plain(await now());
        expect(plain(await sumOfDeltas(past, true))).toEqual(stands);
        expect(plain(await sumOfDeltas(past, false))).toEqual(stands);
      }),
      { numRuns: 40 },
    );
  });

  it('the same file again changes nothing, by either way', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.constantFrom('checked', 'straight'), async (lines, way) => {
        await county.context.db.script(`truncate data.member, history.member, records.load, records.undone cascade`);
        const first = await take({ act: 'load', file: lines, way }, []);
        const before = await now();
        const again = await take({ act: 'load', file: lines, way }, []);
        expect([first === null, again]).toEqual([false, null]);
        expect(await now()).toEqual(before);
      }),
      { numRuns: 15 },
    );
  });
});
