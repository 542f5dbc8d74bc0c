/** An upload arrives: it is kept, its table found, its columns recognised, and what somebody already holds is marked. */
import type { Readable } from 'node:stream';
import type { Static } from 'typebox';
import { getBody } from '../bodies/index.ts';
import {
  currentRelease,
  mappingsOf,
  matchColumns,
  type ColumnProposal,
  type EntityPlan,
  type OpenedMapping,
  type Plan,
} from '../dictionary/index.ts';
import { findRegister } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { Problem } from '../platform/http/problem.ts';
import {
  answerEncoding,
  getUpload,
  keepUpload,
  openRegister,
  removeUpload,
  openUpload,
  readEncodings,
  refuseMarked,
  type OpenedUpload,
  type RawRow,
} from '../records/index.ts';
import type { Db } from '../platform/db/db.ts';
import type { Source, UploadView } from './contract.ts';
import { chooseMapping, fitOf, layMapping, type MappedUpload } from './map-upload.ts';
import type { Comparison } from './model.ts';
import { problems } from './problems.ts';
import { findComparison } from './store/claim.ts';

export interface NewUpload {
  readonly register: string;
  /** Code of the body. */
  readonly body: string;
  readonly fileName: string;
  readonly bytes: Readable;
  readonly limit: number;
}

export interface Reading {
  readonly encoding?: string | undefined;
  readonly sheet?: string | undefined;
}

/** How the table of a file is found: by the register's own columns, by a mapping, or where it was found before. */
export interface Finding extends Reading {
  readonly mapping?: OpenedMapping | undefined;
  readonly headers?: readonly string[] | undefined;
}

const SAMPLE_ROWS = 5;

/** @throws the problems of intake: too large, not a table, a bomb, encrypted… */
export async function beginLoad(context: Context, caller: Caller, input: NewUpload): Promise<UploadView> {
  await openRegister(context.db, input.register);
  const body = await getBody(context.db, input.body);
  const kept = await keepUpload(context.db, input.bytes, {
    name: input.fileName,
    scope: scopeOf(input.register, body.code),
    account: caller.account,
    limit: input.limit,
    now: context.clock.now(),
    // A mark of secrecy refuses the file before a byte of it is kept.
    inspect: refuseMarked(readEncodings(context.profile), input.fileName),
  });
  try {
    return await readUpload(context, caller, { register: input.register, body: body.code, upload: kept.id }, {});
  } catch (error) {
    // What cannot be read is of no use to anybody: it is sent again, mended.
    if (error instanceof Problem && !kept.repeated) await removeUpload(context.db, kept.id);
    throw error;
  }
}

/** Within what an upload is the same upload, and who may read it again. */
export const scopeOf = (register: string, body: string) => `${register}/${body}`;

/** An upload that was sent for this register and this body. @throws problems.uploadOfAnother, intake's uploadNotFound */
export async function uploadFor(
  db: Db,
  { register, body, upload }: { register: string; body: string; upload: string },
) {
  const kept = await getUpload(db, upload);
  if (kept.scope !== scopeOf(register, body)) throw problems.uploadOfAnother();
  return kept;
}

/** Opens a kept upload with the register's own columns in mind. */
export async function openFor(
  context: Context,
  upload: string,
  entity: EntityPlan,
  reading: Finding,
): Promise<OpenedUpload> {
  const { plan } = await currentRelease(context.db);
  const { mapping, headers: known } = reading;
  const score = (headers: readonly string[]) => {
    if (mapping) return fitOf(mapping, headers);
    if (known) return known.filter((header) => headers.includes(header)).length / Math.max(1, known.length);
    const proposals = matchColumns(entity, headers, plan.settings);
    const filled = headers.filter((header) => header !== '').length;
    return filled === 0
      ? 0
      : proposals.reduce(
          (sum, one) => sum + (one.field ? one.confidence : one.skipped && one.why === 'skip' ? 0.5 : 0),
          0,
        ) / filled;
  };
  return openUpload(context.db, upload, {
    encodings: readEncodings(context.profile),
    score,
    ...(reading.encoding === undefined ? {} : { encoding: reading.encoding }),
    ...(reading.sheet === undefined ? {} : { sheet: reading.sheet }),
  });
}

