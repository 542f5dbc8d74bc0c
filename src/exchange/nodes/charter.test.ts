import fc from 'fast-check';
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeNameOf, printVerifierKey, rawPublicKey, signNote } from '../../platform/ledger/checkpoint.ts';
import {
  CHARTER_LIFE_MS,
  charterText,
  judgeChain,
  judgeCharter,
  missingSigners,
  parseCharter,
  withSignatures,
  type Charter,
  type CharterCheck,
  type KnownCharter,
} from './charter.ts';
import { issueRegistry, judgeRegistry, signEntry } from './registry.ts';

const START = new Date('2026-11-29T08:00:00.000Z');
const later = (ms: number) => new Date(START.getTime() + ms);
const HOUR = 3_600_000;

function newKey(name?: string) {
  const { privateKey, publicKey: spki } = generateKeyPairSync('ed25519');
  const publicKey = rawPublicKey(spki.export({ type: 'spki', format: 'der' }));
  const key = { name: name ?? nodeNameOf(publicKey), publicKey };
  const again = (other: string) => ({ ...made, key: { ...key, name: other } });
  const made = { key, vkey: printVerifierKey(key), sign: (text: Buffer) => sign(null, text, privateKey), again };
  return made;
}
type Key = ReturnType<typeof newKey>;

const root = newKey();
const next = newKey(root.key.name);
const [an, binh, chi, dung] = [newKey('an'), newKey('binh'), newKey('chi'), newKey('dung')] as const;
const first: Charter = {
  root: root.key.name,
  version: 1,
  issued: START.toISOString(),
  expires: later(CHARTER_LIFE_MS).toISOString(),
  threshold: 2,
  guardians: [an.vkey, binh.vkey, chi.vkey],
  keys: [root.vkey],
};
const signed = (charter: Charter, ...by: readonly Key[]) => signNote(charterText(charter), by);
const second = { ...first, version: 2, issued: later(HOUR).toISOString(), keys: [next.vkey] };
const known: KnownCharter = { now: later(2 * HOUR), last: first, introducers: [root.vkey] };
const unknown = { ...known, last: undefined };
const fault = (note: string, what: KnownCharter = known, off: CharterCheck[] = []) => {
  const verdict = judgeCharter(note, what, off);
  return verdict.ok ? undefined : verdict.fault;
};

