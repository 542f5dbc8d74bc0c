/** The clients that we give away, each against the sandbox of a node that listens on loopback. */
import { execFile, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openArtery, readKeys, Refused } from '../../../client/typescript/artery.ts';
import { openServedCounty, type ServedCounty } from '../../../test/harness/served.ts';
import { call } from '../../platform/http/call.ts';
import { openRegister } from '../../records/index.ts';
import { registerClientKey } from '../vouchers/contract.ts';
import { keyFile } from '../vouchers/index.ts';
import { isHeld } from './invent.ts';

const run = promisify(execFile);
const CLIENTS = join(import.meta.dirname, '../../../client');
const folder = mkdtempSync(join(tmpdir(), 'artery-clients-'));
let county: ServedCounty;
let address: string;
let held: string;
let absent: string;

beforeAll(async () => {
  county = await openServedCounty();
  address = await county.http.server.listen({ host: '127.0.0.1', port: 0 });
  const { entity } = await openRegister(county.context.db, 'members');
  const cards = Array.from({ length: 50 }, (_, n) => String(n).padStart(6, '0'));
  held = cards.find((card) => isHeld(entity, [card])) ?? '';
  absent = cards.find((card) => !isHeld(entity, [card])) ?? '';
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The clock of other programs is the machine's. */
const realTime = () => county.context.clock.set(new Date());
const has = (program: string) => spawnSync(program, ['-version']).error === undefined;
const said = { fields: 9, records: 250, found: true, absent: true, batch: 2, refused: true };

it.each(['ed25519', 'p256'] as const)('TypeScript, with a key of %s', async (kind) => {
  realTime();
  const key = await county.register('B', { sandbox: true }, keyFile(kind));
  const keys = await readKeys(key.pem);
  expect(keys.client).toBe(key.client);
  const artery = openArtery({ address, keys, agreement: 'sandbox:members' });
  const members = artery.register('members');
  const records = [];
  for await (const record of members.records()) records.push(record);
  const found = await members.lookup([held], ['full_name']);
  const missing = await members.lookup([absent]);
  const batch = await members.batch([[held], [absent]]);
  const refusal = await artery
    .register('another')
    .opens()
    .catch((error: unknown) => error);
  expect({
    fields: (await members.opens()).fields.length,
    records: records.length,
    found: typeof found?.values['full_name'] === 'string',
    absent: missing === undefined,
    batch: batch.length,
    refused: refusal instanceof Refused && refusal.decision?.rule === 'exchange/voucher-for-other-register',
  }).toEqual(said);
});

it.skipIf(!has('javac') || !has('java'))('Java 17, compiled here', async () => {
  realTime();
  const key = await county.register('B', { sandbox: true });
  const files = ['private.pem', 'public.pem'].map((name) => join(folder, name));
  const publicPem = createPublicKey(key.pem).export({ type: 'spki', format: 'pem' });
  for (const [i, text] of [key.pem, publicPem].entries()) writeFileSync(files[i] ?? '', text, { mode: 0o600 });
  const sources = ['Artery.java', 'Json.java', 'TrySandbox.java'].map((name) => join(CLIENTS, 'java', name));
  await run('javac', ['--release', '17', '-Xlint:all', '-Werror', '-d', folder, ...sources]);
  const words = [address, ...files, 'members', held, absent];
  const { stdout } = await run('java', ['-cp', folder, 'TrySandbox', ...words]);
  expect(JSON.parse(stdout)).toEqual(said);
});

const SCRIPT = `
import json, sys
sys.path.insert(0, sys.argv[1])
from artery import Artery, Refused
address, client, secret, held, absent = sys.argv[2:]
artery = Artery(address, client, secret, agreement="sandbox:members")
members = artery.register("members")
try:
    artery.register("another").opens()
    refused = False
except Refused as refusal:
    refused = refusal.decision["rule"] == "exchange/voucher-for-other-register"
print(json.dumps({
    "fields": len(members.opens()["fields"]),
    "records": sum(1 for _ in members.records()),
    "found": members.lookup([held], fields=["full_name"]) is not None,
    "absent": members.lookup([absent]) is None,
    "batch": len(members.batch([[held], [absent]])),
    "refused": refused,
}))`;

it.skipIf(!has('python3'))('Python, in the gateway profile', async () => {
  realTime();
  county.become('B', 'developer');
  const body = { label: 'python', gateway: 'secret', sandbox: true } as const;
  const { client, secret = '' } = await call(county.http.send, registerClientKey, { body });
  const words = [join(CLIENTS, 'python'), address, client, secret, held, absent];
  const { stdout } = await run('python3', ['-B', '-c', SCRIPT, ...words]);
  expect(JSON.parse(stdout)).toEqual(said);
  // A wrong secret and a client nobody knows get the same answer.
  const wrong = [...words.slice(0, 3), 'wrong', ...words.slice(4)];
  await expect(run('python3', ['-B', '-c', SCRIPT, ...wrong])).rejects.toThrow('No key known here made this');
});

it('says aloud what was not run', () => {
  for (const program of ['javac', 'python3']) {
    if (!has(program)) process.stdout.write(`NOT RUN: the client that needs ${program}, which is not here\n`);
  }
  expect(held).not.toBe(absent);
});
