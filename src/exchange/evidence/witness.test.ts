import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { fixedClock } from '../../platform/clock.ts';
import { sql } from '../../platform/db/sql.ts';
import { rawPublicKey, signCheckpoint } from '../../platform/ledger/checkpoint.ts';
import { consistencyProof, type HashAt, leafHash, nodeHash, rootHash } from '../../platform/ledger/merkle.ts';
import { judgeCheckpoint, parseAddCheckpoint, printAddCheckpoint } from './add-checkpoint.ts';
import { askWitness } from './ask-witness.ts';
import { cosign, cosignedAt, parseWitnessKey, printWitnessKey, withCosignature } from './cosignature.ts';
import type { OwnLog, Peer } from './model.ts';
import { answersAbout } from './store/answers.ts';
import { findWitnessed, keepWitnessed, listEvidence } from './store/witnessed.ts';
import { addCheckpoint, type WitnessDeps } from './witness.ts';

/** A key pair as `NodeKeys` has it. */
function signer(node: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return { node, publicKey: rawPublicKey(spki), sign: (text: Buffer) => sign(null, text, privateKey) };
}

const ORIGIN = 'node-1.test/audit/e1';
const log = signer('node-1.test');
const intruder = signer('node-1.test');
const logKey = { name: ORIGIN, publicKey: log.publicKey };

/** A tree in memory: leaves are `from` and their numbers, after the first `same` of another one. */
function tree(size: number, word = 'a', same = 0): { at: HashAt; root: Buffer } {
  const leaves = Array.from({ length: size }, (_, i) => leafHash(`${i < same ? 'a' : word}${String(i)}`));
  const at: HashAt = (height, index) =>
    height === 0 ? (leaves[index] as Buffer) : nodeHash(at(height - 1, index * 2), at(height - 1, index * 2 + 1));
  return { at, root: rootHash(size, at) };
}
const noteOf = (size: number, root: Buffer, by = log) =>
  signCheckpoint({ origin: ORIGIN, size, root }, { name: ORIGIN, publicKey: by.publicKey }, by.sign);
const request = (old: number, size: number, { word = 'a', same = 0, by = log } = {}) => {
  const { at, root } = tree(size, word, same);
  return printAddCheckpoint({ old, proof: consistencyProof(old, size, at), note: noteOf(size, root, by) });
};

const db = await testDatabase();
const clock = fixedClock('2026-11-29T10:00:00Z');
const witness = signer('node-2.test');
const deps: WitnessDeps = {
  db,
  clock,
  keys: witness,
  logKeys: (origin) => Promise.resolve(origin === ORIGIN ? [logKey] : []),
  fenced: () => Promise.resolve(false),
};
beforeEach(async () => {
  await db.script('truncate exchange.witnessed, exchange.fork_evidence, exchange.witness_answer');
});

describe('a cosignature', () => {
  const key = { name: witness.node, publicKey: witness.publicKey };
  const note = noteOf(5, tree(5).root);
  it('is of its witness, its time and every byte of the note', () => {
    const line = cosign(note, key, clock.now(), witness.sign);
    const signed = withCosignature(note, line);
    expect(cosignedAt(signed, key)).toEqual(clock.now());
    expect(cosignedAt(note, key)).toBeUndefined();
    expect(cosignedAt(signed, { ...key, name: 'node-3.test' })).toBeUndefined();
    expect(cosignedAt(signed, { ...key, publicKey: log.publicKey })).toBeUndefined();
    expect(cosignedAt(signed.replace('\n5\n', '\n6\n'), key)).toBeUndefined();
    // Signed twice, it stands there once.
    expect(withCosignature(signed, line)).toBe(signed);
  });
  it('does not verify after any flipped byte', () => {
    const line = cosign(note, key, clock.now(), witness.sign);
    const [head, data] = [line.slice(0, line.lastIndexOf(' ') + 1), line.slice(line.lastIndexOf(' ') + 1, -1)];
    const bytes = Buffer.from(data, 'base64');
    for (let i = 0; i < bytes.length; i += 1) {
      const flipped = Buffer.from(bytes);
      flipped[i] = flipped[i]! ^ 1;
      expect(
        cosignedAt(withCosignature(note, `${head}${flipped.toString('base64')}\n`), key),
        String(i),
      ).toBeUndefined();
    }
  });
  it('has a key that reads back, and no other', () => {
    expect(parseWitnessKey(printWitnessKey(key))).toEqual(key);
    expect(() => parseWitnessKey(printWitnessKey(key).replace('node-2', 'node-3'))).toThrow();
  });
});