describe('a charter', () => {
  it('is believed when two of three guardians of the old and of the new one signed it', () => {
    expect(fault(signed(first, root, an, chi), unknown)).toBeUndefined();
    expect(fault(signed(second, an, binh))).toBeUndefined();
    expect(parseCharter(signed(second, an, binh))).toEqual(second);
  });
  it('is refused after any changed character', () => {
    const note = signed(second, an, binh);
    fc.assert(
      fc.property(fc.nat(note.length - 1), fc.integer({ min: 33, max: 126 }), (at, code) => {
        const letter = String.fromCharCode(code);
        fc.pre(note[at] !== letter);
        expect(fault(note.slice(0, at) + letter + note.slice(at + 1))).toBeDefined();
      }),
      { numRuns: 300 },
    );
  });
  const changed = { ...second, guardians: [binh.vkey, chi.vkey, dung.vkey] };
  it.each<[string, string, string, CharterCheck, KnownCharter?]>([
    ['with one signature of three', signed(second, an), 'too-few-of-old', 'old-threshold'],
    ['signed by the old guardians only', signed(changed, an, binh), 'too-few-of-new', 'new-threshold'],
    ['signed by the new guardians only', signed(changed, chi, dung), 'too-few-of-old', 'old-threshold'],
    ['that is the one kept, brought again', signed(first, root, an, binh), 'older', 'version'],
    ['that skips a version', signed({ ...second, version: 3 }, an, binh), 'skipped', 'version'],
    ['that is over', signed({ ...second, expires: later(1.5 * HOUR).toISOString() }, an, binh), 'expired', 'expiry'],
    ['from the future', signed({ ...second, issued: later(9 * HOUR).toISOString() }, an, binh), 'not-yet', 'expiry'],
    ['that nobody introduced, as the first', signed(first, an, binh), 'not-introduced', 'introduced', unknown],
  ])('%s is refused, and only the check finds it', (_name, note, expected, check, what = known) => {
    expect(fault(note, what)).toBe(expected);
    // The twin: with the defence off it passes. What lacks signatures of the old and the new lacks both checks.
    const off: CharterCheck[] = check === 'old-threshold' ? [check, 'new-threshold'] : [check];
    expect(fault(note, what, off)).toBeUndefined();
  });
  it('counts a guardian who signs twice once', () => {
    const text = charterText(second);
    const lines = signNote(text, [an]).slice(text.length + 1);
    const twice = `${text}\n${lines}${lines}`;
    expect(fault(twice)).toBe('too-few-of-old');
    expect(fault(twice, known, ['once-each'])).toBeUndefined();
  });
  it('names nobody twice, under whatever names, and no key of the node as a guardian', () => {
    const alias = printVerifierKey(an.again('an-again').key);
    const own = printVerifierKey(next.again('next').key);
    const guardians = (...keys: string[]) => fault(signed({ ...second, guardians: keys }, an, binh));
    expect(guardians(an.vkey, alias, binh.vkey)).toBe('malformed');
    expect(guardians(an.vkey, binh.vkey, own)).toBe('malformed');
    expect(fault(signed({ ...second, threshold: 1 }, an, binh))).toBe('malformed');
    expect(fault(signed({ ...second, threshold: 4 }, an, binh, chi))).toBe('malformed');
    expect(fault(signed({ ...second, keys: [] }, an, binh))).toBe('malformed');
    expect(fault(signed({ ...second, expires: later(2 * CHARTER_LIFE_MS).toISOString() }, an, binh))).toBe('malformed');
  });
  it('is followed over several steps, of which those in between may be over', () => {
    const short = { ...second, expires: later(1.5 * HOUR).toISOString() };
    const third = { ...second, version: 3, guardians: [binh.vkey, chi.vkey, dung.vkey] };
    const chain = [signed(first, root, an, binh), signed(short, an, chi), signed(third, chi, binh)];
    expect(judgeChain(chain, unknown)).toMatchObject({ ok: true, charter: third, news: chain });
    expect(judgeChain(chain, known)).toMatchObject({ ok: true, charter: third, news: chain.slice(1) });
    expect(judgeChain(chain.slice(0, 2), known)).toMatchObject({ ok: false, fault: 'expired' });
    expect(judgeChain([chain[0] ?? '', chain[2] ?? ''], unknown)).toMatchObject({ ok: false, fault: 'skipped' });
  });
  it('gathers signatures that are brought one by one', () => {
    const bare = signNote(charterText(second), []);
    expect(missingSigners(bare, second, first)).toEqual({ old: 2, new: 2 });
    const one = withSignatures(bare, signed(second, an));
    expect(missingSigners(one, second, first)).toEqual({ old: 1, new: 1 });
    const both = withSignatures(withSignatures(one, signed(second, an)), signed(second, chi));
    expect(missingSigners(both, second, first)).toEqual({ old: 0, new: 0 });
    expect(fault(both)).toBeUndefined();
    expect(() => withSignatures(both, signed(first, an))).toThrow('another text');
  });
});

describe('the registry under a charter', () => {
  const KEY_DAYS = 90 * 86_400_000;
  const nodeKey = (key: Key, endorsed: { by: string; signature: string } | null = null) => ({
    ...{ key: key.vkey, from: START.toISOString(), to: later(KEY_DAYS).toISOString(), revoked: null, endorsed },
  });
  const registryBy = (by: Key, ...keys: readonly Key[]) => {
    const since = START.toISOString();
    const own = { name: root.key.name, address: null, level: null, parent: null, bodies: [], since };
    const entry = signEntry({ ...own, state: 'approved', keys: keys.map((key) => nodeKey(key)) }, by, later(HOUR));
    return issueRegistry({ root: root.key.name, version: 7, entries: [entry] }, later(HOUR), [by]);
  };
  const judged = (note: string, charter: Charter | undefined, off: Parameters<typeof judgeRegistry>[2] = []) => {
    const verdict = judgeRegistry(note, { now: later(2 * HOUR), trusted: [root.vkey], charter }, off);
    return verdict.ok ? undefined : verdict.fault;
  };
  it('is believed by the keys that the charter names, also by one that no earlier key introduced', () => {
    expect(judged(registryBy(next, next), second)).toBeUndefined();
    expect(judged(registryBy(root, root), first)).toBeUndefined();
  });
  it('is not believed by the key of before, and only the charter finds that', () => {
    const stolen = registryBy(root, root);
    expect(judged(stolen, second)).toBe('unknown-signer');
    expect(judged(stolen, second, ['charter'])).toBeUndefined();
    const added = registryBy(root, root, next);
    expect(judged(added, first)).toBe('entry-unsigned');
  });
  it('is not believed once the charter is over', () => {
    const over = { ...first, expires: later(1.5 * HOUR).toISOString() };
    expect(judged(registryBy(root, root), over)).toBe('charter-expired');
    expect(judged(registryBy(root, root), over, ['charter'])).toBeUndefined();
  });
});
