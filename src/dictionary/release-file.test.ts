import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { printVerifierKey, rawPublicKey } from '../platform/ledger/checkpoint.ts';
import { canonical, hashOf } from './canonical.ts';
import { openRelease, printRelease, ReleaseFileError, type Signer } from './release-file.ts';
import { testPlan } from './testing/dictionary.ts';
import { statedVersions } from './versions/entry-version.ts';

function signer(name: string): Signer {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = rawPublicKey(publicKey.export({ type: 'spki', format: 'der' }));
  return { key: { name, publicKey: raw }, sign: (text) => sign(null, text, privateKey) };
}
const office = signer('office.example');
const full = testPlan();
const { hash: _, ...rest } = { ...full, elements: full.elements.slice(0, 1), entities: [], codeLists: [] };
const plan = { ...rest, hash: hashOf(rest) };
const versions = statedVersions(plan);
const text = printRelease({ plan, versions }, 7, office);
const faultOf = (bytes: Uint8Array, trusted?: string) => {
  try {
    openRelease(bytes, trusted);
    return 'opened';
  } catch (error) {
    return error instanceof ReleaseFileError ? error.fault : 'another error';
  }
};

describe('a release file', () => {
  it('says whose it is, its number and its hash, and gives the plan back', () => {
    const opened = openRelease(Buffer.from(text), printVerifierKey(office.key));
    expect(opened).toMatchObject({ number: 7, hash: plan.hash, key: printVerifierKey(office.key), plan });
    expect(printRelease(opened, 7, office)).toBe(text);
  });

  it('fails after any flipped bit', () => {
    const bytes = Buffer.from(text);
    for (let place = 0; place < bytes.length; place += 1) {
      for (const bit of [0, place % 8]) {
        const flipped = Buffer.from(bytes);
        flipped[place] = flipped[place]! ^ (1 << bit);
        expect(faultOf(flipped), `byte ${String(place)}`).not.toBe('opened');
      }
    }
  });

  // The twin: what a reader without these checks would take for good.
  it('is caught by each check alone: the hash, the signature, the strict reading', () => {
    const forged = { ...plan, release: 'forged' };
    const with_ = (change: object) => Buffer.from(`${canonical({ ...(JSON.parse(text) as object), ...change })}\n`);
    expect(faultOf(with_({ plan: forged }))).toBe('altered');
    const { hash: __, ...parts } = forged;
    expect(faultOf(with_({ plan: { ...parts, hash: hashOf(parts) } }))).toBe('altered');
    expect(faultOf(with_({ key: printVerifierKey(signer('office.example').key) }))).toBe('not-signed');
    expect(faultOf(Buffer.from(text.replace('{', '{ ')))).toBe('altered');
    expect(faultOf(Buffer.from(text.slice(0, -1)))).toBe('altered');
    expect(faultOf(with_({ more: 1 }))).toBe('not-a-release');
    expect(faultOf(Buffer.from('{}'))).toBe('not-a-release');
  });

  it('is refused where another key is trusted, though its own signature holds', () => {
    const other = printVerifierKey(signer('office.example').key);
    expect([faultOf(Buffer.from(text)), faultOf(Buffer.from(text), other)]).toEqual(['opened', 'other-key']);
  });

  it('cannot be made of a plan that does not have its hash', () => {
    expect(() => printRelease({ plan: { ...plan, release: '9' } }, 1, office)).toThrow(ReleaseFileError);
  });
});
