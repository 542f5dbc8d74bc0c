/** Files as evidence: added by whoever proposed the correction or keeps the record, seen by whoever may see it. */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { appendChangeSet, takeChangeSet } from '../../platform/changes/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { readWhole } from '../../platform/http/upload.ts';
import { newId } from '../../platform/ids.ts';
import { readEncodings, refuseMarked, sniff } from '../../records/index.ts';
import { problems } from '../problems.ts';
import * as store from '../store/evidence.ts';
import { findCorrection, lockCorrection } from '../store/correction.ts';
import { mayRead } from './read-corrections.ts';
import { insistOnWaiting, maySettle } from './settle-correction.ts';

export const MOST_BYTES = 5 * 1024 * 1024;
export const MOST_FILES = 5;
const NAME_LENGTH = 120;

// What an officer has at hand: a scan, a photograph, a list. By their first bytes, never by their name.
const KINDS: readonly (readonly [type: string, ending: string, head: Buffer])[] = [
  ['application/pdf', 'pdf', Buffer.from('%PDF-')],
  ['image/png', 'png', Buffer.from('89504e470d0a1a0a', 'hex')],
  ['image/jpeg', 'jpg', Buffer.from('ffd8ff', 'hex')],
];
const WORKBOOK = ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'] as const;

interface Adding {
  readonly correction: string;
  readonly fileName: string;
  readonly upload: Readable;
  readonly rule: string;
}

/**
 * Keeps a file beside the proposal; its SHA-256 goes into the audit trail.
 * @throws problems.noSuchCorrection, alreadySettled, evidenceTooLarge, evidenceKind, tooMuchEvidence, and those of a
 *   file with a mark of secrecy
 */
export async function addEvidence(context: Context, caller: Caller, adding: Adding): Promise<store.EvidenceFile[]> {
  const { db, clock } = context;
  const found = await findCorrection(db, adding.correction);
  const mine = found?.proposerBody !== null && found?.proposerBody === caller.body;
  if (!found || !(mine || (await maySettle(context, caller, found)))) throw problems.noSuchCorrection();
  insistOnWaiting(found);
  const limit = { most: MOST_BYTES };
  const bytes = await readWhole(adding.upload, MOST_BYTES, () => problems.evidenceTooLarge(limit));
  const [mediaType, ending] = await kindOf(context, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const now = clock.now();
  return db.transaction(async (tx) => {
    await lockCorrection(tx, found.id);
    const there = await store.listEvidence(tx, found.id);
    if (there.some((one) => one.sha256 === sha256)) return there;
    if (there.length >= MOST_FILES) throw problems.tooMuchEvidence({ most: MOST_FILES });
    const name = nameOf(adding.fileName, ending);
    const one = { id: newId(now), correction: found.id, name, mediaType, size: bytes.length, sha256, bytes };
    await store.insertEvidence(tx, { ...one, account: caller.account, at: now.toISOString() });
    const cause = await context.audit.record(tx, {
      action: 'registers.add-evidence',
      actor: caller.account,
      body: caller.body,
      subject: found.register,
      allowed: true,
      rule: adding.rule,
      records: [found.record],
      detail: { correction: found.id, sha256, size: bytes.length },
    });
    // The other side of the correction may be at another node.
    await appendChangeSet(tx, {
      id: await takeChangeSet(tx),
      kind: 'correction',
      subject: found.register,
      body: caller.body,
      actor: caller.account,
      cause,
      members: [found.record],
      begunAt: now,
    });
    return store.listEvidence(tx, found.id);
  });
}

/** Media type and ending, by the first bytes. @throws problems.evidenceKind, and those of a file with a mark of secrecy */
export async function kindOf({ profile }: Pick<Context, 'profile'>, bytes: Buffer): Promise<readonly [string, string]> {
  const known = KINDS.find(([, , head]) => bytes.subarray(0, head.length).equals(head));
  if (known) return [known[0], known[1]];
  const source = { size: bytes.length, chunks: () => onePart(bytes) };
  if (bytes.length === 0 || (await sniff(source)) !== 'xlsx') throw problems.evidenceKind();
  await refuseMarked(readEncodings(profile))(source, 'xlsx');
  return WORKBOOK;
}

async function* onePart(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

/** As it was called, without what a path or a header could make of it; the ending follows the content. */
export function nameOf(given: string, ending: string): string {
  const last = given.split(/[/\\]/).at(-1) ?? '';
  const plain = last.replaceAll(/[\p{C}"<>|:*?]/gu, '').replace(/\.\w{1,5}$/, '');
  return `${plain.trim().slice(0, NAME_LENGTH) || 'evidence'}.${ending}`;
}

/** @throws problems.noSuchCorrection, noSuchEvidence; another's and none read the same */
export async function readEvidence(context: Context, caller: Caller, which: { correction: string; file: string }) {
  const found = await findCorrection(context.db, which.correction);
  if (!found || !(await mayRead(context, caller, found))) throw problems.noSuchCorrection();
  const file = (await store.listEvidence(context.db, found.id)).find(({ id }) => id === which.file);
  const bytes = file && (await store.evidenceBytes(context.db, found.id, file.id));
  if (!file || !bytes) throw problems.noSuchEvidence();
  return { file, bytes };
}
