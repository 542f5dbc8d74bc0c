import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { passingFolder } from '../../../test/harness/folders.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { fixedClock } from '../clock.ts';
import { type Db } from '../db/db.ts';
import { raw } from '../db/sql.ts';
import { newId } from '../ids.ts';
import { exportLog } from './export-log.ts';
import { openKeys } from './keys.ts';
import { openAudit } from './open-audit.ts';
import { verifyCopy } from './verify-copy.ts';
import { verifyDatabase } from './verify-database.ts';

const newFolder = () => passingFolder('artery-tamper-');
const keys = openKeys(newFolder());
const db = await testDatabase();
const copy = newFolder();
const FIRST = 300; // more than a tile, so that the tree has an upper level
const ENTRIES = 306;

beforeAll(async () => {
  const clock = fixedClock('2026-10-01T02:00:00Z');
  await using ledger = await openAudit(db, clock, keys);
  const write = async (from: number, to: number) => {
    for (let i = from; i <= to; i += 1) {
      const detail = i % 50 === 0 ? { detail: { i }, records: [newId()] } : {};
      await ledger.append({ action: 'a.b', actor: 'x', body: i, subject: 's', allowed: true, rule: 'r', ...detail });
    }
    await ledger.settled();
  };
  await write(1, FIRST);
  clock.set('2026-10-01T03:00:00Z'); // another minute, so that both checkpoints are kept
  await write(FIRST + 1, ENTRIES);
  await exportLog(db, copy);
});

