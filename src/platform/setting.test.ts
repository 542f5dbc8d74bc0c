import { beforeAll, expect, it } from 'vitest';
import Type from 'typebox';
import { testDatabase } from '../../test/harness/database.ts';
import { fixedClock } from './clock.ts';
import type { Database } from './db/db.ts';
import { firstDay, keepSetting, readSetting, writeSetting } from './setting.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});

it('keeps what was remembered first, and changes it only when told to', async () => {
  expect(await keepSetting(db, 'word', Type.String(), 'first')).toBe('first');
  expect(await keepSetting(db, 'word', Type.String(), 'second')).toBe('first');
  await writeSetting(db, 'word', 'third');
  expect(await readSetting(db, 'word', Type.String())).toBe('third');
  expect(await readSetting(db, 'other', Type.String())).toBeUndefined();
});

it('remembers the first day in the profile’s time zone, for ever', async () => {
  const clock = fixedClock('2026-11-22T20:00:00Z');
  const profile = { timeZone: 'Asia/Ho_Chi_Minh' } as Parameters<typeof firstDay>[0]['profile'];
  expect(await firstDay({ db, clock, profile })).toBe('2026-11-23');
  clock.set('2026-12-24T20:00:00Z');
  expect(await firstDay({ db, clock, profile })).toBe('2026-11-23');
});