/** @throws problems.uploadOfAnother, and what a mapping that was chosen may be refused for */
export async function readUpload(
  context: Context,
  caller: Pick<Caller, 'language'>,
  which: { register: string; body: string; upload: string },
  reading: Reading & { readonly mapping?: string | undefined },
): Promise<UploadView> {
  const { entity, plan } = await openRegister(context.db, which.register);
  const { code } = await getBody(context.db, which.body);
  const kept = await uploadFor(context.db, { ...which, body: code });
  // The person's answer is kept with the upload, so that she is asked once.
  if (reading.encoding !== undefined) await answerEncoding(context.db, which.upload, reading.encoding);
  const mapping = await chooseMapping(context, caller, { code: reading.mapping, entity, settings: plan.settings });
  await using opened = await openFor(context, which.upload, entity, { ...reading, mapping });
  const headers = opened.table.columns.map((column) => column.header);
  const proposals = matchColumns(entity, headers, plan.settings);
  const source = await sourceOf(context, which.register);
  const columns = proposals.map((proposal, i) =>
    columnOf(proposal, opened.table.columns[i]?.letter ?? '', { entity, plan, source }),
  );
  const mapped = mapping && layMapping(mapping, headers);
  const given = new Set((mapped ?? { columns }).columns.flatMap((column) => column.field ?? []));
  return {
    upload: kept.id,
    register: which.register,
    body: code,
    fileName: kept.name,
    bytes: kept.size,
    kind: opened.kind,
    sheet: opened.table.sheet ?? null,
    sheets: [...opened.sheets],
    titleRows: opened.table.titleRows.map((row) => row.text),
    headerRows: [...opened.table.headerRows],
    encoding: opened.encoding.name,
    question: opened.question
      ? {
          ...opened.question,
          samples: opened.question.samples.map((one) => ({ ...one })),
          others: [...opened.question.others],
        }
      : null,
    columns,
    fields: entity.fields.map((field) => ({
      name: field.name,
      names: field.names,
      required: field.required,
      key: entity.key.includes(field.name),
    })),
    mapping: mapping && mapped ? mappingOf(mapping, mapped, entity) : null,
    mappings: await mappingsOf(context.db, entity.name),
    missingKeys: entity.key.filter((key) => !given.has(key)),
    sample: await sampleOf(opened),
    counts: countColumns(columns),
  };
}

const countColumns = (columns: UploadView['columns']): UploadView['counts'] => ({
  columns: columns.length,
  matched: columns.filter((column) => column.field !== null).length,
  skipped: columns.filter((column) => column.skipped).length,
  unknown: columns.filter((column) => column.field === null && !column.skipped).length,
  held: columns.filter((column) => column.source !== null).length,
});

export interface HeldBy {
  readonly comparison: Comparison;
  readonly source: Static<typeof Source>;
}

/** Which register already holds fields of this one, and the citation that forbids asking again. */
export async function sourceOf({ db }: Pick<Context, 'db'>, register: string): Promise<HeldBy | undefined> {
  const comparison = await findComparison(db, register);
  const authority = comparison && (await findRegister(db, comparison.authority));
  if (!comparison || !authority) return undefined;
  return {
    comparison,
    source: { register: authority.name, names: authority.names, citation: authority.citation ?? null },
  };
}

function columnOf(
  proposal: ColumnProposal,
  letter: string,
  how: { entity: EntityPlan; plan: Plan; source: HeldBy | undefined },
): UploadView['columns'][number] {
  const field = how.entity.fields.find((one) => one.name === proposal.field);
  const held = field !== undefined && (how.source?.comparison.held.includes(field.name) ?? false);
  return {
    column: proposal.column,
    letter,
    header: proposal.header,
    field: field?.name ?? null,
    element: field?.element ?? null,
    names: field?.names ?? null,
    confidence: proposal.confidence,
    why: proposal.why,
    skipped: proposal.skipped,
    key: field !== undefined && how.entity.key.includes(field.name),
    source: held ? (how.source?.source ?? null) : null,
  };
}

function mappingOf(
  { mapping, revision, compiled }: OpenedMapping,
  { columns }: MappedUpload,
  entity: EntityPlan,
): NonNullable<UploadView['mapping']> {
  const lines = mapping.lines.flatMap(({ to, transform }) => {
    const field = entity.fields.find((one) => one.name === to);
    const from = [...(compiled.sources.get(to) ?? [])];
    const key = entity.key.includes(to);
    return field ? [{ field: to, names: field.names, from, transform: transform?.kind ?? null, key }] : [];
  });
  const unread = columns.filter((column) => column.field === null && column.header !== '').map(({ header }) => header);
  return { code: mapping.code, names: mapping.names, revision, lines, unread };
}

async function sampleOf(opened: OpenedUpload): Promise<string[][]> {
  for await (const batch of opened.rows)
    return (batch as readonly RawRow[]).slice(0, SAMPLE_ROWS).map((row) => [...row.cells]);
  return [];
}
