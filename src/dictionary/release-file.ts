/**
 * A release that travels: number, plan and hash under an Ed25519 signature, as one canonical JSON text (RFC 8785).
 * Reading is strict: what is read must print to the very same bytes, so that no flipped byte goes unseen.
 */
import Type from 'typebox';
import { Check } from 'typebox/value';
import {
  MalformedNoteError,
  openCheckpoint,
  parseVerifierKey,
  printVerifierKey,
  signCheckpoint,
  type VerifierKey,
} from '../platform/ledger/checkpoint.ts';
import { canonical, hashOf } from './canonical.ts';
import type { Plan } from './plan.ts';
import type { Versions } from './versions/entry-version.ts';

const FORMAT = 'artery-release-1';

const versionsOf = Type.Record(
  Type.String(),
  Type.String({ pattern: '^[1-9][0-9]*[.](0|[1-9][0-9]*)$', maxLength: 20 }),
);
const VersionsShape = Type.Object(
  { element: versionsOf, entity: versionsOf, 'code-list': versionsOf },
  { additionalProperties: false },
);

export interface ReleaseFile {
  readonly number: number;
  readonly hash: string;
  /** Whose signature it is: a verifier key, `name+id+base64`. That somebody trusts it is not said by the file. */
  readonly key: string;
  /** The signed note itself. */
  readonly note: string;
  readonly plan: Plan;
  /** Of its entries, under the same signature; absent where the signer did not know the release before. */
  readonly versions?: Versions;
}

export interface Signer {
  readonly key: VerifierKey;
  sign(text: Buffer): Buffer;
}

export type Fault = 'not-a-release' | 'altered' | 'not-signed' | 'other-key';

/** Why a file is no release that can be relied on. Words: `dictionary:release-faults.<fault>`. */
export class ReleaseFileError extends Error {
  override name = 'ReleaseFileError';
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault);
    this.fault = fault;
  }
}

// Origin, number, root, an empty line, one signature, and what stands after the last end of line.
const LINES_OF_NOTE = 6;

const originOf = (key: VerifierKey) => `${key.name}/dictionary`;

/** What is signed, beside the number: the plan by its hash, with the versions of its entries where they are known. */
export interface Content {
  readonly plan: Plan;
  readonly versions?: Versions | undefined;
}

const rootOf = ({ plan, versions }: Content): string => (versions ? hashOf({ plan: plan.hash, versions }) : plan.hash);

/** The signed note says the number as a size and what is signed as a root. @throws ReleaseFileError */
export function printRelease(content: Content, number: number, signer: Signer): string {
  if (!isHashed(content.plan)) throw new ReleaseFileError('altered');
  const note = Buffer.from(signRelease(content, number, signer).bytes).toString();
  return printSigned({ key: printVerifierKey(signer.key), note, ...content });
}

/** The file of a release that was signed before. */
export const printSigned = ({ key, note, plan, versions }: Parts): string =>
  `${canonical({ format: FORMAT, key, note, plan, ...(versions && { versions }) })}\n`;

/** The signature alone, for a release that is kept here: by whom, and the signed note. */
export function signRelease(
  content: Content,
  number: number,
  { key, sign }: Signer,
): { by: string; bytes: Uint8Array } {
  const checkpoint = { origin: originOf(key), size: number, root: Buffer.from(rootOf(content), 'hex') };
  return { by: key.name, bytes: Buffer.from(signCheckpoint(checkpoint, key, sign)) };
}

/**
 * Reads a release and checks all of it. Without `trusted` the signature is held against the key in the file: then it is
 * whole, and the answer says whose it is.
 * @throws ReleaseFileError
 */
export function openRelease(bytes: Uint8Array, trusted?: string): ReleaseFile {
  const { key: text, note, plan, versions } = readStrictly(bytes);
  if (trusted !== undefined && trusted.trim() !== text) throw new ReleaseFileError('other-key');
  if (!isHashed(plan)) throw new ReleaseFileError('altered');
  const { number, root, ours } = openNote(note, text);
  if (!ours || root !== rootOf({ plan, versions })) throw new ReleaseFileError('altered');
  return { number, hash: plan.hash, key: text, note, plan, ...(versions && { versions }) };
}

function openNote(note: string, text: string) {
  try {
    const key = parseVerifierKey(text);
    const { origin, size, root } = openCheckpoint(note, key);
    // Whoever adds a signature of their own makes another file of it: a release has the one of its publisher.
    const isAlone = note.split('\n').length === LINES_OF_NOTE;
    return { number: size, root: root.toString('hex'), ours: origin === originOf(key) && size > 0 && isAlone };
  } catch (error) {
    if (error instanceof MalformedNoteError) throw new ReleaseFileError('not-signed');
    throw error;
  }
}

interface Parts {
  readonly key: string;
  readonly note: string;
  readonly plan: Plan;
  readonly versions?: Versions | undefined;
}

function readStrictly(bytes: Uint8Array): Parts {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw new ReleaseFileError('not-a-release');
  }
  if (!isParts(value)) throw new ReleaseFileError('not-a-release');
  if (`${canonical(value)}\n` !== text) throw new ReleaseFileError('altered');
  return value;
}

function isParts(value: unknown): value is Parts {
  if (typeof value !== 'object' || value === null) return false;
  const { format, key, note, plan, versions, ...rest } = value as Record<string, unknown>;
  const isText = typeof key === 'string' && typeof note === 'string';
  const areVersions = versions === undefined || isVersions(versions);
  return format === FORMAT && isText && isPlan(plan) && areVersions && Object.keys(rest).length === 0;
}

const isVersions = (value: unknown): value is Versions => Check(VersionsShape, value);

/** Whether something is made like a plan; what it says is held against its hash. */
export function isPlan(value: unknown): value is Plan {
  if (typeof value !== 'object' || value === null) return false;
  const { format, hash, elements, entities, codeLists } = value as Record<string, unknown>;
  return format === 1 && typeof hash === 'string' && [elements, entities, codeLists].every(Array.isArray);
}

/** Whether a plan has the hash that it states. */
export function isHashed({ hash, ...rest }: Plan): boolean {
  return hashOf(rest) === hash;
}
