/** Two nodes on one database, as behind one address: what one knows, the other knows, and nothing is counted twice. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sendList, storeValid } from '../harness/send-list.ts';
import { injected } from '../harness/server.ts';
import { ending } from '../harness/story.ts';
import { testDatabaseUrl, wholeNode, type Visitor, type WholeNode } from '../harness/whole-node.ts';
import { expectations, readFigures } from '../../profiles/vn-demo/story/figures.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { call } from '../../src/platform/http/call.ts';
import { readSession, signIn, signOut } from '../../src/platform/identity/contract.ts';
import { attemptLimits } from '../../src/platform/identity/limit-attempts.ts';
import { listEntries, verify } from '../../src/platform/ledger/contract.ts';
import { listIndicators } from '../../src/strategy/contract.ts';

const figures = readFigures();
const told = expectations(figures);
const to = { register: 'dang-vien', body: figures.communes.find((commune) => commune.file)?.code ?? '' };

let folder: string;
let one: WholeNode;
let other: WholeNode;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'artery-two-'));
  const databaseUrl = await testDatabaseUrl();
  // Time stands still, so that a slow machine does not wait out what is being counted.
  const clock = fixedClock(new Date().toISOString());
  one = await wholeNode({ databaseUrl, folder, clock });
  other = await wholeNode({ databaseUrl, folder, clock });
});
afterAll(async () => {
  await other[Symbol.asyncDispose]();
  await one[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** The same person with the same session, at the other node. */
const across = (visitor: Visitor, node: WholeNode): Visitor => ({
  ...visitor,
  send: injected(node.server, visitor.headers),
});

it('a session opened at one is known at the other, and ends at both', async () => {
  const here = await one.enter('tinh');
  const there = across(here, other);
  expect((await call(there.send, readSession, {})).me?.account).toBe(here.account);
  await call(there.send, signOut, {});
  expect((await call(here.send, readSession, {})).me).toBeNull();
});

it('failed attempts are counted together', async () => {
  const attempt = (node: WholeNode) =>
    ending(call(injected(node.server), signIn, { body: { name: 'xa', password: 'not this one' } }));
  const statuses: number[] = [];
  for (let i = 0; i <= attemptLimits.name.free + 1; i += 1)
    statuses.push((await attempt(i % 2 === 0 ? one : other)).status);
  expect(statuses).toEqual([...Array<number>(attemptLimits.name.free + 1).fill(401), 429]);
  expect((await attempt(one)).status).toBe(429);
});

it('a list sent to one is followed once, and both show the same figure', async () => {
  const officer = await one.enter('xa');
  const sent = await sendList(officer, to, join(one.files, 'danh-sach-dong-lau-q4.xlsx'));
  // Checked by one process and stored by the other.
  await storeValid(across(officer, other), to, sent);
  await Promise.all([one.running?.settled(), other.running?.settled()]);
  for (const node of [one, other]) {
    const leader = await node.enter('lanhdao');
    const { items } = await call(leader.send, listIndicators, {});
    const { figure } = items.find((item) => item.code === 'verified-members') ?? {};
    expect(figure).toMatchObject({
      denominator: told.firstLoad.records,
      numerator: told.firstLoad.verified,
      value: told.firstLoad.share,
      reported: told.firstLoad.reported,
    });
  }
});

it('no follower holds anything but what it would build anew', async () => {
  const followers = one.rooms.flatMap((room) => room.followers?.(one.context) ?? []);
  const watched = followers.filter(({ fingerprint }) => fingerprint);
  expect(watched.length).toBeGreaterThan(0);
  for (const { name } of watched) expect(await one.running?.checkDrift(name)).toMatchObject({ name, drifted: false });
});

it('both write one audit trail, whole and without a number twice', async () => {
  const compliance = await other.enter('tuanthu');
  await Promise.all([one.ledger.settled(), other.ledger.settled()]);
  expect(await call(across(compliance, one).send, verify, {})).toMatchObject({ ok: true, firstBad: null });
  const { items } = await call(compliance.send, listEntries, { query: { limit: 200 } });
  expect(new Set(items.map((item) => item.number)).size).toBe(items.length);
});
