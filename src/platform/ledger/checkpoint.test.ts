import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passingFolder } from '../../../test/harness/folders.ts';
import { openCheckpoint, parseVerifierKey, printVerifierKey, signCheckpoint } from './checkpoint.ts';
import { openKeys } from './keys.ts';
import { leafHash } from './merkle.ts';

const folder = passingFolder('artery-keys-');
const keys = openKeys(folder);
const key = { name: `${keys.node}/audit/e1`, publicKey: keys.publicKey };
const checkpoint = { origin: key.name, size: 20852163, root: leafHash('a root') };
const note = signCheckpoint(checkpoint, key, (text) => keys.sign(text));

describe('a verifier key', () => {
  it('reads the published vector (golang.org/x/mod/sumdb/note)', () => {
    const vkey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    expect(parseVerifierKey(vkey).name).toBe('PeterNeumann');
    expect(printVerifierKey(parseVerifierKey(vkey))).toBe(vkey);
  });
  it('is refused after any changed character', () => {
    const vkey = printVerifierKey(key);
    for (let i = 0; i < vkey.length; i += 1)
      for (const other of ['A', 'b', '0', '+', ' ', '='])
        if (vkey[i] !== other)
          expect(() => parseVerifierKey(vkey.slice(0, i) + other + vkey.slice(i + 1)), `at ${String(i)}`).toThrow();
  });
});

describe('a checkpoint', () => {
  it('opens with its key and says what was signed', () => {
    expect(openCheckpoint(note, key)).toEqual(checkpoint);
    expect(note.split('\n')).toHaveLength(6);
  });
  it('lets others sign below', () => {
    const witnessed = `${note}— witness.example/w1 ${Buffer.alloc(76, 7).toString('base64')}\n`;
    expect(openCheckpoint(witnessed, key)).toEqual(checkpoint);
  });
  it('does not open after any flipped bit', () => {
    const bytes = Buffer.from(note);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 7 }), (i, bit) => {
        const changed = Buffer.from(bytes);
        changed[i] = (changed[i] as number) ^ (1 << bit);
        expect(() => openCheckpoint(changed.toString(), key)).toThrow();
      }),
      { numRuns: 2000 },
    );
  });
  it('does not open with another key', () => {
    const stranger = openKeys(passingFolder('artery-keys-'));
    expect(() => openCheckpoint(note, { ...key, publicKey: stranger.publicKey })).toThrow('not signed by');
  });
});

describe('the key folder', () => {
  it('is private, and gives the same keys again', () => {
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    const again = openKeys(folder);
    expect(again.node).toBe(keys.node);
    expect(again.unwrap(keys.wrap(Buffer.from('secret'), 'a'), 'a').toString()).toBe('secret');
    expect(() => again.unwrap(keys.wrap(Buffer.from('secret'), 'a'), 'b')).toThrow();
  });
  it('remembers the last note of a log', () => {
    keys.remember(key.name, note);
    expect(openKeys(folder).remembered(key.name)).toBe(note);
    expect(keys.remembered('another')).toBeUndefined();
  });
});
