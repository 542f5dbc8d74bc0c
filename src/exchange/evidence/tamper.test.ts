import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rawPublicKey, signCheckpoint } from '../../platform/ledger/checkpoint.ts';
import { consistencyProof, type HashAt, leafHash, nodeHash, rootHash } from '../../platform/ledger/merkle.ts';
import { type Held, judgeCheckpoint } from './add-checkpoint.ts';
import { cosign, withCosignature } from './cosignature.ts';
import { compareViews, checkView, type LogView } from './log-view.ts';
import { cosignersOf, isQuorum, policyOf } from './policy.ts';

function signer(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey.export({ type: 'spki', format: 'der' }));
  return { name, publicKey: raw, sign: (text: Buffer) => sign(null, text, privateKey) };
}
const ORIGIN = 'node-1.test/audit/e1';
const log = signer(ORIGIN);
const otherKey = signer(ORIGIN);
const witness = signer('node-2.test');
const now = new Date('2026-11-29T10:00:00Z');

const treeOf = (leaves: readonly Buffer[]): HashAt => {
  const at: HashAt = (height, index) =>
    height === 0 ? (leaves[index] as Buffer) : nodeHash(at(height - 1, index * 2), at(height - 1, index * 2 + 1));
  return at;
};
const noteOf = (leaves: readonly Buffer[], key = log) =>
  signCheckpoint({ origin: ORIGIN, size: leaves.length, root: rootHash(leaves.length, treeOf(leaves)) }, key, key.sign);
const heldOf = (leaves: readonly Buffer[]): Held => ({
  size: leaves.length,
  root: rootHash(leaves.length, treeOf(leaves)),
  note: noteOf(leaves),
});

/** What a person does who owns the database, and the key that signs, and knows that a witness will be asked. */
const tamperings = {
  'delete the tail': (leaves: Buffer[], i: number) => leaves.slice(0, i),
  'edit an entry': (leaves: Buffer[], i: number) => leaves.with(i, leafHash(`edited ${String(i)}`)),
  'exchange two entries': (leaves: Buffer[], i: number) => {
    const j = (i + 1) % leaves.length;
    return leaves.with(i, leaves[j] as Buffer).with(j, leaves[i] as Buffer);
  },
  'sign with another key': (leaves: Buffer[]) => leaves,
  'show two views': (leaves: Buffer[], i: number) => leaves.with(i, leafHash('for the other')),
} as const;
type Tampering = keyof typeof tamperings;

const cases = fc.record({
  kind: fc.constantFrom(...(Object.keys(tamperings) as Tampering[])),
  size: fc.integer({ min: 2, max: 40 }),
  at: fc.nat({ max: 39 }),
  more: fc.nat({ max: 20 }),
});

/** Leaves before, and what is there a checkpoint later. */
function play({ kind, size, at, more }: { kind: Tampering; size: number; at: number; more: number }) {
  const before = Array.from({ length: size }, (_, i) => leafHash(`entry ${String(i)}`));
  const changed = tamperings[kind](before, at % size);
  const after = [...changed, ...Array.from({ length: more }, (_, i) => leafHash(`later ${String(i)}`))];
  return { before, after };
}

/** What comes of the next checkpoint. The intruder sends whatever proof fits best. */
function isDetected(kind: Tampering, before: readonly Buffer[], after: readonly Buffer[]): boolean {
  const held = heldOf(before);
  const key = kind === 'sign with another key' ? otherKey : log;
  const note = noteOf(after, key);
  const keys = [{ name: ORIGIN, publicKey: log.publicKey }];
  const from = Math.min(held.size, after.length);
  const proof = consistencyProof(from, after.length, treeOf(after));
  const judged = judgeCheckpoint({ old: held.size, proof, note }, held, keys);
  if (kind !== 'show two views') return judged.kind !== 'accepted';
  // One view goes to the witness, the other to a reader. The reader asks for the witness's cosignature.
  const seen = withCosignature(held.note, cosign(held.note, witness, now, witness.sign));
  const shown: LogView = { place: 'shown', note, key: log, hashes: Buffer.concat([...after]) };
  const witnessed: LogView = { place: 'witnessed', note: seen, key: log, hashes: Buffer.concat([...before]) };
  const policy = policyOf(keys, [witness], 1);
  const signed = new Set(cosignersOf(shown.note, policy).map(({ name }) => name));
  return !isQuorum(policy, signed) && compareViews(shown, witnessed).kind === 'forked';
}

it('T16: 1,000 random tamperings are all found at the next checkpoint', () => {
  let found = 0;
  fc.assert(
    fc.property(cases, (one) => {
      const { before, after } = play(one);
      found += Number(isDetected(one.kind, before, after));
    }),
    { numRuns: 1000 },
  );
  expect(found).toBe(1000);
});

it('the twin: without a witness, who owns database and key is found in none of them', () => {
  let found = 0;
  fc.assert(
    fc.property(cases, (one) => {
      const { after } = play(one);
      const key = one.kind === 'sign with another key' ? otherKey : log;
      // Rebuilt and signed again, and shown with the key that came along: it is whole in itself.
      const shown: LogView = { place: 'shown', note: noteOf(after, key), key, hashes: Buffer.concat(after) };
      found += Number(typeof checkView(shown, undefined) === 'string');
    }),
    { numRuns: 1000 },
  );
  expect(found).toBe(0);
});

it('says nothing of a log that only grew', () => {
  fc.assert(
    fc.property(cases, ({ size, more }) => {
      const before = Array.from({ length: size }, (_, i) => leafHash(`entry ${String(i)}`));
      const after = [...before, ...Array.from({ length: more }, (_, i) => leafHash(`later ${String(i)}`))];
      const proof = consistencyProof(size, after.length, treeOf(after));
      const keys = [{ name: ORIGIN, publicKey: log.publicKey }];
      expect(judgeCheckpoint({ old: size, proof, note: noteOf(after) }, heldOf(before), keys).kind).toBe('accepted');
    }),
    { numRuns: 200 },
  );
});
