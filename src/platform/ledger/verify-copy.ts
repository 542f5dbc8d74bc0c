/** Verifies an offline copy of a log: no database, no network, no secret. */
import { createReadStream, existsSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, Verdict } from './audit.ts';
import { type CheckedEntry, checkLog } from './check-log.ts';
import { parseVerifierKey, printVerifierKey, type VerifierKey } from './checkpoint.ts';
import { isChain, keyAt, type LogKey, parseLogKeys } from './log-keys.ts';
import { copyFiles } from './export-log.ts';

const bad = (fault: Fault, firstBad: number | null = null): Verdict => ({
  ok: false,
  size: 0,
  firstBad,
  fault,
  unsigned: 0,
});

/**
 * `vkey` is the key one trusts; without it the copy's own is used, which proves that the copy is whole, not whose it is.
 * The verdict is bad after any changed, missing, added or exchanged byte, with the first bad entry where one can be named.
 */
export async function verifyCopy(folder: string, vkey?: string): Promise<Verdict> {
  const file = (name: keyof typeof copyFiles) => join(folder, copyFiles[name]);
  if (!existsSync(file('entries'))) return bad('entry-missing', 1);
  if (!existsSync(file('hashes'))) return bad('hash-altered', 1);
  if (!existsSync(file('checkpoint'))) return bad('checkpoint-missing', 1);
  const note = await readFile(file('checkpoint'), 'utf8');
  const size = sizeClaimed(note);
  const known = await readKeys(file, { trusted: vkey, size });
  if (!known) return bad('key-altered', 1);
  const changes: number[] = [];
  const verdict = await checkLog({
    entries: watched(entriesOf(file('entries'), file('hashes')), changes),
    keyAt: () => known.key,
    notes: [{ size, note }],
  });
  if (!verdict.ok) return verdict;
  // The log itself says when it went over to another key: what was signed afterwards by the key before counts for nothing.
  if (changes.length !== known.changes)
    return { ...verdict, ok: false, firstBad: changes[0] ?? 1, fault: 'key-altered' };
  if (verdict.size > size) return { ...verdict, ok: false, firstBad: size + 1, fault: 'entry-extra' };
  const { size: hashed } = await stat(file('hashes'));
  return hashed === size * 32 ? verdict : { ...verdict, ok: false, firstBad: size + 1, fault: 'hash-altered' };
}

interface KnownKeys {
  /** The key whose turn it is to sign the checkpoint. */
  readonly key: VerifierKey;
  /** How often the log of this epoch had gone over to another key by then. */
  readonly changes: number;
}

async function readKeys(
  file: (name: keyof typeof copyFiles) => string,
  { trusted, size }: { readonly trusted: string | undefined; readonly size: number },
): Promise<KnownKeys | undefined> {
  try {
    const text = await readFile(file('vkey'), 'utf8');
    const key = parseVerifierKey(text.slice(0, -1));
    if (!text.endsWith('\n')) return undefined;
    // A copy of before there was such a file: one key signed all of it.
    const same = trusted === undefined || printVerifierKey(key) === trusted.trim();
    if (!existsSync(file('keys'))) return same ? { key, changes: 0 } : undefined;
    const chain = parseLogKeys(await readFile(file('keys'), 'utf8'));
    return chain && followKeys(chain, { key, size, trusted: trusted === undefined ? undefined : trusted.trim() });
  } catch {
    return undefined;
  }
}

interface Following {
  readonly key: VerifierKey;
  readonly size: number;
  readonly trusted: string | undefined;
}

/** The key must be the one whose turn it is, and be reached from the one that is trusted, each introduced by the one before. */
function followKeys(chain: readonly LogKey[], { key, size, trusted }: Following): KnownKeys | undefined {
  const [, node = '', epochText = ''] = /^(.+)\/audit\/e(\d+)$/.exec(key.name) ?? [];
  const epoch = Number(epochText);
  const turn = keyAt(chain, epoch, size);
  if (!turn?.publicKey.equals(key.publicKey)) return undefined;
  const until = chain.slice(0, chain.indexOf(turn) + 1);
  const from =
    trusted === undefined
      ? until.findLastIndex(({ signature }) => signature === null)
      : until.findIndex(({ publicKey }) => printVerifierKey({ name: key.name, publicKey }) === trusted);
  if (from < 0 || !isChain(until.slice(from), (at) => `${node}/audit/e${String(at)}`)) return undefined;
  return { key, changes: until.slice(1).filter((one) => one.epoch === epoch).length };
}

const CHANGE = '"action":"ledger.change-key"';

/** The entries as they are; the numbers of those that change the key are put aside. */
async function* watched(entries: AsyncIterable<CheckedEntry>, changes: number[]): AsyncIterable<CheckedEntry> {
  for await (const entry of entries) {
    if (entry.leaf.includes(CHANGE)) changes.push(entry.number);
    yield entry;
  }
}

// Only to know where it stands; the note is checked afterwards, signature and all.
const sizeClaimed = (note: string) => Number(note.split('\n')[1] ?? 0);

async function* entriesOf(entries: string, hashes: string): AsyncIterable<CheckedEntry> {
  await using stored = await open(hashes);
  let number = 0;
  for await (const { line, whole } of linesOf(entries)) {
    const hash = Buffer.alloc(32);
    const { bytesRead } = await stored.read(hash, 0, 32, number * 32);
    number += 1;
    yield { number, leaf: line, hash: bytesRead === 32 ? hash : null, fault: whole ? null : 'entry-altered' };
  }
}

/** Lines as bytes; a last one that does not end is not whole. */
async function* linesOf(file: string): AsyncIterable<{ line: Buffer; whole: boolean }> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of createReadStream(file)) {
    let text = Buffer.concat([rest, chunk as Buffer]);
    for (let end = text.indexOf(10); end >= 0; end = text.indexOf(10)) {
      yield { line: text.subarray(0, end), whole: true };
      text = text.subarray(end + 1);
    }
    rest = text;
  }
  if (rest.length > 0) yield { line: rest, whole: false };
}
