import { beforeEach, describe, expect, it } from 'vitest';
import { slugOf } from '../../test/harness/bodies-story.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { findChangeSet } from '../platform/changes/index.ts';
import { Problem } from '../platform/http/problem.ts';
import { sql } from '../platform/db/sql.ts';
import { loadRows } from './load-rows.ts';
import { findLoad } from './read-loads.ts';
import { undoability, undoChangeSet } from './undo-change-set.ts';
import { createRecord, editRecord, endRecord } from './write-record.ts';

let county: County;
beforeEach(async () => {
  county = await openCounty(await testDatabase());
});

const officer = () => county.caller('A', 'officer');
const load = async (lines: readonly (readonly string[])[]) =>
  loadRows(county.context, {
    register: 'members',
    body: county.id('A'),
    caller: officer(),
    columns,
    rows: rowsOf(lines),
  });
const names = async () =>
  (await county.context.db.rows<{ full_name: string }>(sql`select full_name from data.member order by card_no`)).map(
    (row) => row.full_name,
  );
const undo = (changeSet: number | null, more: Partial<Parameters<typeof undoChangeSet>[1]> = {}) =>
  undoChangeSet(county.context, { changeSet: changeSet ?? 0, caller: officer(), ...more });
const one = async (card_no: string) => {
  const [row] = await county.context.db.rows<{ record_id: string; version: number }>(
    sql`select record_id, version from data.member where card_no = ${card_no}`,
  );
  const absent = () => Promise.resolve(new Error('absent'));
  return {
    register: 'members',
    caller: officer(),
    record: row!.record_id,
    version: row!.version,
    scope: 'all',
    absent,
  } as const;
};

describe('undoing a load', () => {
  it('ends what it made and brings back what it changed, as one change set that can be followed', async () => {
    await load([line(1), line(2)]);
    const second = await load([line(2, { full_name: 'New name' }), line(3)]);
    expect(await names()).toEqual(['Member B', 'New name', 'Member D']);
    const undone = await undo(second.changeSet);
    expect(undone).toMatchObject({ ended: 1, restored: 1, revived: 0, left: 0 });
    expect(await names()).toEqual(['Member B', 'Member C']);
    expect(await findChangeSet(county.context.db, undone.changeSet)).toMatchObject({
      kind: 'undo',
      rowsChanged: 1,
      rowsEnded: 1,
      members: expect.any(Array) as unknown,
    });
    expect(await findLoad(county.context.db, second.id)).toMatchObject({ state: 'undone', undoneBy: undone.changeSet });
    const again = await load([line(2, { full_name: 'New name' }), line(3)]);
    expect(again).toMatchObject({ new: 1, changed: 1 });
  });

  it('names what was changed again, and leaves just that when told to', async () => {
    const { changeSet } = await load([line(1), line(2), line(3)]);
    const changed = await one('000002');
    await editRecord(county.context, { ...changed, values: { full_name: 'Edited since' } });
    await endRecord(county.context, await one('000003'));
    const seen = await undoability(county.context, { changeSet: changeSet ?? 0, caller: officer() });
    expect(seen).toMatchObject({ reason: undefined, remaining: 1 });
    expect(seen.dependents).toContain(changed.record);
    const refused = await undo(changeSet).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect((refused as Problem).extras).toMatchObject({ dependents: { count: 2 } });
    expect(await names()).toEqual(['Member B', 'Edited since']);
    expect(await undo(changeSet, { leaveDependents: true })).toMatchObject({ ended: 1, left: 2 });
    expect(await names()).toEqual(['Edited since']);
  });

  it('is offered once, for a day, to the body that made it and to the data manager', async () => {
    const { context } = county;
    const { changeSet } = await load([line(1)]);
    await county.sequence();
    const reasonFor = async (caller: ReturnType<County['caller']>) =>
      (await undoability(context, { changeSet: changeSet ?? 0, caller })).reason;
    expect(await reasonFor(county.caller('B', 'officer'))).toBe('not-yours');
    expect(await reasonFor(county.caller('C', 'data-manager'))).toBe('not-yours');
    expect(await reasonFor(county.caller('DM', 'officer'))).toBe('not-yours');
    expect(await reasonFor(county.caller('DM', 'data-manager'))).toBeUndefined();
    expect(await slugOf(undo(changeSet, { caller: county.caller('B', 'officer') }))).toBe('not-undoable');
    context.clock.set('2026-11-24T03:00:01Z');
    expect(await reasonFor(officer())).toBe('too-late');
    expect(await slugOf(undo(changeSet))).toBe('not-undoable');
    context.clock.set('2026-11-24T02:59:59Z');
    await undo(changeSet);
    expect(await reasonFor(officer())).toBe('already-undone');
    expect(await slugOf(undo(changeSet))).toBe('not-undoable');
    expect(await slugOf(undo(999_999))).toBe('change-set-not-found');
  });

  it('leaves nothing when another room fails with it', async () => {
    const { changeSet } = await load([line(1)]);
    const within = () => Promise.reject(new Error('the other room failed'));
    await expect(undo(changeSet, { within })).rejects.toThrow('the other room failed');
    expect(await names()).toEqual(['Member B']);
    expect(
      (await undoability(county.context, { changeSet: changeSet ?? 0, caller: officer() })).reason,
    ).toBeUndefined();
  });
});

it('undoing an end revives the record, unless its key has been given away', async () => {
  const { context } = county;
  await load([line(1), line(2)]);
  const first = await one('000001');
  const { changeSet } = await endRecord(context, first);
  expect(await undo(changeSet)).toMatchObject({ revived: 1 });
  expect(await one('000001')).toMatchObject({ record: first.record, version: first.version + 1 });
  const again = await endRecord(context, await one('000001'));
  const values = { card_no: '000001', full_name: 'Somebody else' };
  await createRecord(context, { register: 'members', caller: officer(), body: county.id('A'), values });
  expect(await slugOf(undo(again.changeSet))).toBe('not-undoable');
  expect(await names()).toEqual(['Somebody else', 'Member C']);
});

it('undoes more rows than a change set may name', async () => {
  const many = Array.from({ length: 1500 }, (_, i) => line(i));
  const { changeSet } = await load(many);
  expect(await undo(changeSet)).toMatchObject({ ended: 1500 });
  expect(await names()).toEqual([]);
});
