import fc from 'fast-check';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeNameOf, printVerifierKey, rawPublicKey } from '../../platform/ledger/checkpoint.ts';
import { fingerprintOf, isSameFingerprint } from './fingerprint.ts';
import { KEY_LIFE_MS, REGISTRY_LIFE_MS, type NodeEntry, type UnsignedEntry } from './model.ts';
import type { OwnKey } from './own-keys.ts';
import {
  admit,
  endorsementText,
  idOf,
  issueRegistry,
  judgeRegistry,
  parseRegistry,
  registryText,
  signEntry,
  type RegistryCheck,
} from './registry.ts';

const START = new Date('2026-11-29T08:00:00.000Z');
const later = (ms: number) => new Date(START.getTime() + ms);
const HOUR = 3_600_000;

function newKey(name?: string): OwnKey {
  const { privateKey, publicKey: spki } = generateKeyPairSync('ed25519');
  const publicKey = rawPublicKey(spki.export({ type: 'spki', format: 'der' }));
  const key = { name: name ?? nodeNameOf(publicKey), publicKey };
  const verifierKey = printVerifierKey(key);
  return { key, verifierKey, id: idOf(verifierKey), sign: (text) => sign(null, text, privateKey) };
}

const nodeKey = (key: OwnKey, from = START) => ({
  key: key.verifierKey,
  from: from.toISOString(),
  to: new Date(from.getTime() + KEY_LIFE_MS).toISOString(),
  revoked: null,
  endorsed: null,
});

const unsigned = (key: OwnKey, parent: string | null, bodies: string[] = []): UnsignedEntry => ({
  name: key.key.name,
  address: 'http://127.0.0.1:1',
  level: null,
  parent,
  bodies,
  state: 'approved',
  since: START.toISOString(),
  keys: [nodeKey(key)],
});

const [root, province, commune, stranger] = [newKey(), newKey(), newKey(), newKey()] as const;
const entries = [
  signEntry(unsigned(root, null), root, START),
  signEntry(unsigned(province, root.key.name, ['97']), root, START),
  signEntry(unsigned(commune, province.key.name, ['99108']), province, START),
];
const issue = (version: number, all: readonly NodeEntry[] = entries, by = root, now = START) =>
  issueRegistry({ root: root.key.name, version, entries: all }, now, [by]);
const known = { now: later(HOUR), trusted: [root.verifierKey] };
const keptNote = issue(5);
const kept = { version: 5, note: keptNote };
const fault = (note: string, more: Partial<Parameters<typeof judgeRegistry>[1]> = {}, off: RegistryCheck[] = []) => {
  const verdict = judgeRegistry(note, { ...known, kept, ...more }, off);
  return verdict.ok ? undefined : verdict.fault;
};

describe('a registry document', () => {
  it('prints to what it was read from, and is believed', () => {
    const note = issue(6);
    expect(note.startsWith(registryText(parseRegistry(note)))).toBe(true);
    expect(fault(note)).toBeUndefined();
    expect(fault(keptNote)).toBeUndefined();
  });
  it('is refused after any changed character', () => {
    const note = issue(6);
    const end = note.lastIndexOf('\n\n');
    fc.assert(
      fc.property(fc.nat(end), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const letter = String.fromCharCode(code);
        fc.pre(note[at] !== letter);
        expect(fault(note.slice(0, at) + letter + note.slice(at + 1))).toBeDefined();
      }),
      { numRuns: 200 },
    );
  });
  it.each<[string, () => string, string, RegistryCheck, Partial<typeof known>?]>([
    ['older than the one kept', () => issue(4), 'older', 'version'],
    ['another one of the same version', () => issue(5, entries.slice(0, 2)), 'forked', 'version'],
    ['by a signer nobody knows', () => issue(6, entries, stranger), 'unknown-signer', 'signature'],
    [
      'signed with another key under the root’s name',
      () => issue(6, entries, newKey(root.key.name)),
      'unknown-signer',
      'signature',
    ],
    ['that is over', () => issue(6), 'expired', 'expiry', { now: later(REGISTRY_LIFE_MS) }],
    ['from the future', () => issue(6, entries, root, later(2 * HOUR)), 'not-yet', 'expiry'],
    [
      'with an entry that its own node signed',
      () => issue(6, [...entries, signEntry(unsigned(stranger, root.key.name), stranger, START)]),
      'entry-unsigned',
      'entries',
    ],
    [
      'with an entry that a node beside it signed',
      () => issue(6, [...entries, signEntry(unsigned(stranger, root.key.name), commune, START)]),
      'entry-unsigned',
      'entries',
    ],
    [
      'with bodies that nobody approved',
      () => issue(6, [...entries.slice(0, 2), { ...(entries[2] as NodeEntry), bodies: ['97'] }]),
      'entry-unsigned',
      'entries',
    ],
    [
      'with a key that nobody introduced',
      () => {
        const second = { ...nodeKey(newKey(commune.key.name)), endorsed: { by: commune.id, signature: 'AAAA' } };
        const own = unsigned(commune, province.key.name, ['99108']);
        return issue(6, [
          ...entries.slice(0, 2),
          signEntry({ ...own, keys: [...own.keys, second] }, province, later(1)),
        ]);
      },
      'entry-unsigned',
      'entries',
    ],
  ])('%s is refused, and only the check finds it', (_name, make, expected, check, more) => {
    const note = make();
    expect(fault(note, more)).toBe(expected);
    // The twin: with the defence off it passes.
    expect(fault(note, more, [check])).toBeUndefined();
  });
  it('never goes back, in whatever order documents come', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 12 }), (versions) => {
        let mine: { version: number; note: string } | undefined;
        for (const version of versions) {
          const note = issue(version);
          const verdict = judgeRegistry(note, { ...known, kept: mine });
          if (verdict.ok) mine = { version, note };
          else expect(verdict.fault).toBe('older');
        }
        expect(mine?.version).toBe(Math.max(...versions));
      }),
      { numRuns: 50 },
    );
  });
});

