import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passingFolder } from '../../../test/harness/folders.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { fixedClock } from '../clock.ts';
import { type Database, openDatabase } from '../db/db.ts';
import { raw, sql } from '../db/sql.ts';
import { newId } from '../ids.ts';
import type { AuditEntry, Ledger } from './audit.ts';
import { openCheckpoint, parseVerifierKey } from './checkpoint.ts';
import { exportLog } from './export-log.ts';
import { openKeys } from './keys.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { ForeignKeysError, openAudit } from './open-audit.ts';
import { verifyCopy } from './verify-copy.ts';

const newFolder = () => passingFolder('artery-ledger-');
const clock = fixedClock('2026-10-01T02:00:00Z');
const keys = openKeys(newFolder());
const db = await testDatabase();
let ledger: Ledger;
beforeAll(async () => {
  ledger = await openAudit(db, clock, keys);
});
afterAll(() => ledger[Symbol.asyncDispose]());

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'records.read',
  actor: 'acc-1',
  body: 7,
  purpose: 'checking',
  subject: 'party_member',
  allowed: true,
  rule: 'governance/own-body',
  ...more,
});
const leaves = async () =>
  (await db.rows<{ leaf: string }>(sql`select leaf from platform.audit_entry order by position`)).map((r) => r.leaf);

describe('writing', () => {
  it('keeps every entry once, without a gap, whoever wrote it', async () => {
    const ids = await Promise.all(Array.from({ length: 700 }, () => ledger.append(entry())));
    await db.transaction((tx) => ledger.record(tx, entry({ action: 'records.load' })));
    await ledger.settled();
    const rows = await db.rows<{ id: string; position: number }>(
      sql`select id, position from platform.audit_entry order by position`,
    );
    expect(rows.map((row) => row.position)).toEqual(rows.map((_, i) => i + 1));
    const found = new Set(rows.map((row) => row.id));
    expect(ids.every((id) => found.has(id))).toBe(true);
    expect(found.size).toBe(rows.length);
    expect(await ledger.verify()).toMatchObject({ ok: true, size: rows.length, unsigned: 0 });
  });

  it('forgets what was recorded in a transaction that was undone', async () => {
    const undone = db.transaction(async (tx) => {
      await ledger.record(tx, entry({ action: 'records.undone', detail: { a: 1 } }));
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await ledger.settled();
    expect((await leaves()).filter((leaf) => leaf.includes('records.undone'))).toEqual([]);
    expect(await ledger.verify()).toMatchObject({ ok: true });
  });

  it('does not wait for a connection that waits for it', async () => {
    await using narrow = openDatabase(db.connection, 1);
    await using own = await openAudit(narrow, clock, keys);
    const id = await narrow.transaction((tx) => own.record(tx, entry({ detail: 'x', protectedFor: 'account/new' })));
    await own.settled();
    expect(await own.readDetail(id)).toMatchObject({ state: 'readable' });
  });

  it('cannot be changed or taken back by a slip', async () => {
    await expect(db.run(sql`delete from platform.audit_entry`)).rejects.toThrow('append-only');
    await expect(db.run(sql`update platform.audit_entry set actor = 'x'`)).rejects.toThrow('append-only');
  });
});

describe('a leaf', () => {
  // What people type and what rows hold must never stand in the log, wherever a caller puts it.
  const secrets = ['Nguyen Van A', 'danh-sach dong.xlsx', '099012345678', 'x<y', 'Đặng', '012345678'];
  it('never holds a value, a search term or a file name', async () => {
    for (const secret of secrets) {
      const spill = { subject: secret, purpose: secret, detail: { typed: secret }, rule: secret, actor: secret };
      const id = await ledger.append(entry({ ...spill, counts: { [secret]: 1, rows: 2 } }));
      await ledger.settled();
      const [row] = await db.rows<{ leaf: string }>(sql`select leaf from platform.audit_entry where id = ${id}`);
      expect(row?.leaf).not.toContain(secret);
      expect(JSON.parse(row?.leaf ?? '')).toMatchObject({ subject: 'withheld', counts: { rows: 2 } });
      expect(await ledger.readDetail(id)).toMatchObject({
        value: { withheld: { subject: secret }, detail: { typed: secret } },
      });
    }
    for (const leaf of await leaves()) expect(leaf).toMatch(/^[\x20-\x7e]+$/);
  });

  it('lets the names of ours through', async () => {
    const names = ['party_member', 'DTD.DV.001', `load/${newId()}`, 'bodies/120', 'account:acc-1', 'records.loadFile'];
    for (const subject of names) {
      const id = await ledger.append(entry({ subject }));
      await ledger.settled();
      const [row] = await db.rows(sql`select subject from platform.audit_entry where id = ${id}`);
      expect(row).toEqual({ subject });
    }
    const id = await ledger.append(entry({ subject: 'body 12' }));
    await ledger.settled();
    expect(await db.rows(sql`select subject from platform.audit_entry where id = ${id}`)).toEqual([
      { subject: 'body/12' },
    ]);
  });
});

describe('a detail', () => {
  const person = newId();
  const plain = 'the telling word 4711';
  const inTables = async (text: string) => {
    for (const table of ['audit_entry', 'audit_pending', 'audit_detail', 'subject_key', 'audit_record']) {
      const rows = await db.rows(raw(`select * from platform.${table}`));
      const values = rows.flatMap((row) => Object.values(row));
      const bytes = values.map((value) => (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))));
      if (bytes.some((each) => each.includes(text))) return true;
    }
    return false;
  };

  it('is readable until its key is destroyed, and the log verifies before and after', async () => {
    const other = newId();
    const first = await ledger.append(entry({ records: [person], detail: { said: plain } }));
    const neighbour = await ledger.append(entry({ records: [other], detail: { said: 'stays' } }));
    await ledger.settled();
    expect(await inTables(plain)).toBe(false);
    expect(await ledger.readDetail(first)).toEqual({ state: 'readable', value: { detail: { said: plain } } });
    expect(await ledger.erase(`record/${person}`, { actor: 'acc-9', body: 1, rule: 'ledger/erasure' })).toBe(true);
    expect(await ledger.erase(`record/${person}`, { actor: 'acc-9', body: 1, rule: 'ledger/erasure' })).toBe(false);
    await ledger.settled();
    expect(await ledger.readDetail(first)).toEqual({ state: 'erased' });
    expect(await ledger.readDetail(neighbour)).toMatchObject({ state: 'readable' });
    const [key] = await db.rows(sql`select wrapped from platform.subject_key where name = ${`record/${person}`}`);
    expect(key).toEqual({ wrapped: null });
    expect(await ledger.verify()).toMatchObject({ ok: true });
    const erasures = (await leaves()).filter((leaf) => leaf.includes('"ledger.erase"'));
    expect(erasures).toHaveLength(1);
  });

  it('is not kept about somebody who was erased', async () => {
    const id = await ledger.append(entry({ records: [person], detail: { said: plain } }));
    await ledger.settled();
    expect(await ledger.readDetail(id)).toEqual({ state: 'none' });
    expect(await inTables(plain)).toBe(false);
  });
});

