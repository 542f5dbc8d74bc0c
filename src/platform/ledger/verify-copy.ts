/** Verifies an offline copy of a log: no database, no network, no secret. */
import { createReadStream, existsSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault, Verdict } from './audit.ts';
import { type CheckedEntry, checkLog } from './check-log.ts';
import { parseVerifierKey, printVerifierKey, type VerifierKey } from './checkpoint.ts';
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
  const key = await readKey(file('vkey'), vkey);
  if (!key) return bad('key-altered', 1);
  const note = await readFile(file('checkpoint'), 'utf8');
  const size = sizeClaimed(note);
  const verdict = await checkLog({
    entries: entriesOf(file('entries'), file('hashes')),
    key,
    notes: [{ size, note }],
  });
  if (!verdict.ok) return verdict;
  if (verdict.size > size) return { ...verdict, ok: false, firstBad: size + 1, fault: 'entry-extra' };
  const { size: hashed } = await stat(file('hashes'));
  return hashed === size * 32 ? verdict : { ...verdict, ok: false, firstBad: size + 1, fault: 'hash-altered' };
}

async function readKey(file: string, trusted: string | undefined): Promise<VerifierKey | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    const key = parseVerifierKey(text.slice(0, -1));
    const same = text.endsWith('\n') && (trusted === undefined || printVerifierKey(key) === trusted.trim());
    return same ? key : undefined;
  } catch {
    return undefined;
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
