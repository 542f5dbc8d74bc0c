import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cosign, policyOf, printPolicy, withCosignature } from '../../src/exchange/evidence/index.ts';
import { proveEntry } from '../../src/exchange/evidence/prove-entry.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { sql } from '../../src/platform/db/sql.ts';
import { exportLog, openAudit, openKeys } from '../../src/platform/ledger/index.ts';
import { commandsOn } from '../harness/cli.ts';
import { testDatabase } from '../harness/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-offline-'));
const at = (name: string) => join(folder, name);
const artery = commandsOn(at('nothing-here'));
const clock = fixedClock('2026-11-29T10:00:00Z');
const witnessKeys = openKeys(at('witness'));
const witness = { name: witnessKeys.node, publicKey: witnessKeys.publicKey };

/** A log of these entries on a database of its own, by the same node: what a restored backup becomes. */
async function forkTo(name: string, actions: readonly string[]): Promise<void> {
  const db = await testDatabase(3);
  await using ledger = await openAudit(db, clock, openKeys(at('keys')));
  for (const action of actions) {
    await ledger.append({ action, actor: 'x', body: 1, subject: 's', allowed: true, rule: 'r' });
  }
  await ledger.settled();
  await exportLog(db, at(name));
}

beforeAll(async () => {
  openKeys(at('keys'));
  const db = await testDatabase(3);
  const keys = openKeys(at('keys'));
  {
    await using ledger = await openAudit(db, clock, keys);
    const write = (action: string) =>
      ledger.append({ action, actor: 'x', body: 1, subject: 's', allowed: true, rule: 'r' });
    for (let i = 0; i < 5; i += 1) await write('a.b');
    await ledger.settled();
    await exportLog(db, at('march'));
    clock.set('2026-11-29T11:00:00Z');
    for (let i = 0; i < 3; i += 1) await write('a.c');
    await ledger.settled();
    await exportLog(db, at('june'));
  }
  const origin = `${keys.node}/audit/e1`;
  const policy = printPolicy(policyOf([{ name: origin, publicKey: keys.publicKey }], [witness], 1));
  writeFileSync(at('policy.txt'), policy);
  const note = readFileSync(join(at('june'), 'checkpoint'), 'utf8');
  cpSync(at('june'), at('witnessed'), { recursive: true });
  const line = cosign(note, witness, clock.now(), (text) => witnessKeys.sign(text));
  writeFileSync(join(at('witnessed'), 'checkpoint'), withCosignature(note, line));
  const [entry] = await db.rows<{ epoch: number; number: number; leaf: string }>(
    sql`select epoch, position as number, leaf from platform.audit_entry where position = 3`,
  );
  await db.run(sql`insert into exchange.witness_answer (origin, witness, size, line, note, cosigned_at)
    values (${origin}, ${witness.name}, 8, ${line}, ${note}, ${clock.now()})`);
  const proof = await proveEntry(db, keys, entry!, { witnesses: [witness], least: 1 });
  writeFileSync(at('entry.proof'), proof ?? '');
  // The same node, from an older backup, with other entries: a fork.
  rmSync(join(at('keys'), readName(origin)), { force: true });
  await forkTo('forked', ['b.a', 'b.b', 'b.c', 'b.d', 'b.e', 'b.f', 'b.g', 'b.h', 'b.i']);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const readName = (origin: string) => `${origin.replace(/[^a-z0-9.-]+/gi, '_')}.checkpoint`;

describe('artery audit, with no node and no database', () => {
  it('verifies a copy against a policy and a checkpoint that was kept', async () => {
    expect((await artery(`audit verify ${at('june')}`)).exit).toBe(0);
    const since = join(at('march'), 'checkpoint');
    const good = await artery(`audit verify ${at('witnessed')} --policy ${at('policy.txt')} --since ${since}`);
    expect(good).toMatchObject({ exit: 0 });
    expect(good.stdout).toContain(`Witnessed by ${witness.name}`);
    // Without the witness's line the policy is not met.
    const alone = await artery(`audit verify ${at('june')} --policy ${at('policy.txt')} --json`);
    expect(alone.exit).toBe(1);
    expect(alone.json()).toMatchObject({ fault: 'too-few-witnesses' });
  });
  it('finds a log that was cut off, and one that forked, by the checkpoint that was kept', async () => {
    const later = join(at('june'), 'checkpoint');
    const cut = await artery(`audit verify ${at('march')} --since ${later} --json`);
    expect([cut.exit, cut.json()]).toMatchObject([1, { fault: 'cut-off' }]);
    const forked = await artery(`audit verify ${at('forked')} --since ${later}`);
    expect(forked.exit).toBe(1);
    expect(forked.stdout).toContain(readFileSync(later, 'utf8').trim());
  });
  it('verifies a proof years later, and not after a change', async () => {
    const good = await artery(`audit verify ${at('entry.proof')} --policy ${at('policy.txt')} --json`);
    expect([good.exit, good.json()]).toMatchObject([0, { ok: true, number: 3, cosigned: [{ name: witness.name }] }]);
    writeFileSync(at('bad.proof'), readFileSync(at('entry.proof'), 'utf8').replace('index 2', 'index 3'));
    const bad = await artery(`audit verify ${at('bad.proof')} --json`);
    expect([bad.exit, bad.json()]).toMatchObject([1, { ok: false, fault: 'not-in-log' }]);
  });
  it('tells the same, an older copy and a fork apart', async () => {
    const said = async (first: string, second: string) => artery(`audit diff ${at(first)} ${at(second)} --json`);
    expect((await said('june', 'witnessed')).json()).toEqual({ kind: 'same', size: 8 });
    expect((await said('march', 'june')).json()).toMatchObject({ kind: 'prefix', shorter: 'a', size: 5, longer: 8 });
    const forked = await said('june', 'forked');
    expect(forked.exit).toBe(1);
    expect(forked.json<{ notes: string[] }>()).toMatchObject({ kind: 'forked', number: 1 });
    expect(forked.json<{ notes: string[] }>().notes).toHaveLength(2);
  });
  it('says what is wrong with what it was given', async () => {
    expect((await artery(`audit verify ${at('nothing')}`)).exit).toBe(2);
    writeFileSync(at('wrong.txt'), 'log nonsense\n');
    const wrong = await artery(`audit verify ${at('june')} --policy ${at('wrong.txt')}`);
    expect(wrong).toMatchObject({ exit: 2 });
    expect(wrong.stderr).toContain('line 1');
    expect((await artery('audit verify http://127.0.0.1:9')).exit).toBe(2);
  });
});
