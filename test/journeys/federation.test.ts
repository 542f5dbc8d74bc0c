/** `npm run federation` with real processes: joined, an edit in a commune is read at the centre, and all of them end. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engines, ownFolder, stopped } from '../harness/cli.ts';
import { ending } from '../harness/story.ts';
import { listFlows, listNodes } from '../../src/exchange/nodes/nodes-contract.ts';
import { call, callRaw, type Send } from '../../src/platform/http/call.ts';
import { enterAs, readSession } from '../../src/platform/identity/contract.ts';
import { editRecord, getRecord, listRecords } from '../../src/records/contract.ts';

const folder = ownFolder();
const PROGRAM = join(import.meta.dirname, '../../scripts/federation.ts');
const LONG_MS = 600_000;

interface Started {
  readonly key: string;
  readonly address: string;
  readonly name: string;
  readonly pid: number;
}

let child: ChildProcess;
let nodes: Readonly<Record<'centre' | 'ben-soi', Started>>;
beforeAll(async () => {
  const words = ['--json', '--port', '0', '--data', folder.path, '--only', 'centre,ben-soi'];
  child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ARTERY_LOG: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  nodes = await standing(child);
}, LONG_MS);
afterAll(async () => {
  await stopped(child, 'SIGINT');
  folder.remove();
});

/** The line that is printed when all of them stand. */
function standing({ stdout, stderr }: ChildProcess): Promise<typeof nodes> {
  return new Promise((found, failed) => {
    let [said, faults] = ['', ''];
    stderr?.setEncoding('utf8').on('data', (part: string) => void (faults += part));
    stdout?.setEncoding('utf8').on('data', (part: string) => {
      said += part;
      if (!said.endsWith('\n')) return;
      const { nodes: all } = JSON.parse(said) as { nodes: Started[] };
      found(Object.fromEntries(all.map((one) => [one.key, one])) as typeof nodes);
    });
    child.once('exit', (code) => failed(new Error(`ended with ${String(code)}: ${faults}`)));
  });
}

/** Enters a node by its door as one of its people. */
async function enter({ address }: Started, name: string): Promise<Send> {
  const headers: Record<string, string> = { 'accept-language': 'vi', 'x-artery-client': 'web', origin: address };
  const send: Send = async (url, init) => {
    const answer = await fetch(new URL(url, address), {
      ...init,
      headers: { ...headers, ...(init.headers as object) },
    });
    const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
    if (cookies.length > 0) headers['cookie'] = cookies.join('; ');
    return answer;
  };
  const { enterAs: people } = await call(send, readSession, {});
  const account = people.find((person) => person.name === name)?.account ?? '';
  const { csrf = '' } = await call(send, enterAs, { body: { account } });
  headers['x-csrf-token'] = csrf;
  return send;
}

const params = { register: 'dang-vien' };

describe('a commune and the centre', () => {
  it('are joined, and know each other', async () => {
    const office = await enter(nodes.centre, 'vanphong');
    const page = await call(office, listNodes, {});
    expect(page.nodes.map(({ name, state, isOwn }) => [name, state, isOwn])).toEqual([
      [nodes.centre.name, 'approved', true],
      [nodes['ben-soi'].name, 'approved', false],
    ]);
    expect(page.nodes[1]?.contact?.heardAt).toBeTruthy();
  });

  it('only those who belong to a node enter there', async () => {
    const open = await fetch(new URL('/api/session', nodes['ben-soi'].address));
    const { enterAs: people } = (await open.json()) as { enterAs: { name: string }[] };
    expect(people.map(({ name }) => name).toSorted()).toEqual([
      // Whoever data describe has her window at every node.
      'mayha',
      'phuong',
      'quantri-99108',
    ]);
  });

  it(
    'an edit in the commune is read at the centre after it, with the commune’s version, and is not edited there',
    async () => {
      const officer = await enter(nodes['ben-soi'], 'phuong');
      const manager = await enter(nodes.centre, 'chuquan');
      const [member] = (await call(officer, listRecords, { params, query: { limit: 1 } })).items;
      if (!member) throw new Error('the commune has no members');
      const one = { params: { ...params, record: member.record }, query: {} };
      const above = async () => (await callRaw(manager, getRecord, one)).json() as Promise<typeof member>;
      // The first copy has come: what the centre reads is what the commune has.
      await expect.poll(above, { timeout: 120_000 }).toMatchObject({ version: member.version });
      const order: string[] = [];
      expect((await above()).values['birth_name']).toBe(member.values['birth_name']);
      order.push('old above');
      const begun = performance.now();
      const changed = await call(officer, editRecord, {
        params: one.params,
        body: { values: { birth_name: 'Trần Thị Sửa' } },
        ifMatch: (await callRaw(officer, getRecord, one)).headers.get('etag') ?? '',
      });
      order.push('edited below');
      for (;;) {
        const seen = await above();
        if (seen.version === changed.version) {
          expect(seen.values['birth_name']).toBe('Trần Thị Sửa');
          order.push('new above');
          break;
        }
        // Never anything between: the old or the new.
        expect(seen.version).toBe(member.version);
        await pause(20);
      }
      expect(order).toEqual(['old above', 'edited below', 'new above']);
      process.stderr.write(
        `      an edit below was read above after ${String(Math.round(performance.now() - begun))} ms\n`,
      );
      const again = call(manager, editRecord, {
        params: one.params,
        body: { values: { birth_name: 'Nobody' } },
        ifMatch: (await callRaw(manager, getRecord, one)).headers.get('etag') ?? '',
      });
      expect((await ending(again)).status).toBe(403);
      const office = await enter(nodes.centre, 'vanphong');
      const { flows } = await call(office, listFlows, {});
      expect(flows.find(({ agreement }) => agreement === 'LT-01')).toMatchObject({
        from: nodes['ben-soi'].name,
        to: nodes.centre.name,
        consumer: { code: 'TW' },
        fault: null,
      });
    },
    LONG_MS,
  );

  it('end together, and leave nothing behind', async () => {
    await stopped(child, 'SIGINT');
    for (const { key, pid } of Object.values(nodes)) {
      expect(() => process.kill(pid, 0)).toThrow();
      expect(engines(join(folder.path, key))).toEqual([]);
    }
  }, 60_000);
});
