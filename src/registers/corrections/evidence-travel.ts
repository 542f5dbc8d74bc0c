/**
 * Files of corrections between nodes: in parts, each taken once, so that a line that breaks costs one part and not the
 * file. A file is kept when all parts are here and its bytes are those that were hashed.
 */
import { createHash } from 'node:crypto';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { findBody } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { Problem } from '../../platform/http/problem.ts';
import { newId } from '../../platform/ids.ts';
import type { Arriving, IsHere, Parcel, Taken, Travel } from '../../platform/travel.ts';
import { findCorrection, proposedAbout, type CorrectionRecord } from '../store/correction.ts';
import * as store from '../store/evidence.ts';
import { kindOf, MOST_BYTES, MOST_FILES, nameOf } from './evidence-files.ts';

const PART = 'registers.evidence-part';
export const PART_BYTES = 256 * 1024;

const Part = Type.Object({
  correction: Type.String({ format: 'uuid' }),
  name: Type.String({ maxLength: 300 }),
  size: Type.Integer({ minimum: 1, maximum: MOST_BYTES }),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  part: Type.Integer({ minimum: 0 }),
  /** Base64 of at most 256 KiB. */
  bytes: Type.String({ maxLength: 360_000 }),
});
type Part = Static<typeof Part>;

export const evidenceTravel: Travel = {
  follows: ['correction'],
  kinds: [PART],
  parcels: async (tx, change, isHere) => {
    const found: Parcel[] = [];
    for (const record of change.members ?? []) {
      for (const one of await proposedAbout(tx, change.subject, record)) {
        const files = await store.addedAt(tx, one.id, change.begunAt);
        for (const file of files) found.push(...(await partsOf(tx, one, { file, isHere })));
      }
    }
    return found;
  },
  receive: async (context, tx, arriving) =>
    Value.Check(Part, arriving.parcel.payload)
      ? takePart(context, tx, arriving, arriving.parcel.payload)
      : { taken: false, reason: 'unreadable' },
  // The proposal itself goes on: the flow's page shows that a file was not taken.
  refused: () => Promise.resolve(),
};

interface Sending {
  readonly file: store.EvidenceFile;
  readonly isHere: IsHere;
}

async function partsOf(tx: Db, one: CorrectionRecord, { file, isHere }: Sending): Promise<Parcel[]> {
  const home = await findBody(tx, one.body);
  const proposer = one.proposerBody === null ? undefined : await findBody(tx, one.proposerBody);
  const bytes = await store.evidenceBytes(tx, one.id, file.id);
  if (!home || !proposer || !bytes || isHere(home.code) === isHere(proposer.code)) return [];
  const [from, to] = isHere(home.code) ? [home.code, proposer.code] : [proposer.code, home.code];
  const { name, size, sha256 } = file;
  return Array.from({ length: Math.ceil(size / PART_BYTES) }, (_, part): Parcel => {
    const piece = bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES).toString('base64');
    const payload: Part = { correction: one.id, name, size, sha256, part, bytes: piece };
    return { id: `${one.id}/${sha256}/${String(part)}`, kind: PART, from, to, subject: one.register, payload };
  });
}

const take: Taken = { taken: true };
const refuse = (reason: string): Taken => ({ taken: false, reason });

async function takePart(context: Context, tx: Db, { from, origin }: Arriving, one: Part): Promise<Taken> {
  const { correction, sha256, part, size } = one;
  const found = await findCorrection(tx, correction);
  if (!found) return { taken: 'later', reason: 'unknown-correction' };
  if (found.proposerBody !== from && found.body !== from) return refuse('not-yours-to-say');
  if (found.closedAt !== null) return refuse('answered-already');
  const there = await store.listEvidence(tx, correction);
  if (there.some((file) => file.sha256 === sha256)) return take;
  const coming = await store.onTheWay(tx, correction);
  if (!coming.has(sha256) && there.length + coming.size >= MOST_FILES) return refuse('too-many-files');
  const bytes = Buffer.from(one.bytes, 'base64');
  const parts = Math.ceil(size / PART_BYTES);
  const expected = part === parts - 1 ? size - part * PART_BYTES : PART_BYTES;
  if (part >= parts || bytes.length !== expected) return refuse('unreadable');
  await store.putPart(tx, { correction, sha256, part, bytes });
  const here = await store.partsOf(tx, correction, sha256);
  return here.length < parts
    ? take
    : keep(context, tx, { one, origin, bytes: Buffer.concat(here), record: found.record });
}

interface Keeping {
  readonly one: Part;
  readonly origin: string;
  readonly bytes: Buffer;
  readonly record: string;
}

/** All parts are here: what they make must be what was hashed, and of a kind that is taken here too. */
async function keep(context: Context, tx: Db, { one, origin, bytes, record }: Keeping): Promise<Taken> {
  const { correction, sha256, size } = one;
  await store.dropParts(tx, correction, sha256);
  if (createHash('sha256').update(bytes).digest('hex') !== sha256) return refuse('hash-differs');
  const kind = await kindOf(context, bytes).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
  if (!kind) return refuse('not-valid');
  const [mediaType, ending] = kind;
  const now = context.clock.now();
  const name = nameOf(one.name, ending);
  await store.insertEvidence(tx, {
    ...{ id: newId(now), correction, name, mediaType, size, sha256, bytes },
    ...{ account: origin, at: now.toISOString() },
  });
  await context.audit.record(tx, {
    action: 'registers.add-evidence',
    actor: origin,
    body: null,
    subject: correction,
    allowed: true,
    rule: 'exchange/own-bodies',
    records: [record],
    detail: { correction, sha256, size },
  });
  return take;
}
