import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { passingFolder } from '../../../test/harness/folders.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { fixedClock } from '../clock.ts';
import type { Database } from '../db/db.ts';
import { raw } from '../db/sql.ts';
import { openCheckpoint, openNote, parseVerifierKey, printVerifierKey, signNote } from './checkpoint.ts';
import { exportLog } from './export-log.ts';
import { openKeys, openSigningKey, type NodeKeys, type SigningKey } from './keys.ts';
import { openAudit } from './open-audit.ts';
import { newestCheckpoint } from './store.ts';
import { verifyCopy } from './verify-copy.ts';
import { verifyDatabase } from './verify-database.ts';

const newFolder = () => passingFolder('artery-change-key-');
const by = { actor: 'system', body: null, rule: 'r' };
const clock = fixedClock('2026-10-01T02:00:00Z');

async function write(
  db: Database,
  keys: NodeKeys,
  then: (ledger: Awaited<ReturnType<typeof openAudit>>) => Promise<unknown>,
) {
  await using ledger = await openAudit(db, clock, keys);
  const append = () => ledger.append({ action: 'a.b', body: 1, subject: 's', allowed: true, actor: 'x', rule: 'r' });
  await append();
  await ledger.settled();
  await then(ledger);
  await append();
  await ledger.settled();
  return await ledger.checkpoint();
}

/** Two entries by the first key, the change, and one by the second. */
async function rotated() {
  const [folder, copy, db] = [newFolder(), newFolder(), await testDatabase()];
  const keys = openKeys(folder);
  const [first] = keys.all();
  const second = openSigningKey(join(folder, 'node-key-0123456789ab.pem'));
  if (!first) throw new Error('there is no key');
  const checkpoint = await write(db, keys, (ledger) => ledger.changeKey(second.publicKey, by));
  await exportLog(db, copy);
  const vkey = ({ publicKey }: SigningKey) => printVerifierKey({ name: checkpoint?.origin ?? '', publicKey });
  return { copy, db, keys, first, second, checkpoint, vkey };
}

describe('a log that goes over to another key', () => {
  it('is signed by the new one from then on, and verifies from either', async () => {
    const { copy, db, keys, first, second, checkpoint, vkey } = await rotated();
    expect(checkpoint).toMatchObject({ size: 3, vkey: vkey(second) });
    expect(await verifyDatabase(db, keys)).toMatchObject({ ok: true, size: 3 });
    for (const trusted of [undefined, vkey(first), vkey(second)])
      expect(await verifyCopy(copy, trusted)).toMatchObject({ ok: true, size: 3 });
    const stranger = openKeys(newFolder());
    expect(await verifyCopy(copy, vkey(stranger))).toMatchObject({ ok: false, fault: 'key-altered' });
  });
  it('takes no checkpoint that the key before signed after its end', async () => {
    const { copy, db, keys, first, second, checkpoint, vkey } = await rotated();
    const { text } = openNote(checkpoint?.note ?? '', []);
    const old = { key: parseVerifierKey(vkey(first)), sign: (bytes: Buffer) => first.sign(bytes) };
    const stolen = signNote(text, [old]);
    // The twin: by the signature alone it is a good checkpoint of the very log, by the key that was believed.
    expect(openCheckpoint(stolen, old.key)).toMatchObject({ size: 3 });
    const changed = async (change: (folder: string) => void) => {
      const folder = newFolder();
      cpSync(copy, folder, { recursive: true });
      writeFileSync(join(folder, 'checkpoint'), stolen);
      change(folder);
      return verifyCopy(folder);
    };
    const asOld = (folder: string) => writeFileSync(join(folder, 'vkey'), `${vkey(first)}\n`);
    expect(await changed(() => undefined)).toMatchObject({ ok: false, fault: 'checkpoint-altered' });
    expect(await changed(asOld)).toMatchObject({ ok: false, fault: 'key-altered' });
    // Also when nothing beside the log says that the key has ended: the log does.
    const alone = (folder: string) => {
      asOld(folder);
      rmSync(join(folder, 'keys'));
    };
    expect(await changed(alone)).toMatchObject({ ok: false, fault: 'key-altered' });
    await db.run(raw(`update platform.audit_checkpoint set note = '${stolen}' where size = 3`));
    expect(await verifyDatabase(db, keys)).toMatchObject({ ok: false, fault: 'checkpoint-altered' });
    expect(second.publicKey.equals(first.publicKey)).toBe(false);
  });
  it('takes no key that the one before did not introduce', async () => {
    const { copy, db, keys, first, vkey } = await rotated();
    const file = join(copy, 'keys');
    const lines = readFileSync(file, 'utf8').split('\n');
    const [epoch, size, key] = (lines[1] ?? '').split(' ');
    writeFileSync(file, [lines[0], [epoch, size, key, '-'].join(' '), ''].join('\n'));
    expect(await verifyCopy(copy, vkey(first))).toMatchObject({ ok: false, fault: 'key-altered' });
    const intruder = openKeys(newFolder());
    await db.run(
      raw(`insert into platform.audit_key (public_key, epoch, size, changed_at)
      values ('\\x${intruder.publicKey.toString('hex')}', 1, 3, now())`),
    );
    expect(await verifyDatabase(db, keys)).toMatchObject({ ok: false, fault: 'key-altered' });
  });
});

it('a node whose first key was lost keeps its name, and signs nothing before another key is named', async () => {
  const [folder, copy, db] = [newFolder(), newFolder(), await testDatabase()];
  const before = openKeys(folder);
  await write(db, before, () => Promise.resolve());
  rmSync(join(folder, 'node.pem'));
  const keys = openKeys(folder);
  expect(keys.node).toBe(before.node);
  const checkpoint = await write(db, keys, async (ledger) => {
    expect((await newestCheckpoint(db))?.size).toBe(2);
    expect(await ledger.changeKey(keys.publicKey, by)).toBe(true);
  });
  expect(checkpoint?.size).toBe(5);
  expect(await verifyDatabase(db, keys)).toMatchObject({ ok: true, size: 5 });
  await exportLog(db, copy);
  expect(await verifyCopy(copy, checkpoint?.vkey)).toMatchObject({ ok: true, size: 5 });
  const lost = printVerifierKey({
    name: checkpoint?.origin ?? '',
    publicKey: before.all()[0]?.publicKey ?? Buffer.alloc(32),
  });
  expect(await verifyCopy(copy, lost)).toMatchObject({ ok: false, fault: 'key-altered' });
});
