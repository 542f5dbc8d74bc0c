/**
 * A proof that lies in a file and verifies with nothing else: the record, how it leads to the leaf, how the leaf leads to
 * the root, the signed checkpoint with its cosignatures, and the keys. The middle is C2SP tlog-proof (`index`, hashes,
 * checkpoint); around it stands what was hashed. Pure: no clock, no file, no network, so that it can be read in fifty years.
 */
import {
  MalformedNoteError,
  openCheckpoint,
  type Checkpoint,
  type VerifierKey,
} from '../../platform/ledger/checkpoint.ts';
import { leafHash, verifyInclusion } from '../../platform/ledger/merkle.ts';
import { leafOf, type PageHeader } from '../protocol/index.ts';
import { originOfNote, signsFor } from './add-checkpoint.ts';
import { cosignersOf, isQuorum, parsePolicy, PolicyError, type Cosigned, type Policy } from './policy.ts';

/** Where a record stands in a page of a stream. */
export interface RecordInPage {
  readonly header: PageHeader;
  readonly salt: Buffer;
  /** Number of the line, 0 is the first. */
  readonly line: number;
  /** Hashes from the line to the page's root. */
  readonly path: readonly Buffer[];
}

export interface ProofFile {
  /** The exact bytes: a leaf of the audit trail, or a line of a page. */
  readonly content: string;
  /** Absent for an entry of the audit trail. */
  readonly page?: RecordInPage;
  /** Of the leaf in its log, 0 is the first. */
  readonly index: number;
  readonly path: readonly Buffer[];
  readonly note: string;
  /** As the provider had it when the proof was made; whoever verifies may bring their own. */
  readonly policy: string;
}

const HEAD = 'artery-proof@v1';
const TLOG = 'c2sp.org/tlog-proof@v1';

export class MalformedProofError extends Error {
  override name = 'MalformedProofError';
}

const base64 = (bytes: Buffer) => bytes.toString('base64');

export function printProof({ content, page, index, path, note, policy }: ProofFile): string {
  const head = [
    HEAD,
    `content ${base64(Buffer.from(content))}`,
    ...(page
      ? [
          `page ${base64(Buffer.from(JSON.stringify(page.header)))}`,
          `salt ${base64(page.salt)}`,
          `line ${String(page.line)}`,
          ...page.path.map((hash) => `hash ${base64(hash)}`),
        ]
      : []),
  ];
  const tlog = [TLOG, `index ${String(index)}`, ...path.map(base64)];
  return `${head.join('\n')}\n\n${tlog.join('\n')}\n\n${note}\n${policy}`;
}

/** @throws MalformedProofError */
export function parseProof(text: string): ProofFile {
  const [head, tlog, body, signatures, ...rest] = text.split('\n\n');
  // The last signature line ends the note; an empty line, and the policy follows.
  const policy = rest.join('\n\n');
  if (head === undefined || tlog === undefined || body === undefined || signatures === undefined || policy === '') {
    throw new MalformedProofError('a part of the proof is missing');
  }
  const [first, ...lines] = head.split('\n');
  if (first !== HEAD) throw new MalformedProofError(`it does not begin with ${HEAD}`);
  const of = (word: string) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const [content = ''] = of('content');
  const [header] = of('page');
  const [mark, index = '', ...path] = tlog.split('\n');
  const [, number] = /^index (0|[1-9]\d{0,15})$/.exec(index) ?? [];
  if (mark !== TLOG || number === undefined) throw new MalformedProofError('the part of the log is not as it must be');
  const proof = {
    content: Buffer.from(content, 'base64').toString(),
    index: Number(number),
    path: path.map(hashOf),
    note: `${body}\n\n${signatures}\n`,
    policy,
  };
  if (header === undefined) return oneSpelling(proof, text);
  const [salt = ''] = of('salt');
  const [line = ''] = of('line');
  const page = { header: readHeader(header), salt: Buffer.from(salt, 'base64'), line: Number(line) };
  return oneSpelling({ ...proof, page: { ...page, path: of('hash').map(hashOf) } }, text);
}