describe('a proof', () => {
  it('convinces somebody who has only the leaf, the note and the key', async () => {
    const ids = await Promise.all(Array.from({ length: 40 }, () => ledger.append(entry())));
    await ledger.settled();
    for (const id of ids.slice(0, 10)) {
      const proof = (await ledger.prove(id))!;
      const checkpoint = openCheckpoint(proof.checkpoint.note, parseVerifierKey(proof.checkpoint.vkey));
      const claim = {
        index: proof.number - 1,
        size: checkpoint.size,
        leaf: leafHash(proof.leaf),
        path: proof.path.map((hash) => Buffer.from(hash, 'base64')),
        root: checkpoint.root,
      };
      expect(verifyInclusion(claim)).toBe(true);
      expect(verifyInclusion({ ...claim, leaf: leafHash(proof.leaf.replace('records', 'recorda')) })).toBe(false);
    }
    expect(await ledger.prove(newId())).toBeUndefined();
  });
});

describe('signing', () => {
  it('happens by itself, soon after the news', async () => {
    const id = await ledger.append(entry());
    let proof;
    for (let i = 0; i < 200 && !proof; i += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25));
      proof = await ledger.prove(id);
    }
    expect(proof?.leaf).toContain(id);
  });
});

describe('two processes on one database', () => {
  it('keep one log between them', async () => {
    await using otherPool: Database = openDatabase(db.connection, 4);
    await using other = await openAudit(otherPool, clock, keys);
    await ledger.settled();
    const before = (await ledger.checkpoint())?.size ?? 0;
    const written = Array.from({ length: 600 }, (_, i) => (i % 2 ? ledger : other).append(entry({ subject: 'both' })));
    await Promise.all(written);
    await Promise.all([ledger.settled(), other.settled()]);
    expect((await ledger.checkpoint())?.size).toBe(before + 600);
    expect(await other.verify()).toMatchObject({ ok: true, size: before + 600 });
    const folder = newFolder();
    expect(await exportLog(db, folder)).toBe(before + 600);
    expect(await verifyCopy(folder)).toMatchObject({ ok: true, size: before + 600 });
  });

  it('must have the same keys', async () => {
    await expect(openAudit(db, clock, openKeys(newFolder()))).rejects.toThrow(ForeignKeysError);
  });
});
