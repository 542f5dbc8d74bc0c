import { describe, expect, it } from 'vitest';
import { expectations } from './figures.ts';
import { tellStory } from './index.ts';
import { POINTED_ROW, ROWS_ABOVE } from './officer-file.ts';

const story = tellStory();
const told = expectations(story.figures);
const source = new Map(
  story.loads.flatMap((load) => (load.register === 'dan-cu' ? load.rows : [])).map((row) => [row['person_id'], row]),
);
const members = story.loads.filter((load) => load.register === 'dang-vien');
const now = members.flatMap((load) => load.rows.map((row) => ({ row, ended: load.ended ?? [] })));
const gone = new Set(members.flatMap((load) => load.ended ?? []));
const current = [...new Map(now.map(({ row }) => [row['card_no'], row])).values()].filter(
  (row) => !gone.has(row['card_no'] as string),
);

const fold = (name: string) => name.normalize('NFC').toLowerCase();
const verified = (rows: readonly Readonly<Record<string, string>>[]) =>
  rows.filter((row) => {
    const held = source.get(row['person_id'] as string);
    return (
      held &&
      fold(held['birth_name'] as string) === fold(row['birth_name'] as string) &&
      held['birth_date'] === row['birth_date']
    );
  }).length;

describe('the story', () => {
  it('is the same every time', () => expect(tellStory()).toEqual(story));
  it('holds and verifies at the start what the figures say', () => {
    expect(current).toHaveLength(told.start.records);
    expect(verified(current)).toBe(told.start.verified);
    expect(source.size).toBe(story.figures.population);
  });
  it('has no identifier that could be a real person’s', () => {
    const ids = [
      ...source.keys(),
      ...current.map((row) => row['person_id']),
      ...story.officer.lines.map((line) => line.listed.id),
    ];
    expect(ids.filter((id) => id?.length === 12 && !id.startsWith('099'))).toEqual([]);
  });
  it('plants in the officer’s file what the figures say, and points at a row with eleven digits', () => {
    const { lines } = story.officer;
    expect(lines).toHaveLength(told.file.lines);
    expect(lines[POINTED_ROW - ROWS_ABOVE - 1]?.listed.id).toMatch(/^\d{11}$/);
    const ids = lines.map((line) => line.listed.id);
    expect(ids.filter((id) => !/^(\d{12}|\d{9})$/.test(id))).toHaveLength(
      story.figures.communes[0]?.file?.wrongIds ?? -1,
    );
    expect(ids.filter((id) => /^\d{9}$/.test(id))).toHaveLength(told.file.withoutId);
    expect(lines.filter((line) => line.listed.name === '')).toHaveLength(2);
    expect(lines.length - new Set(lines.map((line) => line.card)).size).toBe(3);
    expect(lines.filter((line) => line.listed.residence !== '99101')).toHaveLength(told.file.formerCodes);
  });
  it('lets a slip always be a difference', () => {
    const changed = story.officer.lines.filter(
      (line) => line.listed.name !== '' && fold(line.listed.name) !== fold(line.person.name),
    );
    expect(changed).toHaveLength(9);
  });
  it('mends what can be mended', () => {
    const right = story.officer.mended.filter((line) => source.has(line.person.id));
    expect([story.officer.mended.length, right.length]).toEqual([told.mendedFile.lines, told.mendedFile.stored]);
  });
  it('has 150 organisations and 5 closed ones', () => {
    const rows = story.loads.find((load) => load.register === 'to-chuc-dang')?.rows ?? [];
    expect([rows.filter((row) => row['organisation_status'] === 'HOAT_DONG').length, rows.length]).toEqual([150, 155]);
  });
});
