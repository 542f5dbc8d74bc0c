import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { startKeyService } from '../../../test/harness/key-service.ts';
import { fixedClock } from '../clock.ts';
import { sql } from '../db/sql.ts';
import { openAudit, openKeys } from '../ledger/index.ts';
import { openDataKeys, fieldsKey } from './data-keys.ts';
import {
  blindIndex,
  blindKey,
  dataKey,
  decryptValue,
  encryptValue,
  placeBytes,
  SealedValueError,
  type Place,
} from './field-cipher.ts';
import { keyFilePort, type KeyPort } from './key-port.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-encryption-'));
writeFileSync(join(folder, 'service.key'), randomBytes(32), { mode: 0o600 });
const service = startKeyService(join(folder, 'service.key'));
const keys = openKeys(join(folder, 'keys'));
afterAll(() => {
  service.stop();
  rmSync(folder, { recursive: true, force: true });
});

const key = dataKey(randomBytes(32));
const place: Place = { register: 'members', record: '0198c0de-0000-7000-8000-000000000001', field: 'full_name' };
const texts = fc.string({ maxLength: 200, unit: 'grapheme' });

describe('a sealed value', () => {
  it('opens under its own key at its own place, and is never twice the same', () => {
    fc.assert(
      fc.property(texts, (value) => {
        const [one, other] = [encryptValue(key, value, place), encryptValue(key, value, place)];
        return decryptValue(key, one, place) === value && !one.equals(other);
      }),
    );
  });
  it('does not open at another record, field or register, nor under another key', () => {
    const sealed = encryptValue(key, 'Mây Hạ', place);
    for (const moved of [
      { ...place, record: '0198c0de-0000-7000-8000-000000000002' },
      { ...place, field: 'place' },
      { ...place, register: 'seats' },
    ])
      expect(() => decryptValue(key, sealed, moved)).toThrow(SealedValueError);
    expect(() => decryptValue(dataKey(randomBytes(32)), sealed, place)).toThrow('the value does not open');
  });
  it('does not open once any of its bits is flipped, or when it was cut', () => {
    const sealed = encryptValue(key, 'Mây Hạ', place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const flipped = Buffer.from(sealed);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => decryptValue(key, flipped, place)).toThrow(SealedValueError);
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => decryptValue(key, sealed.subarray(0, length), place)).toThrow(SealedValueError);
  });
  it('is bound to a place that no other place spells the same', () => {
    fc.assert(
      fc.property(fc.tuple(texts, texts, texts), fc.tuple(texts, texts, texts), (a, b) => {
        const bytes = ([register, record, field]: [string, string, string]) => placeBytes({ register, record, field });
        return bytes(a).equals(bytes(b)) === (JSON.stringify(a) === JSON.stringify(b));
      }),
    );
    // The twin: parts that are only put one after the other can be cut otherwise.
    expect('ab' + 'c').toBe('a' + 'bc');
    expect(placeBytes({ register: 'ab', record: 'c', field: '' })).not.toEqual(
      placeBytes({ register: 'a', record: 'bc', field: '' }),
    );
  });
});

describe('a blind index', () => {
  it('finds equal values of one field, and tells nothing from one field to another', () => {
    const secret = randomBytes(32);
    const names = blindKey(secret, { register: 'members', field: 'full_name' });
    const places = blindKey(secret, { register: 'members', field: 'place' });
    expect(blindIndex(names, ' Mây Hạ')).toEqual(blindIndex(names, 'Mây Hạ'));
    expect(blindIndex(names, 'Mây Hạ')).not.toEqual(blindIndex(names, 'May Ha'));
    expect(blindIndex(names, 'Mây Hạ')).not.toEqual(blindIndex(places, 'Mây Hạ'));
  });
});

describe.each<[string, KeyPort]>([
  ['key folder', keyFilePort(keys)],
  ['process of its own', service],
])('the key port of a %s', (_name, port) => {
  it('opens what it wrapped, under the same label only, and nothing that was altered', async () => {
    const [secret, label] = [randomBytes(32), fieldsKey(place.record)];
    const wrapped = await port.wrap(secret, label);
    expect(await port.unwrap(wrapped, label)).toEqual(secret);
    expect((await port.wrap(secret, label)).equals(wrapped)).toBe(false);
    expect(wrapped.includes(secret)).toBe(false);
    await expect(port.unwrap(wrapped, fieldsKey('another'))).rejects.toThrow();
    const flipped = Buffer.from(wrapped);
    flipped[20] = (flipped[20] ?? 0) ^ 1;
    await expect(port.unwrap(flipped, label)).rejects.toThrow();
  });
});
it('does not open what another port wrapped', async () => {
  const wrapped = await service.wrap(randomBytes(32), 'fields/x');
  await expect(keyFilePort(keys).unwrap(wrapped, 'fields/x')).rejects.toThrow();
});

describe('the key of a record', async () => {
  const db = await testDatabase();
  const clock = fixedClock('2026-11-23T03:00:00Z');
  const dataKeys = openDataKeys(service, clock);
  const records = [1, 2, 3].map((n) => `0198c0de-0000-7000-8000-00000000000${String(n)}`);

  it('is made once, whoever asks first, and is the same for all', async () => {
    const [one, other] = await Promise.all([dataKeys.forWriting(db, records), dataKeys.forWriting(db, records)]);
    expect([...one.keys()]).toEqual(records);
    expect([...one].every(([record, made]) => other.get(record)?.equals(made))).toBe(true);
    expect(new Set([...one.values()].map((made) => made.export().toString('hex'))).size).toBe(3);
    expect((await dataKeys.forReading(db, ['0198c0de-0000-7000-8000-000000000009'])).size).toBe(0);
  });
  it('once destroyed opens nothing any more and is never made anew; the audit log verifies', async () => {
    const [first = '', second = ''] = records;
    const sealed = encryptValue((await dataKeys.forReading(db, [first])).get(first) ?? key, 'Mây Hạ', place);
    await using ledger = await openAudit(db, clock, keys);
    await ledger.append({
      action: 'records.read',
      actor: 'system',
      body: null,
      subject: 'members',
      allowed: true,
      rule: 'x',
    });
    // The twin: while the key is there, the value opens.
    expect(decryptValue((await dataKeys.forReading(db, [first])).get(first) ?? key, sealed, place)).toBe('Mây Hạ');
    expect(await db.transaction((tx) => ledger.destroyKeys(tx, [fieldsKey(first)]))).toBe(1);
    expect((await dataKeys.forReading(db, [first, second])).size).toBe(1);
    expect((await dataKeys.forWriting(db, [first])).size).toBe(0);
    expect(
      await db.rows(sql`select 1 from platform.subject_key where name = ${fieldsKey(first)} and wrapped is null`),
    ).toHaveLength(1);
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });
});