describe('a new key of the root', () => {
  const second = newKey(root.key.name);
  const from = later(HOUR);
  const introduced = {
    ...nodeKey(second, from),
    endorsed: {
      by: root.id,
      signature: root.sign(Buffer.from(endorsementText(second.verifierKey, from.toISOString()))).toString('base64'),
    },
  };
  const own = unsigned(root, null);
  const rotated = signEntry({ ...own, keys: [...own.keys, introduced] }, root, from);
  it('is believed by those who know only the one before it, also when the old key signs no more', () => {
    const note = issue(9, [rotated, ...entries.slice(1)], second, later(2 * HOUR));
    expect(fault(note, { now: later(3 * HOUR) })).toBeUndefined();
  });
  it('is not believed without that introduction', () => {
    const bare = signEntry({ ...own, keys: [...own.keys, { ...introduced, endorsed: null }] }, root, from);
    const note = issue(9, [bare, ...entries.slice(1)], second, later(2 * HOUR));
    expect(fault(note, { now: later(3 * HOUR) })).toBe('unknown-signer');
  });
});

describe('who is let in', () => {
  const registry = parseRegistry(keptNote);
  const ask = (node: string, key: string, now = known.now, of = registry) => {
    const answer = admit(of, { node, key, now });
    return answer.admitted ? 'in' : answer.fault;
  };
  const withKey = (change: object) => ({
    ...registry,
    entries: registry.entries.map((entry) =>
      entry.name === commune.key.name ? { ...entry, keys: entry.keys.map((key) => ({ ...key, ...change })) } : entry,
    ),
  });
  it('says what is wrong with everybody else', () => {
    const { name } = commune.key;
    expect(ask(name, commune.id)).toBe('in');
    expect(ask(stranger.key.name, stranger.id)).toBe('node-unknown');
    expect(ask(name, stranger.id)).toBe('key-unknown');
    expect(ask(name, commune.id, later(-HOUR))).toBe('key-not-yet');
    expect(ask(name, commune.id, known.now, withKey({ to: later(1).toISOString() }))).toBe('key-expired');
    expect(ask(name, commune.id, known.now, withKey({ revoked: later(1).toISOString() }))).toBe('key-revoked');
    const retired = registry.entries.map((entry) => ({ ...entry, state: 'retired' as const }));
    expect(ask(name, commune.id, known.now, { ...registry, entries: retired })).toBe('node-retired');
  });
  it('is nobody when the registry is over', () => {
    const question = { node: commune.key.name, key: commune.id, now: later(REGISTRY_LIFE_MS) };
    expect(admit(registry, question)).toEqual({ admitted: false, fault: 'registry-expired' });
    expect(admit(registry, question, ['expiry'])).toMatchObject({ admitted: true });
  });
});

it('a fingerprint is compared by its digits, and another key has another', () => {
  const print = fingerprintOf(root.verifierKey);
  expect(print).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(isSameFingerprint(print.replaceAll(' ', '-'), root.verifierKey)).toBe(true);
  expect(isSameFingerprint(print, stranger.verifierKey)).toBe(false);
  expect(isSameFingerprint('', root.verifierKey)).toBe(false);
});