/** What reads back to other bytes is not what was made: no byte of a proof is without meaning. */
function oneSpelling(proof: ProofFile, text: string): ProofFile {
  if (printProof(proof) !== text) throw new MalformedProofError('it has another spelling than it must have');
  return proof;
}

function readHeader(text: string): PageHeader {
  try {
    const header = JSON.parse(Buffer.from(text, 'base64').toString()) as Partial<PageHeader> | null;
    const readable = typeof header?.root === 'string' && Number.isSafeInteger(header.lines);
    if (readable) return header as PageHeader;
  } catch {
    // Said below.
  }
  throw new MalformedProofError('the header of the page cannot be read');
}

function hashOf(line: string): Buffer {
  const hash = Buffer.from(line, 'base64');
  if (hash.length !== 32) throw new MalformedProofError('a line of the path is no hash');
  return hash;
}

/** Why a proof does not hold. Words: `exchange:evidence.faults.<fault>`. */
export type ProofFault =
  'malformed' | 'unknown-log' | 'not-signed' | 'not-in-page' | 'not-in-log' | 'too-few-witnesses';

export interface ProofVerdict {
  readonly ok: boolean;
  readonly fault: ProofFault | null;
  readonly checkpoint: Checkpoint | null;
  readonly cosigned: readonly Cosigned[];
  readonly proof: ProofFile | null;
}

/**
 * @param trusted a policy of one's own; without it the file's own is used, which shows that the proof is whole, not whose
 */
export function verifyProof(text: string, trusted?: Policy): ProofVerdict {
  const bad = (fault: ProofFault, more: Partial<ProofVerdict> = {}): ProofVerdict => ({
    ok: false,
    fault,
    checkpoint: null,
    cosigned: [],
    proof: null,
    ...more,
  });
  let proof: ProofFile;
  let policy: Policy;
  try {
    proof = parseProof(text);
    policy = trusted ?? parsePolicy(proof.policy);
  } catch (error) {
    if (error instanceof MalformedProofError || error instanceof PolicyError) return bad('malformed');
    throw error;
  }
  const origin = originOfNote(proof.note);
  const keys = policy.logs.filter((one) => signsFor(one, origin));
  if (keys.length === 0) return bad('unknown-log', { proof });
  const checkpoint = keys.map((key) => tryOpen(proof.note, key)).find((one) => one !== undefined);
  if (!checkpoint) return bad('not-signed', { proof });
  const leaf = leafOfProof(proof);
  if (!leaf) return bad('not-in-page', { proof, checkpoint });
  const { index, path } = proof;
  if (!verifyInclusion({ index, size: checkpoint.size, leaf, path, root: checkpoint.root })) {
    return bad('not-in-log', { proof, checkpoint });
  }
  const cosigned = cosignersOf(proof.note, policy);
  const enough = isQuorum(policy, new Set(cosigned.map(({ name }) => name)));
  if (!enough) return bad('too-few-witnesses', { proof, checkpoint, cosigned });
  return { ok: true, fault: null, checkpoint, cosigned, proof };
}

function tryOpen(note: string, key: VerifierKey): Checkpoint | undefined {
  try {
    const checkpoint = openCheckpoint(note, key);
    return signsFor(key, checkpoint.origin) ? checkpoint : undefined;
  } catch (error) {
    if (error instanceof MalformedNoteError) return undefined;
    throw error;
  }
}

/** The leaf hash the content leads to; undefined when the line is not in the page it names. */
function leafOfProof({ content, page, index: place }: ProofFile): Buffer | undefined {
  if (!page) return leafHash(content);
  const { header, salt, line, path } = page;
  if (header.idx !== place) return undefined;
  const root = Buffer.from(header.root, 'base64');
  const inPage = verifyInclusion({ index: line, size: header.lines, leaf: leafHash(content), path, root });
  return inPage ? leafOf({ header, salt }) : undefined;
}