describe('add-checkpoint', () => {
  it('reads back what it prints, and nothing that is cut or has a line too many', () => {
    const text = request(3, 8);
    expect(printAddCheckpoint(parseAddCheckpoint(text))).toBe(text);
    for (const bad of ['', 'old 3', 'old -1\n\nx', 'old 03\n\nx', text.replace('old 3\n', 'old 3\nAAAA\n')]) {
      expect(() => parseAddCheckpoint(bad), bad).toThrow();
    }
  });

  it('cosigns what only grew, and has it in the database before it answers', async () => {
    const first = await addCheckpoint(deps, request(0, 3));
    expect(first.status).toBe(200);
    expect((await addCheckpoint(deps, request(3, 8))).status).toBe(200);
    const held = await findWitnessed(db, ORIGIN);
    expect(held).toMatchObject({ size: 8, node: 'node-1.test' });
    expect(cosignedAt(held!.note, { name: witness.node, publicKey: witness.publicKey })).toEqual(clock.now());
    // Shown again, it is cosigned again: "still the largest I know".
    expect((await addCheckpoint(deps, request(8, 8))).status).toBe(200);
  });

  it.each([
    ['400 for what is no request', 'old\n\n', 400, ''],
    ['400 for an old size beyond the checkpoint', request(0, 4).replace('old 0', 'old 5'), 400, ''],
    ['403 for a key the log does not have', request(5, 9, { by: intruder }), 403, ''],
    ['409 with the size it holds for a log that was cut', request(0, 4), 409, '5\n'],
    ['409 for a stale size', request(2, 9), 409, '5\n'],
    ['409 for another tree of the same size', request(5, 5, { word: 'b' }), 409, '5\n'],
    ['422 for a tree that does not contain what it holds', request(5, 9, { word: 'b' }), 422, ''],
    ['422 for one that parts from it before its end', request(5, 9, { word: 'b', same: 4 }), 422, ''],
  ])('answers %s', async (_, text, status, body) => {
    await addCheckpoint(deps, request(0, 5));
    expect(await addCheckpoint(deps, text)).toEqual({ status, body });
    expect(await findWitnessed(db, ORIGIN)).toMatchObject({ size: 5 });
  });

  it('answers 404 for a log it does not witness, and nothing while it is fenced itself', async () => {
    expect((await addCheckpoint({ ...deps, logKeys: () => Promise.resolve([]) }, request(0, 5))).status).toBe(404);
    expect((await addCheckpoint({ ...deps, fenced: () => Promise.resolve(true) }, request(0, 5))).status).toBe(503);
  });

  it('keeps the two signed notes of a fork, each case once', async () => {
    await addCheckpoint(deps, request(0, 5));
    for (let i = 0; i < 3; i += 1) await addCheckpoint(deps, request(5, 5, { word: 'b' }));
    await addCheckpoint(deps, request(5, 9, { word: 'b' }));
    const kept = await listEvidence(db, 10);
    expect(kept.map(({ kind }) => kind).sort()).toEqual(['forked', 'unproved']);
    const [fork] = kept.filter(({ kind }) => kind === 'forked');
    // Anybody can see it with the log's key alone: both are signed, both are of size 5, and their roots differ.
    expect(judgeCheckpoint({ old: 0, proof: [], note: fork!.held }, undefined, [logKey]).kind).toBe('accepted');
    expect(judgeCheckpoint({ old: 0, proof: [], note: fork!.offered }, undefined, [logKey]).kind).toBe('accepted');
    expect(fork!.held.split('\n').slice(0, 2)).toEqual(fork!.offered.split('\n').slice(0, 2));
    expect(fork!.held.split('\n')[2]).not.toBe(fork!.offered.split('\n')[2]);
  });

  it('cosigns one of two trees that come together, never both', async () => {
    for (let round = 0; round < 10; round += 1) {
      await db.run(sql`truncate exchange.witnessed`);
      const both = await Promise.all([
        addCheckpoint(deps, request(0, 6)),
        addCheckpoint(deps, request(0, 7, { word: 'b' })),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    }
  });

  it('has to compare and to set in one step: without it both are cosigned', async () => {
    const { at, root } = tree(6);
    const other = tree(7, 'b');
    // The twin: both read what is held before either writes.
    const judged = [
      judgeCheckpoint({ old: 0, proof: consistencyProof(0, 6, at), note: noteOf(6, root) }, undefined, [logKey]),
      judgeCheckpoint({ old: 0, proof: [], note: noteOf(7, other.root) }, undefined, [logKey]),
    ];
    expect(judged.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    const row = { origin: ORIGIN, node: 'n', root, note: 'x\n\n', cosignedAt: clock.now() };
    expect(await keepWitnessed(db, 0, { ...row, size: 6 })).toBe(1);
    expect(await keepWitnessed(db, 0, { ...row, size: 7 })).toBe(0);
  });
});

describe('a log that asks its witness', () => {
  const peer: Peer = {
    name: witness.node,
    publicKey: witness.publicKey,
    keys: [witness.publicKey],
    relation: 'parent',
    send: async (_url, init) => {
      const { status, body } = await addCheckpoint(deps, init.body as string);
      return new Response(body, { status });
    },
  };
  const own = (size: number, word = 'a'): OwnLog => {
    const { at, root } = tree(size, word);
    return {
      origin: ORIGIN,
      key: logKey,
      checkpoint: () => Promise.resolve({ size, note: noteOf(size, root) }),
      consistency: (older, newer) => Promise.resolve(consistencyProof(older, newer, at)),
    };
  };
  it('has its cosignature kept, and finds the size the witness holds when it forgot', async () => {
    expect(await askWitness({ db, clock }, own(5), peer)).toEqual({ kind: 'cosigned', size: 5 });
    await db.run(sql`truncate exchange.witness_answer`);
    expect(await askWitness({ db, clock }, own(9), peer)).toEqual({ kind: 'cosigned', size: 9 });
    const [kept] = await answersAbout(db, ORIGIN);
    expect(kept).toMatchObject({ size: 9, problem: null, cosignedAt: clock.now().toISOString() });
  });
  it('learns that the witness knows more, or something else', async () => {
    await askWitness({ db, clock }, own(9), peer);
    expect(await askWitness({ db, clock }, own(4), peer)).toEqual({ kind: 'ahead', size: 9 });
    expect(await askWitness({ db, clock }, own(12, 'b'), peer)).toEqual({ kind: 'forked', size: 9 });
    expect(await askWitness({ db, clock }, own(9, 'b'), peer)).toEqual({ kind: 'forked', size: 9 });
    expect((await answersAbout(db, ORIGIN))[0]).toMatchObject({ problem: 'forked' });
  });
  it('takes a word for a cosignature only when it verifies', async () => {
    const liar: Peer = {
      ...peer,
      send: () => Promise.resolve(new Response(`— node-2.test ${randomBytes(76).toString('base64')}\n`)),
    };
    expect(await askWitness({ db, clock }, own(5), liar)).toEqual({ kind: 'refused', problem: 'bad-cosignature' });
    const silent: Peer = { ...peer, send: () => Promise.reject(new TypeError('fetch failed')) };
    expect(await askWitness({ db, clock }, own(5), silent)).toEqual({ kind: 'silent', problem: 'unreachable' });
  });
});
