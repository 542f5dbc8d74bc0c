import { describe, expect, it } from 'vitest';
import { filterKindOf, readFilters, toWhere, withoutFilters, writeFilter } from './filters.ts';

describe('filters in the address', () => {
  it('come back as they were put in, whatever stands in the values', () => {
    const values = ['a,b', 'c|d', 'e:f', 'Nguyễn & con', '100%'];
    const search = writeFilter({ order: '-x' }, 'name', [{ op: 'in', values }]);
    expect(readFilters(search)).toEqual([{ field: 'name', op: 'in', values }]);
    expect(search['order']).toBe('-x');
  });

  it('hold a range as two conditions of one field', () => {
    const search = writeFilter({}, 'born', [
      { op: 'ge', values: ['1980-01-01'] },
      { op: 'le', values: ['1990-12-31'] },
    ]);
    expect(toWhere(readFilters(search))).toEqual(['born:ge:1980-01-01', 'born:le:1990-12-31']);
  });

  it('take no value for empty and not empty', () => {
    expect(toWhere(readFilters({ 'f.person_id': 'null' }))).toEqual(['person_id:null']);
  });

  it('leave out what cannot be read, and go with the field or all at once', () => {
    expect(readFilters({ 'f.a': 'eq:%E0%A4%A', 'f.b': ':::', other: 'eq:1' })).toEqual([]);
    expect(writeFilter({ 'f.a': 'eq:1', q: 'x' }, 'a', [])).toEqual({ q: 'x' });
    expect(withoutFilters({ 'f.a': 'eq:1', 'f.b': 'null', q: 'x' })).toEqual({ q: 'x' });
  });

  it('follow the type of the field', () => {
    expect(['date', 'partialDate', 'decimal', 'code', 'identifier'].map(filterKindOf)).toEqual([
      'date',
      'date',
      'number',
      'code',
      'text',
    ]);
  });
});
