/** A signed release comes down the tree by itself, and only by a key that the parent vouches for. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { joinedNodes, type JoinedNodes } from '../harness/federation.ts';
import { canonical, hashOf } from '../../src/dictionary/canonical.ts';
import { currentRelease } from '../../src/dictionary/current-release.ts';
import { diffPlans } from '../../src/dictionary/diff.ts';
import { printRelease, type Signer } from '../../src/dictionary/release-file.ts';
import { signerOf } from '../../src/dictionary/release-signer.ts';
import { takeRelease } from '../../src/dictionary/take-release.ts';
import { countVersions } from '../../src/dictionary/versions/entry-version.ts';
import { versionsAsOf } from '../../src/dictionary/versions/read-versions.ts';
import { followReleases } from '../../src/exchange/releases/follow-releases.ts';
import { readVouched, vouchFor } from '../../src/exchange/releases/vouch.ts';
import { ownKeys } from '../../src/exchange/nodes/own-keys.ts';
import type { Send } from '../../src/platform/http/call.ts';
import { parseVerifierKey, printVerifierKey } from '../../src/platform/ledger/checkpoint.ts';

const newSigner = () =>
  signerOf(Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })));
const office = newSigner();
const by = { account: 'system', body: null, rule: 'governance/node-itself' };

let nodes: JoinedNodes<'centre' | 'commune'>;
beforeAll(async () => {
  nodes = await joinedNodes({ nodes: { centre: { bodies: [] }, commune: { bodies: ['99108'], parent: 'centre' } } });
}, 240_000);
afterAll(() => nodes[Symbol.asyncDispose]());

/** The next release of the centre: one element may be a letter longer. */
async function nextFile(signer: Signer = office): Promise<{ number: number; file: string }> {
  const { db } = nodes.all.centre.context;
  const { number, plan } = await currentRelease(db);
  const { hash: _, ...rest } = plan;
  const first = rest.elements.findIndex(({ maxLength }) => typeof maxLength === 'number');
  const elements = rest.elements.map((one, i) => (i === first ? { ...one, maxLength: (one.maxLength ?? 0) + 1 } : one));
  const changed = { ...rest, release: `9.${String(number)}`, elements };
  const next = { ...changed, hash: hashOf(changed) };
  const before = await versionsAsOf(db, number);
  const { versions } = countVersions({ plan, versions: before }, next, diffPlans(plan, next).changes);
  return { number: number + 1, file: printRelease({ plan: next, versions }, number + 1, signer) };
}
async function release(): Promise<number> {
  const { number, file } = await nextFile();
  const taking = { bytes: Buffer.from(file), key: printVerifierKey(office.key) };
  await takeRelease(nodes.all.centre.context, taking, by, () => Promise.resolve());
  return number;
}
const numberAt = async (node: 'centre' | 'commune') => (await currentRelease(nodes.all[node].context.db)).number;

/** What a parent would answer, as somebody on the line would have it. */
const answering = (answer: { file: string; vouched: string }) => ({
  reach: (): Send => () => Promise.resolve(Response.json({ current: 99, ...answer })),
});

it('is taken only in the bytes that were signed, by the key for which the parent gave its word', async () => {
  const { centre, commune } = nodes.all;
  const [key] = ownKeys(centre.context);
  if (!key) throw new Error('a node has keys');
  const { file } = await nextFile();
  const before = await numberAt('commune');
  const vouched = vouchFor(printVerifierKey(office.key), commune.name, key);
  const stranger = newSigner();
  const word = vouchFor(printVerifierKey(stranger.key), commune.name, stranger);
  const forged = (await nextFile(stranger)).file;
  for (const bad of [
    { file: forged, vouched },
    { file: forged, vouched: word },
    { file: file.replace('"', "'"), vouched },
    { file, vouched: vouchFor(printVerifierKey(office.key), 'another', key) },
  ])
    expect(await followReleases(commune.context, answering(bad))).toBeUndefined();
  expect(await numberAt('commune')).toBe(before);
  // The same with nothing changed is taken: each refusal above had its own cause.
  expect(await followReleases(commune.context, answering({ file, vouched }))).toBe(before + 1);
});

it('comes down by itself, several after one another', async () => {
  const { centre, commune } = nodes.all;
  await release();
  const last = await release();
  // A node looks by itself every ten seconds; here it need not wait.
  while ((await numberAt('commune')) < last) await followReleases(commune.context);
  const [there, here] = await Promise.all(
    [centre, commune].map(async (node) => canonical((await currentRelease(node.context.db)).plan)),
  );
  expect(here).toBe(there);
}, 120_000);

it('a word said to one node does not count for another', () => {
  const [key] = ownKeys(nodes.all.centre.context);
  if (!key) throw new Error('a node has keys');
  const keys = [parseVerifierKey(key.verifierKey)];
  const word = vouchFor('k', nodes.all.commune.name, key);
  expect(readVouched(word, nodes.all.commune.name, keys)).toBe('k');
  expect(readVouched(word, 'another', keys)).toBeUndefined();
  expect(readVouched(word.replace('k', 'l'), nodes.all.commune.name, keys)).toBeUndefined();
  expect(readVouched(word, nodes.all.commune.name, [])).toBeUndefined();
});
