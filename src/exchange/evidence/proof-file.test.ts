import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rawPublicKey, signCheckpoint } from '../../platform/ledger/checkpoint.ts';
import { type HashAt, inclusionProof, leafHash, nodeHash, rootHash } from '../../platform/ledger/merkle.ts';
import { leafOf, recordRoot, type PageHeader } from '../protocol/index.ts';
import { cosign, withCosignature } from './cosignature.ts';
import { cosignersOf, isQuorum, parsePolicy, policyOf, PolicyError, printPolicy } from './policy.ts';
import { parseProof, printProof, verifyProof, type ProofFile } from './proof-file.ts';

function signer(name: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey.export({ type: 'spki', format: 'der' }));
  return { name, publicKey: raw, sign: (text: Buffer) => sign(null, text, privateKey) };
}
const treeOf =
  (leaves: readonly Buffer[]): HashAt =>
  (height, index) =>
    height === 0
      ? (leaves[index] as Buffer)
      : nodeHash(treeOf(leaves)(height - 1, index * 2), treeOf(leaves)(height - 1, index * 2 + 1));

const log = signer('node-1.test/audit/e1');
const parent = signer('node-2.test');
const sibling = signer('node-3.test');
const other = signer('node-4.test');
const at = new Date('2026-11-29T10:00:00Z');
const LEAF = '{"action":"records.read"}';

function noteOver(leaves: readonly Buffer[], by = log, witnesses = [parent, sibling]): string {
  const root = rootHash(leaves.length, treeOf(leaves));
  const note = signCheckpoint({ origin: by.name, size: leaves.length, root }, by, by.sign);
  return witnesses.reduce(
    (signed, witness) => withCosignature(signed, cosign(signed, witness, at, witness.sign)),
    note,
  );
}
const policy = policyOf([log], [parent, sibling, other], 2);
const entries = Array.from({ length: 7 }, (_, i) => leafHash(i === 3 ? LEAF : String(i)));
const entryProof: ProofFile = {
  content: LEAF,
  index: 3,
  path: inclusionProof(3, 7, treeOf(entries)),
  note: noteOver(entries),
  policy: printPolicy(policy),
};

// One record of a page of a stream: five lines, the third is proved.
const stream = signer('node-1.test/stream/A-1/1/e1');
const lines = ['a', 'b', 'my record', 'd', 'e'].map((line) => Buffer.from(line));
const header = {
  kind: 'change',
  at: { epoch: 1, position: 4 },
  register: 'people',
  columns: ['name'],
  release: 1,
  plan: 'x',
  stream: 'node-1.test/stream/A-1/1',
  epoch: 1,
  idx: 1,
  part: 0,
  last: true,
  lines: 5,
  bytes: 17,
  root: recordRoot(lines).toString('base64'),
} satisfies PageHeader;
const salt = Buffer.alloc(16, 7);
const pages = [leafHash('page 0'), leafOf({ header, salt }), leafHash('page 2')];
const recordProof: ProofFile = {
  content: 'my record',
  page: { header, salt, line: 2, path: inclusionProof(2, 5, treeOf(lines.map((line) => leafHash(line)))) },
  index: 1,
  path: inclusionProof(1, 3, treeOf(pages)),
  note: noteOver(pages, stream),
  policy: printPolicy(policyOf([stream], [parent, sibling], 2)),
};

describe('a policy', () => {
  it('reads back, with groups of groups', () => {
    const text = [
      '# whom we trust',
      printPolicy(policy).split('\n')[0],
      ...printPolicy(policy).split('\n').slice(1, 4),
      'group family 2 node-2.test node-3.test',
      'group all any family node-4.test',
      'quorum all',
    ].join('\n');
    const read = parsePolicy(text);
    expect(isQuorum(read, new Set(['node-2.test']))).toBe(false);
    expect(isQuorum(read, new Set(['node-2.test', 'node-3.test']))).toBe(true);
    expect(isQuorum(read, new Set(['node-4.test']))).toBe(true);
    expect(parsePolicy(printPolicy(read))).toEqual(read);
  });
  it.each([
    ['quorum x', 1],
    ['witness a nonsense\nquorum none', 1],
    ['quorum none\nquorum none', 2],
    ['group g 1 a\nquorum none', 1],
    ['say what', 1],
    ['', 1],
  ])('says in which line %j is wrong', (text, line) => {
    expect(() => parsePolicy(text)).toThrow(PolicyError);
    expect(() => parsePolicy(text)).toThrow(`line ${String(line)}`);
  });
  it('counts nobody twice, and a witness only where it signed', () => {
    expect(cosignersOf(entryProof.note, policy).map(({ name }) => name)).toEqual(['node-2.test', 'node-3.test']);
    const once = noteOver(entries, log, [parent, parent]);
    expect(isQuorum(policy, new Set(cosignersOf(once, policy).map(({ name }) => name)))).toBe(false);
  });
});

describe.each([
  ['an entry of the audit trail', entryProof],
  ['one received record', recordProof],
])('the proof of %s', (_, proof) => {
  const text = printProof(proof);
  it('verifies with the file alone, and says who witnessed it and when', () => {
    expect(parseProof(text)).toEqual(proof);
    expect(verifyProof(text)).toMatchObject({
      ok: true,
      cosigned: [
        { name: 'node-2.test', at },
        { name: 'node-3.test', at },
      ],
    });
  });
  it('fails after any flipped bit', () => {
    const bytes = Buffer.from(text);
    // The policy at the end is the file's own word of whom to trust: one's own policy replaces it.
    const trusted = parsePolicy(proof.policy);
    const end = bytes.length - Buffer.byteLength(proof.policy);
    fc.assert(
      fc.property(fc.nat({ max: end - 1 }), fc.nat({ max: 7 }), (i, bit) => {
        const flipped = Buffer.from(bytes);
        flipped[i] = flipped[i]! ^ (1 << bit);
        const verdict = verifyProof(flipped.toString(), trusted);
        return !verdict.ok;
      }),
      { numRuns: 500 },
    );
  });
  it('fails with another content, too few witnesses, or a log that is not trusted', () => {
    const verdict = (changed: Partial<ProofFile>, trusted?: Parameters<typeof verifyProof>[1]) =>
      verifyProof(printProof({ ...proof, ...changed }), trusted).fault;
    expect(verdict({ content: 'another' })).toBe(proof.page ? 'not-in-page' : 'not-in-log');
    expect(verdict({ index: proof.index + 1 })).toBe(proof.page ? 'not-in-page' : 'not-in-log');
    const [, sized = ''] = proof.note.split('\n');
    expect(verdict({ note: proof.note.replace(`\n${sized}\n`, `\n${String(Number(sized) + 1)}\n`) })).toBe(
      'not-signed',
    );
    expect(verdict({}, policyOf([other], [], 0))).toBe('unknown-log');
    expect(verdict({}, { ...parsePolicy(proof.policy), quorum: 'node-9.test' })).toBe('too-few-witnesses');
  });
});
