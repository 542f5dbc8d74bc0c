/**
 * The charter as a pure engine: which keys of the root node may sign the registry, by the word of guardians whose own keys lie
 * away from every node. A C2SP signed note, made and followed as TUF's root.json is (TUF 1.0 §5.3): each charter is signed by
 * enough guardians of the one before it and of itself, and its version is one more.
 */
import { MalformedNoteError, openNote, parseVerifierKey, type VerifierKey } from '../../platform/ledger/checkpoint.ts';

export interface Charter {
  /** Name of the root node. */
  readonly root: string;
  /** 1, 2, 3 …: none is left out. */
  readonly version: number;
  /** Instants, as `toISOString` prints them. */
  readonly issued: string;
  readonly expires: string;
  /** How many of the guardians must sign. */
  readonly threshold: number;
  /** Verifier keys of the guardians, named by whoever holds them. */
  readonly guardians: readonly string[];
  /** Verifier keys of the root node that may sign the registry. */
  readonly keys: readonly string[];
}

/** Why a charter is not believed. */
export type CharterFault =
  | 'malformed'
  | 'forged'
  | 'other-root'
  | 'older'
  | 'skipped'
  | 'too-few-of-old'
  | 'too-few-of-new'
  | 'not-introduced'
  | 'expired'
  | 'not-yet';

export type CharterVerdict =
  { readonly ok: true; readonly charter: Charter } | { readonly ok: false; readonly fault: CharterFault };

/** What is known before the charter is looked at. */
export interface KnownCharter {
  readonly now: Date;
  readonly last?: Charter | undefined;
  /** Verifier keys of the root that are believed without any charter: one of them must have signed the first. */
  readonly introducers: readonly string[];
}

/** Each of these can be turned off by a test, which must then see what it defends against. */
export type CharterCheck = 'version' | 'old-threshold' | 'new-threshold' | 'once-each' | 'introduced' | 'expiry';

/** One signature would be one key that opens everything: what the charter is there to end. */
export const LEAST_THRESHOLD = 2;
export const MOST_GUARDIANS = 15;
/** A charter that lived for ever would be believed after everybody who signed it is gone. */
export const CHARTER_LIFE_MS = 366 * 86_400_000;
/** How far two clocks may be apart. */
const SKEW_MS = 30_000;

/** The text that is signed: six lines, then each guardian and each key of the root, by their spelling. */
export function charterText({ root, version, issued, expires, threshold, guardians, keys }: Charter): string {
  const head = [`${root}/charter`, '1', String(version), issued, expires, String(threshold)];
  const lines = [
    ...guardians.toSorted().map((key) => `guardian ${key}`),
    ...keys.toSorted().map((key) => `root ${key}`),
  ];
  return [...head, ...lines, ''].join('\n');
}

/** Reads the text strictly: it must print to the very same bytes, and can be satisfied. @throws MalformedNoteError */
export function parseCharter(note: string): Charter {
  const { text } = openNote(note, []);
  const [first = '', , version = '', issued = '', expires = '', threshold = '', ...rest] = text.split('\n');
  const named = (word: string) =>
    rest.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
  const charter: Charter = {
    root: first.replace(/\/charter$/, ''),
    version: /^[1-9]\d{0,8}$/.test(version) ? Number(version) : 0,
    ...{ issued, expires, threshold: /^[1-9]\d?$/.test(threshold) ? Number(threshold) : 0 },
    ...{ guardians: named('guardian'), keys: named('root') },
  };
  if (charterText(charter) !== text || !isSound(charter)) throw new MalformedNoteError('this is not a charter');
  return charter;
}

/** Whether enough different people can sign it, and it names keys of this root that live for a time. */
export function isSound({ root, version, issued, expires, threshold, guardians, keys }: Charter): boolean {
  const people = new Set(guardians.map(bytesOf));
  const own = keys.map(parseVerifierKey);
  const life = Date.parse(expires) - Date.parse(issued);
  return (
    version > 0 &&
    people.size === guardians.length &&
    guardians.length <= MOST_GUARDIANS &&
    threshold >= LEAST_THRESHOLD &&
    threshold <= guardians.length &&
    own.length > 0 &&
    own.every(({ name }) => name === root) &&
    // A node that is a guardian too would count twice.
    keys.every((key) => !people.has(bytesOf(key))) &&
    isInstant(issued) &&
    isInstant(expires) &&
    life > 0 &&
    life <= CHARTER_LIFE_MS
  );
}

const bytesOf = (verifierKey: string): string => parseVerifierKey(verifierKey).publicKey.toString('base64');
const isInstant = (text: string): boolean => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;

/** Whose signatures a note bears, of these keys; a proposal bears none yet. @throws MalformedNoteError when one is forged */
export const signersOf = (note: string, verifierKeys: readonly string[]): VerifierKey[] =>
  note.endsWith('\n\n') ? [] : openNote(note, verifierKeys.map(parseVerifierKey)).signedBy;

