import { describe, expect, it } from 'vitest';
import type { Waterfall } from '../linkage/model.ts';
import { compareSides } from './compare-sides.ts';
import { openPart } from './explain-pair.ts';
import type { LinkedEntity } from './model.ts';
import type { OpenedRecord } from './open-records.ts';

const field = (name: string) => ({ element: `E.${name}`, name, names: { en: name }, dataType: 'string' });
const fields = ['full_name', 'born_on', 'number', 'remark'].map(field);
const all = fields.map(({ name }) => name);

const record = (id: string, values: Record<string, string | null>, open: readonly string[] = all) =>
  ({
    record: id,
    table: { register: 'members', entity: { fields } },
    fields: open,
    values,
  }) as unknown as OpenedRecord;

const of = {
  entity: 'person',
  settings: {
    fields: { name: { kind: 'name' }, born: { kind: 'date' }, id: { kind: 'identifier' } },
    comparisons: [{ field: 'name' }, { field: 'born' }, { field: 'id' }],
  },
  registers: [{ register: 'members', columns: { name: ['full_name'], born: ['born_on'], id: ['number'] } }],
} as unknown as LinkedEntity;

const step = (name: string, level: string, bits: number) => ({
  field: name,
  level,
  bits,
  m: 0,
  u: 0,
  left: 'l',
  right: 'r',
});
const waterfall = {
  prior: -13,
  rarity: 2,
  total: 20,
  thresholds: { match: 4, review: -4 },
  steps: [step('name', 'slip', 9), step('born', 'year', -1), step('id', 'same', 23)],
} as unknown as Waterfall;

const ann = { full_name: 'Ann Bell', born_on: '1980-02-01', number: '099000000001', remark: 'tall' };

describe('two records side by side', () => {
  it('are equal, like, different and missing, told by what linkage makes of it', () => {
    const [left, right] = [
      record('l', ann),
      record('r', { full_name: 'Ann Bel', born_on: '1980-11-12', number: ann.number, remark: null }),
    ];
    const shown = compareSides(of, { left, right, waterfall: openPart(of, { left, right }, waterfall) });
    expect(shown.map(({ field: name, likeness }) => [name, likeness])).toEqual([
      ['full_name', 'similar'],
      ['born_on', 'different'],
      ['number', 'equal'],
      ['remark', 'missing'],
    ]);
    // Marks and case are no difference of people, also where linkage does not look.
    const marks = record('r', { ...ann, remark: 'TÁLL' });
    expect(compareSides(of, { left, right: marks, waterfall: null }).at(-1)?.likeness).toBe('similar');
  });
});

describe('a column that is not open', () => {
  const open = all.filter((name) => name !== 'number');
  const [left, right] = [record('l', ann), record('r', { full_name: 'Ann Bell', born_on: '1980-02-01' }, open)];
  const seen = openPart(of, { left, right }, waterfall);
  it('is hidden on its side, and tells nothing by a level, a weight or a sum', () => {
    const number = compareSides(of, { left, right, waterfall: seen }).find((one) => one.field === 'number');
    expect(number).toMatchObject({
      right: null,
      hidden: { left: false, right: true },
      likeness: 'hidden',
      differs: false,
    });
    expect(seen.withheld).toEqual([{ field: 'id', names: { en: 'number' } }]);
    expect(seen.steps.map((one) => one.field)).toEqual(['name', 'born']);
    expect(seen.total).toBeNull();
    expect(seen.rarity).toBe(2);
  });
  it('when it is the name, takes its rarity along', () => {
    const nameless = record('r', ann, ['born_on', 'number']);
    expect(openPart(of, { left, right: nameless }, waterfall)).toMatchObject({ rarity: null, total: null });
  });
  it('says all of it when all is open', () => {
    const whole = openPart(of, { left, right: record('r', ann) }, waterfall);
    expect([whole.total, whole.withheld]).toEqual([20, []]);
  });
});
