import { describe, expect, it } from 'vitest';
import { newId } from './ids.ts';

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const day = new Date('2020-02-02T08:00:00.000Z');
const timeOf = (id: string) => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);

describe('an id', () => {
  it('is a UUID of version 7 that says its millisecond', () => {
    const id = newId(day);
    expect(id).toMatch(SHAPE);
    expect(timeOf(id)).toBe(day.getTime());
  });
  it('sorts by making, also where thousands are made in a millisecond', () => {
    const ids = [...Array.from({ length: 10_000 }, () => newId(day)), newId(new Date(day.getTime() + 1)), newId()];
    expect(ids.every((id) => SHAPE.test(id))).toBe(true);
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
  it('says an earlier time when it is asked for one', () => {
    newId(day);
    expect(timeOf(newId(new Date(0)))).toBe(0);
  });
});
