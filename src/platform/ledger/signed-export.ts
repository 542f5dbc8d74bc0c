/**
 * Entries as a signed file: each with the hashes that lead to a signed root (RFC 6962 §2.1.1), the whole as a signed note
 * (C2SP signed-note) by the key of the log. Anybody checks it offline. Pure.
 */
import Type, { type Static } from 'typebox';
import { Compile } from 'typebox/compile';
import { canonicalJson } from './canonical.ts';
import {
  MalformedNoteError,
  openCheckpoint,
  openNote,
  parseVerifierKey,
  signNote,
  type NoteSigner,
} from './checkpoint.ts';
import { leafHash, verifyInclusion } from './merkle.ts';

const FORMAT = 'artery-audit-export/1';

const Header = Type.Object({
  /** When it was made, by which account, with which filter. */
  at: Type.String(),
  by: Type.String(),
  filter: Type.Record(Type.String(), Type.Unknown()),
  entries: Type.Integer({ minimum: 0 }),
  /** Whether the filter found more than the file holds. */
  more: Type.Boolean(),
  vkey: Type.String(),
  /** Signed checkpoint; each entry is proved against it. */
  checkpoint: Type.String(),
});
export type ExportHeader = Static<typeof Header>;
const Line = Type.Object({
  number: Type.Integer({ minimum: 1 }),
  leaf: Type.String(),
  path: Type.Array(Type.String()),
});
export type ExportLine = Static<typeof Line>;
const [headers, lines] = [Compile(Header), Compile(Line)];

/** The file's text. */
export function signExport(header: ExportHeader, entries: readonly ExportLine[], signer: NoteSigner): string {
  const text = [FORMAT, canonicalJson(header), ...entries.map((line) => canonicalJson(line)), ''].join('\n');
  return signNote(text, [signer]);
}

export type ExportVerdict =
  | { readonly ok: true; readonly header: ExportHeader; readonly entries: readonly ExportLine[] }
  | {
      readonly ok: false;
      readonly fault: 'no-export' | 'signature' | 'key' | 'checkpoint' | 'entry' | 'count';
      readonly line?: number;
    };

/**
 * Checks the signature over all of it, the checkpoint, and the place of every entry.
 * @param trusted verifier key that is known from elsewhere; without it the file is held against the key it names
 */
export function verifyExport(file: string, trusted?: string): ExportVerdict {
  const read = readExport(file);
  if (!read) return { ok: false, fault: 'no-export' };
  const { header, entries } = read;
  if (trusted !== undefined && trusted.trim() !== header.vkey) return { ok: false, fault: 'key' };
  try {
    const key = parseVerifierKey(header.vkey);
    if (openNote(file, [key]).signedBy.length === 0) return { ok: false, fault: 'signature' };
    return provedBy(header, entries);
  } catch (error) {
    if (error instanceof MalformedNoteError) return { ok: false, fault: 'signature' };
    throw error;
  }
}

function provedBy(header: ExportHeader, entries: readonly ExportLine[]): ExportVerdict {
  if (entries.length !== header.entries) return { ok: false, fault: 'count' };
  if (entries.length === 0) return { ok: true, header, entries };
  const checkpoint = checkpointOf(header);
  if (!checkpoint) return { ok: false, fault: 'checkpoint' };
  const { size, root } = checkpoint;
  const wrong = entries.findIndex(({ number, leaf, path }) => {
    const hashes = path.map((hash) => Buffer.from(hash, 'base64'));
    return !verifyInclusion({ index: number - 1, size, leaf: leafHash(leaf), path: hashes, root });
  });
  return wrong < 0 ? { ok: true, header, entries } : { ok: false, fault: 'entry', line: wrong + 1 };
}

function checkpointOf({ checkpoint, vkey }: ExportHeader) {
  try {
    return openCheckpoint(checkpoint, parseVerifierKey(vkey));
  } catch {
    return undefined;
  }
}

function readExport(file: string): { header: ExportHeader; entries: ExportLine[] } | undefined {
  const end = file.lastIndexOf('\n\n');
  const [format, first, ...rest] = file.slice(0, Math.max(0, end)).split('\n');
  if (format !== FORMAT) return undefined;
  try {
    const [header, ...entries] = [first ?? '', ...rest].map((line) => JSON.parse(line) as unknown);
    if (!headers.Check(header) || !entries.every((entry) => lines.Check(entry))) return undefined;
    return { header: header as ExportHeader, entries: entries as ExportLine[] };
  } catch {
    return undefined;
  }
}