/** How many different people of a charter signed this note. @throws MalformedNoteError when a signature is forged */
export function countSigners(note: string, { guardians }: Pick<Charter, 'guardians'>, onceEach = true): number {
  const signed = signersOf(note, guardians);
  if (onceEach) return new Set(signed.map(({ publicKey }) => publicKey.toString('base64'))).size;
  const names = new Set(signed.map(({ name }) => name));
  return note.split('\n').filter((line) => [...names].some((name) => line.startsWith(`— ${name} `))).length;
}

/** Whether the next charter is believed, and if not, why. Closed: in doubt it is not. */
export function judgeCharter(note: string, known: KnownCharter, off: readonly CharterCheck[] = []): CharterVerdict {
  const step = judgeStep(note, known, off);
  if (!step.ok || off.includes('expiry')) return step;
  const fault = timeFault(step.charter, known.now);
  return fault ? { ok: false, fault } : step;
}

/**
 * Whether charters follow one another from the one that is known. Those in between may be over by now; the last may not.
 * @param notes in the order of their versions; those that are known already count for nothing
 */
export function judgeChain(
  notes: readonly string[],
  known: KnownCharter,
  off: readonly CharterCheck[] = [],
): CharterVerdict & { readonly news: readonly string[] } {
  let last = known.last;
  const news: string[] = [];
  for (const note of notes) {
    const verdict = judgeStep(note, { ...known, last }, off);
    if (verdict.ok) {
      last = verdict.charter;
      news.push(note);
    } else if (verdict.fault !== 'older') return { ...verdict, news: [] };
  }
  if (!last) return { ok: false, fault: 'malformed', news: [] };
  const fault = news.length === 0 || off.includes('expiry') ? undefined : timeFault(last, known.now);
  return fault ? { ok: false, fault, news: [] } : { ok: true, charter: last, news };
}

function judgeStep(note: string, known: KnownCharter, off: readonly CharterCheck[]): CharterVerdict {
  try {
    const charter = parseCharter(note);
    const fault = placeFault(charter, known, off) ?? signatureFault(note, charter, known, off);
    return fault ? { ok: false, fault } : { ok: true, charter };
  } catch (error) {
    if (error instanceof MalformedNoteError) return { ok: false, fault: isCharter(note) ? 'forged' : 'malformed' };
    throw error;
  }
}

function isCharter(note: string): boolean {
  try {
    return parseCharter(note).version > 0;
  } catch {
    return false;
  }
}

function placeFault(
  { root, version }: Charter,
  { last }: KnownCharter,
  off: readonly CharterCheck[],
): CharterFault | undefined {
  if (last && root !== last.root) return 'other-root';
  const next = (last?.version ?? 0) + 1;
  if (off.includes('version') || version === next) return undefined;
  return version < next ? 'older' : 'skipped';
}

function signatureFault(
  note: string,
  charter: Charter,
  { last, introducers }: KnownCharter,
  off: readonly CharterCheck[],
): CharterFault | undefined {
  const enough = (of: Charter) => countSigners(note, of, !off.includes('once-each')) >= of.threshold;
  if (last && !off.includes('old-threshold') && !enough(last)) return 'too-few-of-old';
  if (!off.includes('new-threshold') && !enough(charter)) return 'too-few-of-new';
  const introduced = last !== undefined || signersOf(note, introducers).length > 0;
  return introduced || off.includes('introduced') ? undefined : 'not-introduced';
}

function timeFault({ issued, expires }: Charter, now: Date): CharterFault | undefined {
  if (Date.parse(issued) > now.getTime() + SKEW_MS) return 'not-yet';
  return now.getTime() >= Date.parse(expires) ? 'expired' : undefined;
}

/** A note with the signature lines of another of the same text added, each once. @throws MalformedNoteError */
export function withSignatures(note: string, brought: string): string {
  const [mine, theirs] = [openNote(note, []).text, openNote(brought, []).text];
  if (mine !== theirs) throw new MalformedNoteError('these are signatures of another text');
  const lines = [note, brought].flatMap((one) =>
    one
      .slice(mine.length + 1)
      .split('\n')
      .slice(0, -1),
  );
  return `${mine}\n${[...new Set(lines)].map((line) => `${line}\n`).join('')}`;
}

/** What is still to be signed: how many more of the one before, and of this one. */
export function missingSigners(
  note: string,
  charter: Charter,
  last: Charter | undefined,
): { readonly old: number; readonly new: number } {
  const missing = (of: Charter | undefined) => (of ? Math.max(0, of.threshold - countSigners(note, of)) : 0);
  return { old: missing(last), new: missing(charter) };
}
