import { createHash, randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import type { Database } from '../../platform/db/db.ts';
import { sql } from '../../platform/db/sql.ts';
import { keepUpload, type KeepOptions } from './keep-upload.ts';
import { answerEncoding, expireUploads, getUpload, removeUpload, uploadBytes } from './upload-store.ts';

let db: Database;
beforeAll(async () => {
  db = await testDatabase();
});

const now = new Date('2026-11-22T08:00:00Z');
const options: KeepOptions = { name: 'list.csv', scope: 'r/1', account: 'a', limit: 50_000_000, now };

async function* pieces(bytes: Buffer, size = 100_000): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function* broken(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
  throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

async function count(): Promise<number> {
  const [row] = await db.rows<{ n: number }>(
    sql`select (select count(*) from records.upload) + (select count(*) from records.upload_chunk) as n`,
  );
  return row!.n;
}

async function bytesOf(id: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of (await uploadBytes(db, id)).chunks()) parts.push(chunk);
  return Buffer.concat(parts);
}

const csv = (lines: number) => Buffer.from('id,name\n' + '099190000417,someone with a name\n'.repeat(lines));
const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('artery-spool-'));

describe('keeping an upload', () => {
  it.each([10, 400_000])('gives back the bytes of a file of %d rows', async (lines) => {
    const bytes = csv(lines);
    const kept = await keepUpload(db, pieces(bytes), { ...options, scope: `size/${String(lines)}` });
    expect(kept).toMatchObject({
      size: bytes.length,
      kind: 'csv',
      charset: 'utf-8',
      name: 'list.csv',
      repeated: false,
    });
    expect(kept.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await bytesOf(kept.id)).equals(bytes)).toBe(true);
  });

  it('knows the same bytes again in the same scope, and only there', async () => {
    const first = await keepUpload(db, pieces(csv(3)), options);
    const again = await keepUpload(db, pieces(csv(3)), { ...options, name: 'other-name.csv' });
    const elsewhere = await keepUpload(db, pieces(csv(3)), { ...options, scope: 'r/2' });
    expect(again).toMatchObject({ id: first.id, repeated: true });
    expect(elsewhere.id).not.toBe(first.id);
    expect(elsewhere.repeated).toBe(false);
  });

  it('keeps one upload when the same bytes arrive twice at once', async () => {
    const both = await Promise.all([1, 2].map(() => keepUpload(db, pieces(csv(7)), options)));
    expect(new Set(both.map((one) => one.id)).size).toBe(1);
  });

  it.each([
    ['small', csv(5)],
    ['large', csv(400_000)],
  ])('leaves nothing of an interrupted %s upload', async (_, bytes) => {
    const before = await count();
    await expect(keepUpload(db, broken(bytes), { ...options, scope: 'cut' })).rejects.toThrow(/interrupted/);
    expect(await count()).toBe(before);
    expect(leftovers()).toEqual([]);
    // Sent again, it is kept as if nothing had happened.
    expect((await keepUpload(db, pieces(bytes), { ...options, scope: 'cut' })).repeated).toBe(false);
  });

  it('stops reading as soon as the limit is passed', async () => {
    let sent = 0;
    async function* endless() {
      for (;;) {
        sent += 1;
        yield Buffer.alloc(1000, 97);
      }
    }
    await expect(keepUpload(db, endless(), { ...options, limit: 10_000 })).rejects.toThrow(/larger/);
    expect(sent).toBe(11);
  });

  it('keeps nothing that the inspection refuses', async () => {
    const before = await count();
    const inspect = () => Promise.reject(new Error('marked'));
    await expect(keepUpload(db, pieces(csv(9)), { ...options, inspect })).rejects.toThrow('marked');
    expect(await count()).toBe(before);
  });

  it.each([
    ['an empty file', Buffer.alloc(0), 'empty-file', undefined],
    ['a PDF', Buffer.from('%PDF-1.7 ...'), 'unsupported-kind', 'pdf'],
    ['a picture', Buffer.from('89504e470d0a1a0a00', 'hex'), 'unsupported-kind', 'image'],
    ['HTML with the name .xls', Buffer.from('<html><table><tr><td>1</td></tr></table>'), 'unsupported-kind', 'html'],
    ['noise', randomBytes(5000), 'unsupported-kind', 'unknown'],
  ])('refuses %s whatever its name says', async (_, bytes, slug, found) => {
    await expect(keepUpload(db, pieces(bytes), options)).rejects.toMatchObject({
      kind: { slug },
      extras: found === undefined ? {} : { found },
    });
  });

  it('forgets what is past its time, and then knows the bytes no more', async () => {
    const kept = await keepUpload(db, pieces(csv(11)), { ...options, keepDays: 1 });
    await answerEncoding(db, kept.id, 'as-is');
    expect((await getUpload(db, kept.id)).encoding).toBe('as-is');
    const later = new Date('2026-11-24T08:00:00Z');
    const again = await keepUpload(db, pieces(csv(11)), { ...options, now: later });
    expect(again.repeated).toBe(false);
    expect(await expireUploads(db, new Date('2027-01-01'))).toBeGreaterThan(0);
    await expect(getUpload(db, again.id)).rejects.toThrow(/not here/);
    expect(await count()).toBe(0);
  });

  it('removes an upload with its bytes', async () => {
    const kept = await keepUpload(db, pieces(csv(13)), options);
    await removeUpload(db, kept.id);
    expect(await count()).toBe(0);
    await expect(bytesOf(kept.id)).rejects.toThrow(/not here/);
    await expect(getUpload(db, 'no id')).rejects.toThrow(/not here/);
  });
});
