import { randomBytes } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import Type from 'typebox';
import { afterAll, afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { openAuthorityCounty } from '../../../test/harness/authorities.ts';
import { testDatabase } from '../../../test/harness/database.ts';
import { testServer } from '../../../test/harness/server.ts';
import { ending } from '../../../test/harness/story.ts';
import { fixedClock } from '../../platform/clock.ts';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import { type Database, openDatabase } from '../../platform/db/db.ts';
import { id, sql } from '../../platform/db/sql.ts';
import { call } from '../../platform/http/call.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { serve } from '../../platform/http/serve.ts';
import { printVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { type Ledger, openAudit, openKeys, verifyDatabase } from '../../platform/ledger/index.ts';
import { originOf } from '../../platform/ledger/sequence-audit.ts';
import { askWitnesses } from './ask-witnesses.ts';
import { declareLoss } from './declare-loss.ts';
import { guardNode, KEY_FOLDER, type GuardContext } from './guard-node.ts';
import { mayNotGoOut } from './may-go-out.ts';
import { WITNESS_PATH, type Peer } from './model.ts';
import { listLosses, readFence } from './store/fence.ts';
import { findWitnessed, listEvidence, witnessedOf } from './store/witnessed.ts';
import { witnessedLately } from './witnessed-lately.ts';
import { addCheckpoint } from './witness.ts';

const clock = fixedClock('2026-11-29T10:00:00Z');
const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'artery-fence-'));
  folders.push(folder);
  return folder;
};
const target = { host: inject('server').host, port: 5432, user: 'artery' };
const made: string[] = [];
/** A database made of another one, as a restored backup is. */
async function cloneOf(template: string): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await using admin = openDatabase({ ...target, database: 'postgres' }, 1);
  await admin.run(sql`select pg_advisory_lock(715517)`);
  await admin.run(sql`create database ${id(name)} template ${id(template)}`);
  await admin.run(sql`select pg_advisory_unlock(715517)`);
  made.push(name);
  return name;
}
afterAll(async () => {
  await using admin = openDatabase({ ...target, database: 'postgres' }, 1);
  for (const name of made) await admin.run(sql`drop database if exists ${id(name)} with (force)`);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

// The witness: another node, with a database of its own.
const witnessDb = await testDatabase(4);
const witnessKeys = openKeys(newFolder());
let logKeys: Buffer[] = [];
let reachable = true;
const witness: Peer = {
  name: witnessKeys.node,
  publicKey: witnessKeys.publicKey,
  keys: [witnessKeys.publicKey],
  relation: 'parent',
  send: async (url, init) => {
    if (!reachable) throw new TypeError('fetch failed');
    if (url.startsWith(`${WITNESS_PATH}/logs/`)) {
      const logs = await witnessedOf(witnessDb, url.slice(`${WITNESS_PATH}/logs/`.length));
      return Response.json({
        logs: logs.map(({ origin, size, note, cosignedAt }) => ({ origin, size, note, cosignedAt })),
      });
    }
    const answer = await addCheckpoint(
      {
        db: witnessDb,
        clock,
        keys: witnessKeys,
        logKeys: (name) => Promise.resolve(logKeys.map((publicKey) => ({ name, publicKey }))),
        fenced: () => Promise.resolve(false),
      },
      init.body as string,
    );
    return new Response(answer.body, { status: answer.status });
  },
};

interface Running extends AsyncDisposable {
  readonly context: GuardContext & { readonly db: Database; readonly audit: Ledger; readonly keysDir: string };
  write(times: number): Promise<void>;
}
/** A node on this database and key folder, from the moment it is opened. */
async function run(database: string, keysDir: string, { guarded = true } = {}): Promise<Running> {
  const db = openDatabase({ ...target, database }, 6);
  const audit = await openAudit(db, clock, openKeys(keysDir), { held: guarded });
  const context = { db, clock, audit, log: pino({ level: 'silent' }), keysDir };
  if (guarded) await guardNode(context, [witness]);
  return {
    context,
    write: async (times) => {
      for (let i = 0; i < times; i += 1) {
        await db.transaction(async (tx) => {
          const changeSet = await takeChangeSet(tx);
          const at = clock.now();
          await audit.record(tx, { action: 'a.b', actor: 'x', body: i, subject: 's', allowed: true, rule: 'r' });
          await appendChangeSet(tx, {
            id: changeSet,
            kind: 'records',
            subject: 's',
            actor: 'x',
            body: null,
            begunAt: at,
            cause: null,
          });
        });
      }
      await audit.settled();
    },
    [Symbol.asyncDispose]: async () => {
      await audit[Symbol.asyncDispose]();
      await db[Symbol.asyncDispose]();
    },
  };
}

let keysDir: string;
let original: string;
let backup: string;
let oldKeys: string;
/** Ten writes, a backup of the database (and of the key folder), ten more; all of it witnessed. */
beforeEach(async () => {
  reachable = true;
  keysDir = newFolder();
  logKeys = [openKeys(keysDir).publicKey];
  original = await cloneOf('artery_template');
  {
    await using node = await run(original, keysDir);
    await node.write(10);
    await askWitnesses(node.context, [witness]);
  }
  backup = await cloneOf(original);
  oldKeys = newFolder();
  cpSync(keysDir, oldKeys, { recursive: true });
  await using node = await run(original, keysDir);
  await node.write(10);
  expect(await askWitnesses(node.context, [witness])).toBe(1);
});
const held = () => findWitnessed(witnessDb, originOf(openKeys(keysDir).node, 1));
const forks = async () => (await listEvidence(witnessDb, 10)).filter(({ node }) => node === openKeys(keysDir).node);
afterEach(async () => {
  for (const name of made.splice(0)) {
    await using admin = openDatabase({ ...target, database: 'postgres' }, 1);
    await admin.run(sql`drop database if exists ${id(name)} with (force)`);
  }
});

describe('T17: a node that was restored from an old backup', () => {
  it('learns it from its witness, writes and signs nothing, and says what is missing', async () => {
    await using node = await run(backup, oldKeys);
    expect(await readFence(node.context.db)).toMatchObject({
      state: 'fenced',
      ownSize: 10,
      witnessedSize: 20,
      witness: witness.name,
    });
    await expect(node.write(1)).rejects.toThrow(/read-only/);
    // Reads are still audited: their entries wait, and are neither placed nor signed.
    await node.context.audit.append({ action: 'a.r', actor: 'x', body: 1, subject: 's', allowed: true, rule: 'r' });
    await node.context.audit.settled();
    expect(await node.context.audit.checkpoint()).toMatchObject({ size: 10 });
    expect(await askWitnesses(node.context, [witness])).toBe(0);
    expect(await forks()).toEqual([]);
  });

  it('the twin: without the fence it signs another tree, and the witness has the two notes', async () => {
    {
      await using node = await run(backup, oldKeys, { guarded: false });
      clock.set('2026-11-29T10:05:00Z');
      await node.write(10);
      await askWitnessesUnguarded(node);
      clock.set('2026-11-29T10:00:00Z');
    }
    const [fork] = await forks();
    expect(fork).toMatchObject({ kind: 'forked', origin: `${openKeys(keysDir).node}/audit/e1` });
    expect(await held()).toMatchObject({ size: 20 });
  });

  it('knows it from its key folder alone when that is newer than the database', async () => {
    reachable = false;
    await using node = await run(backup, keysDir);
    expect(await readFence(node.context.db)).toMatchObject({ state: 'fenced', witness: KEY_FOLDER, witnessedSize: 20 });
  });

  it('is not what a node is beside which another process signs while its witness is asked', async () => {
    await using node = await run(original, keysDir);
    await using beside = await run(original, keysDir);
    const busy: Peer = {
      ...witness,
      send: async (url, init) => {
        await node.write(1);
        await askWitnesses(node.context, [witness]);
        return (witness.send as NonNullable<Peer['send']>)(url, init);
      },
    };
    await guardNode(beside.context, [busy]);
    expect(await held()).toMatchObject({ size: 21 });
    expect((await readFence(node.context.db)).state).toBe('open');
    await node.write(1);
  });

  it('answers a change with a problem that says what to do, and reads as before', async () => {
    await using node = await run(backup, oldKeys);
    const { db } = node.context;
    await using http = await testServer();
    const change = endpoint({
      ...{ name: 'test.change', method: 'POST', path: '/api/change', permission: 'public', summary: 'Changes' },
      response: Type.Object({ done: Type.Boolean() }),
    });
    const read = endpoint({ ...change, name: 'test.read', method: 'GET' });
    serve(http.server, change, async () => {
      await node.write(1);
      return { done: true };
    });
    serve(http.server, read, async () => ({ done: (await db.rows(sql`select 1`)).length === 1 }));
    const refused = await ending(call(http.send, change));
    expect(refused).toMatchObject({ problem: { type: '/problems/platform/read-only', status: 503 } });
    expect(refused.problem.detail).toContain('artery node recover');
    expect(await call(http.send, read)).toEqual({ done: true });
  });

  it('stays closed over further starts, whoever can be asked', async () => {
    {
      await using node = await run(backup, oldKeys);
      expect((await readFence(node.context.db)).state).toBe('fenced');
    }
    reachable = false;
    await using node = await run(backup, oldKeys);
    await expect(node.write(1)).rejects.toThrow(/read-only/);
  });

  it('works on unconfirmed when nobody can be asked, and is stopped by whoever answers first', async () => {
    reachable = false;
    await using node = await run(backup, oldKeys);
    expect((await readFence(node.context.db)).state).toBe('unconfirmed');
    await node.write(1);
    reachable = true;
    await askWitnesses(node.context, [witness]);
    expect(await readFence(node.context.db)).toMatchObject({ state: 'fenced', witnessedSize: 20 });
    await expect(node.write(1)).rejects.toThrow(/read-only/);
  });

  it('goes on in a new epoch when the loss is declared: its first entry says what is lost', async () => {
    await using node = await run(backup, oldKeys);
    const { db, audit } = node.context;
    await audit.append({ action: 'a.r', actor: 'x', body: 1, subject: 's', allowed: true, rule: 'r' });
    const loss = await declareLoss(node.context, { account: 'operator', body: null, reason: 'the disk broke' });
    expect(loss).toMatchObject({ epoch: 2, endedEpoch: 1, heldSize: 10, lostFrom: 11, lostTo: 20 });
    const [first, second] = await db.rows<{ action: string; counts: unknown; epoch: number; id: string }>(
      sql`select epoch, action, counts, id from platform.audit_entry where epoch = 2 order by position`,
    );
    expect(first).toMatchObject({ epoch: 2, action: 'exchange.declare-loss', counts: { lostFrom: 11, lostTo: 20 } });
    expect(second).toMatchObject({ action: 'a.r' });
    // The last witnessed checkpoint itself lies in the entry's detail, hashed into its leaf.
    expect(await audit.readDetail(first!.id)).toMatchObject({ value: { detail: { note: (await held())!.note } } });
    await node.write(3);
    // Versions and positions made from now on outrank everything that was lost.
    expect(await db.rows(sql`select epoch from platform.log_head`)).toEqual([{ epoch: 2 }, { epoch: 2 }]);
    expect(await askWitnesses(node.context, [witness])).toBe(1);
    expect(await findWitnessed(witnessDb, originOf(openKeys(oldKeys).node, 2))).toMatchObject({ size: 5 });
    expect(await verifyDatabase(db, openKeys(oldKeys))).toMatchObject({ ok: true, size: 5 });
    expect(await forks()).toEqual([]);
    expect(await listLosses(db)).toMatchObject([{ epoch: 2, reason: 'the disk broke' }]);
    // Said twice, it is refused: nothing is missing any more.
    await expect(declareLoss(node.context, { account: 'operator', body: null, reason: 'again' })).rejects.toThrow();
  });

  it('is not stopped by a witness that only says so: only a note that it signed itself counts', async () => {
    const stranger = openKeys(newFolder());
    const origin = originOf(openKeys(keysDir).node, 1);
    const forged = `${origin}\n99\n${'A'.repeat(43)}=\n\n— ${origin} ${printVerifierKey({ name: origin, publicKey: stranger.publicKey }).split('+')[2]}\n`;
    const liar: Peer = {
      ...witness,
      send: () =>
        Promise.resolve(Response.json({ logs: [{ origin, size: 99, note: forged, cosignedAt: clock.now() }] })),
    };
    const db = openDatabase({ ...target, database: original }, 4);
    const audit = await openAudit(db, clock, openKeys(keysDir), { held: true });
    const context = { db, clock, audit, log: pino({ level: 'silent' }), keysDir };
    expect(await guardNode(context, [liar])).toMatchObject({ state: 'open' });
    await audit[Symbol.asyncDispose]();
    await db[Symbol.asyncDispose]();
  });
});

describe('witnessed lately', () => {
  const lately = (node: Running) =>
    witnessedLately({
      ...node.context,
      profile: { settings: { exchange: { witnesses: { withinHours: 4 } } } } as never,
    });
  it('holds for four hours after enough witnesses signed, and no longer', async () => {
    await using node = await run(original, keysDir);
    expect(await lately(node)).toMatchObject({ inTime: true, least: 1, at: clock.now() });
    clock.set('2026-11-29T14:00:00Z');
    expect(await lately(node)).toMatchObject({ inTime: true });
    clock.set('2026-11-29T14:00:01Z');
    expect(await lately(node)).toMatchObject({ inTime: false });
    await askWitnesses(node.context, [witness]);
    expect(await lately(node)).toMatchObject({ inTime: true });
    clock.set('2026-11-29T10:00:00Z');
  });
  it('keeps personal data in when it is over, and lets them out when a witness has signed again', async () => {
    const county = await openAuthorityCounty();
    const { context } = county;
    const own = { ...context, keysDir: newFolder() };
    const { node } = openKeys(own.keysDir);
    const signed = (at: string) =>
      context.db.run(sql`
        insert into exchange.witness_answer (origin, witness, size, line, note, cosigned_at)
        values (${originOf(node, 1)}, 'w', 1, 'x', 'x', ${at}) on conflict (origin, witness)
        do update set cosigned_at = excluded.cosigned_at`);
    context.clock.set('2026-11-29T12:00:00Z');
    await signed('2026-11-29T09:00:00Z');
    expect(await mayNotGoOut(own, 'people')).toBeUndefined();
    context.clock.set('2026-11-29T14:00:00Z');
    expect(await mayNotGoOut(own, 'people')).toMatchObject({
      allowed: false,
      rule: 'exchange/not-witnessed-lately',
      facts: { hours: 4 },
    });
    await signed('2026-11-29T13:59:00Z');
    context.clock.set('2026-11-29T14:00:03Z');
    expect(await mayNotGoOut(own, 'people')).toBeUndefined();
  });
  it('asks nothing of a node that nobody witnesses', async () => {
    const alone = await cloneOf('artery_template');
    await using node = await run(alone, newFolder(), { guarded: false });
    clock.set('2026-12-29T10:00:00Z');
    expect(await lately(node)).toMatchObject({ inTime: true, least: 0 });
    clock.set('2026-11-29T10:00:00Z');
  });
});

/** What the twin does: it shows its log without asking first, and again, as a round does. */
async function askWitnessesUnguarded({ context }: Running): Promise<void> {
  const { askWitness } = await import('./ask-witness.ts');
  const { auditLog } = await import('./own-logs.ts');
  await askWitness(context, await auditLog(context.db, openKeys(context.keysDir)), witness);
}