/** What the verdict is with the table changed by somebody who owns the database; nothing remains of it. */
async function after(change: string, held = keys) {
  class Undo extends Error {}
  let verdict: Awaited<ReturnType<typeof verifyDatabase>> | undefined;
  const work = db.transaction(async (tx: Db) => {
    await tx.script(`set local session_replication_role = replica; ${change}`);
    verdict = await verifyDatabase(tx as typeof db, held);
    throw new Undo();
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return verdict;
}

// What an intruder has who can hash, but not sign: the hash of the leaf that he wrote.
const rehash = (n: number) => `update platform.audit_tile set hashes =
  overlay(hashes placing (select sha256('\\x00'::bytea || convert_to(leaf, 'UTF8')) from platform.audit_entry
    where position = ${String(n)}) from ${String(((n - 1) % 256) * 32 + 1)} for 32)
  where level = 0 and idx = ${String(Math.floor((n - 1) / 256))};`;
const edit = (n: number, what = `'"a.b"', '"a.c"'`) =>
  `update platform.audit_entry set leaf = replace(leaf, ${what}) where position = ${String(n)};`;

const flip = (column: string, byte: number, table: string, where: string) =>
  `update platform.${table} set ${column} = set_byte(${column}, ${String(byte)}, get_byte(${column}, ${String(byte)}) # 1)
   where ${where};`;
const idOf = (n: number) => `(select id from platform.audit_entry where position = ${String(n)})`;

describe('the log in a database that somebody edits', () => {
  it('verifies untouched', async () => {
    expect(await after('')).toEqual({ ok: true, size: ENTRIES, firstBad: null, fault: null, unsigned: 0 });
  });

  it.each([
    ['a leaf', edit(17), 17, 'entry-altered'],
    [
      'a leaf that is no leaf any more',
      `update platform.audit_entry set leaf = 'x' where position = 5;`,
      5,
      'entry-altered',
    ],
    ['a leaf and its hash', edit(270) + rehash(270), 270, 'columns-differ'],
    [
      'a leaf, its hash and what is shown',
      `${edit(305)} update platform.audit_entry set action = 'a.c' where position = 305; ${rehash(305)}`,
      301, // no earlier than the last good checkpoint says
      'checkpoint-disagrees',
    ],
    [
      'the same under an upper tile',
      `${edit(40)} update platform.audit_entry set action = 'a.c' where position = 40; ${rehash(40)}`,
      1, // somewhere in the first 256
      'hash-altered',
    ],
    ['who is shown', `update platform.audit_entry set actor = 'y' where position = 9;`, 9, 'columns-differ'],
    [
      'when is shown',
      `update platform.audit_entry set at = at + interval '1 ms' where position = 9;`,
      9,
      'columns-differ',
    ],
    [
      'whether it was allowed',
      `update platform.audit_entry set allowed = false where position = 1;`,
      1,
      'columns-differ',
    ],
    ['a deleted entry', `delete from platform.audit_entry where position = 100;`, 100, 'entry-missing'],
    ['the newest entries deleted', `delete from platform.audit_entry where position > 303;`, 304, 'entry-missing'],
    [
      'two entries exchanged',
      `update platform.audit_entry set position = -position where position in (20, 21);
       update platform.audit_entry set position = 41 + position where position < 0;`,
      20,
      'entry-altered',
    ],
    ['a hash', flip('hashes', 11 * 32, 'audit_tile', 'level = 0 and idx = 0'), 12, 'entry-altered'],
    [
      'an added entry',
      `insert into platform.audit_entry select epoch, position + 1, gen_random_uuid(), at, action, actor, body, purpose,
         subject, allowed, rule, counts, records, leaf from platform.audit_entry where position = ${String(ENTRIES)};`,
      ENTRIES + 1,
      'hash-altered',
    ],
    ['a record unlinked', `delete from platform.audit_record where position = 50;`, 50, 'records-differ'],
    ['a record linked', `insert into platform.audit_record values (gen_random_uuid(), 1, 51);`, 51, 'records-differ'],
    ['a detail', flip('sealed', 30, 'audit_detail', `entry = ${idOf(100)}`), 100, 'detail-altered'],
    ['a detail removed', `delete from platform.audit_detail where entry = ${idOf(150)};`, 150, 'detail-altered'],
    [
      'a signature',
      `update platform.audit_checkpoint set note = replace(note, '—', '-') where size = ${String(FIRST)};`,
      1,
      'checkpoint-altered',
    ],
    [
      'the newest signature deleted',
      `delete from platform.audit_checkpoint where size = ${String(ENTRIES)};`,
      FIRST + 1,
      'checkpoint-missing',
    ],
    ['every signature deleted', `delete from platform.audit_checkpoint;`, 1, 'checkpoint-missing'],
    [
      'the whole log rolled back to an earlier, well signed state',
      `delete from platform.audit_entry where position > ${String(FIRST)};
       delete from platform.audit_checkpoint where size > ${String(FIRST)};
       update platform.log_head set position = ${String(FIRST)} where log = 'audit';`,
      FIRST + 1,
      'rolled-back',
    ],
    ['an upper hash', flip('hashes', 0, 'audit_tile', 'level = 1'), 1, 'hash-altered'],
  ])('names the first bad entry: %s', async (_what, change, firstBad, fault) => {
    const verdict = await after(change);
    expect(verdict).toMatchObject({ ok: false, firstBad, ...(fault ? { fault } : {}) });
  });
});

describe('without its defences', () => {
  const rolledBack = `delete from platform.audit_entry where position > ${String(FIRST)};
    delete from platform.audit_checkpoint where size > ${String(FIRST)};
    update platform.log_head set position = ${String(FIRST)} where log = 'audit';`;

  it('a rollback goes unseen when nothing is remembered outside of the database', async () => {
    const forgetful = { ...keys, remembered: () => undefined };
    expect(await after(rolledBack, forgetful)).toMatchObject({ ok: true, size: FIRST });
    expect(await after(rolledBack)).toMatchObject({ ok: false, fault: 'rolled-back' });
  });

  it('a rewritten log goes unseen by one who believes the key it brings along', async () => {
    const intruder = openKeys(newFolder());
    const folder = newFolder();
    const own = await testDatabase();
    await using forged = await openAudit(own, fixedClock('2026-10-01T02:00:00Z'), intruder);
    await forged.append({ action: 'a.b', actor: 'nobody-else', body: 1, subject: 's', allowed: true, rule: 'r' });
    await forged.settled();
    await exportLog(own, folder);
    expect(await verifyCopy(folder)).toMatchObject({ ok: true });
    const trusted = readFileSync(join(copy, 'vkey'), 'utf8');
    expect(await verifyCopy(folder, trusted)).toMatchObject({ ok: false, fault: 'key-altered' });
  });
});

describe('an offline copy', () => {
  const names = ['entries.ndjson', 'hashes', 'checkpoint', 'vkey'];
  const changed = async (change: (folder: string) => void) => {
    const folder = newFolder();
    cpSync(copy, folder, { recursive: true });
    change(folder);
    const verdict = await verifyCopy(folder);
    rmSync(folder, { recursive: true });
    return verdict;
  };
  const lines = (folder: string, change: (all: string[]) => string[]) => {
    const file = join(folder, 'entries.ndjson');
    writeFileSync(
      file,
      change(readFileSync(file, 'utf8').trimEnd().split('\n'))
        .map((line) => `${line}\n`)
        .join(''),
    );
  };

  it('verifies, and by the right key only', async () => {
    expect(await verifyCopy(copy)).toEqual({ ok: true, size: ENTRIES, firstBad: null, fault: null, unsigned: 0 });
    const vkey = readFileSync(join(copy, 'vkey'), 'utf8');
    expect(await verifyCopy(copy, vkey)).toMatchObject({ ok: true });
    const other = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(await verifyCopy(copy, other)).toMatchObject({ ok: false, fault: 'key-altered' });
  });

  it('names the first bad entry when entries go, come, change places or are cut off', async () => {
    const without = await changed((folder) => lines(folder, (all) => all.toSpliced(41, 1)));
    expect(without).toMatchObject({ ok: false, firstBad: 42 });
    const doubled = await changed((folder) => lines(folder, (all) => all.toSpliced(41, 0, all[41]!)));
    expect(doubled).toMatchObject({ ok: false, firstBad: 43 });
    const exchanged = await changed((folder) => lines(folder, (all) => all.with(9, all[10]!).with(10, all[9]!)));
    expect(exchanged).toMatchObject({ ok: false, firstBad: 10 });
    const cut = await changed((folder) => lines(folder, (all) => all.slice(0, 300)));
    expect(cut).toMatchObject({ ok: false, firstBad: 301, fault: 'entry-missing' });
    for (const name of names) {
      expect(await changed((folder) => rmSync(join(folder, name)))).toMatchObject({ ok: false });
      const text = readFileSync(join(copy, name));
      const shorter = await changed((folder) => writeFileSync(join(folder, name), text.subarray(0, -1)));
      expect(shorter, name).toMatchObject({ ok: false });
      const longer = await changed((folder) =>
        writeFileSync(join(folder, name), Buffer.concat([text, Buffer.from('\n')])),
      );
      expect(longer, name).toMatchObject({ ok: false });
    }
    expect(existsSync(copy)).toBe(true);
  });

  it('fails after any flipped bit, with the entry it hit', async () => {
    const folder = newFolder();
    cpSync(copy, folder, { recursive: true });
    const originals = new Map(names.map((name) => [name, readFileSync(join(copy, name))]));
    const starts = [0];
    originals.get('entries.ndjson')!.forEach((byte, i) => byte === 10 && starts.push(i + 1));
    const hit = (name: string, i: number) => {
      if (name === 'hashes') return Math.floor(i / 32) + 1;
      return name === 'entries.ndjson' ? starts.findLastIndex((start) => start <= i) + 1 : 1;
    };
    const place = fc.constantFrom(...names).chain((name) =>
      fc.record({
        name: fc.constant(name),
        i: fc.nat({ max: originals.get(name)!.length - 1 }),
        bit: fc.nat({ max: 7 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(place, async ({ name, i, bit }) => {
        const bytes = Buffer.from(originals.get(name)!);
        bytes[i] = bytes[i]! ^ (1 << bit);
        writeFileSync(join(folder, name), bytes);
        const verdict = await verifyCopy(folder);
        writeFileSync(join(folder, name), originals.get(name)!);
        expect(verdict).toMatchObject({ ok: false, firstBad: hit(name, i) });
      }),
      { numRuns: 300 },
    );
  });
});

describe('every byte of a small copy', () => {
  it('counts', async () => {
    const small = newFolder();
    const own = await testDatabase();
    await using ledger = await openAudit(own, fixedClock('2026-10-01T02:00:00Z'), openKeys(newFolder()));
    for (let i = 0; i < 3; i += 1) {
      await ledger.append({ action: 'a.b', actor: 'x', body: i, subject: 's', allowed: true, rule: 'r' });
    }
    await ledger.settled();
    await exportLog(own, small);
    let tried = 0;
    for (const name of ['entries.ndjson', 'hashes', 'checkpoint', 'vkey', 'keys']) {
      const original = readFileSync(join(small, name));
      for (let i = 0; i < original.length; i += 1) {
        const bytes = Buffer.from(original);
        bytes[i] = bytes[i]! ^ (1 << (i % 8));
        writeFileSync(join(small, name), bytes);
        expect((await verifyCopy(small)).ok, `${name} at ${String(i)}`).toBe(false);
        tried += 1;
      }
      writeFileSync(join(small, name), original);
    }
    expect(await verifyCopy(small)).toMatchObject({ ok: true, size: 3 });
    expect(tried).toBeGreaterThan(800);
    expect(await own.rows(raw('select 1 as one'))).toEqual([{ one: 1 }]);
  });
});
