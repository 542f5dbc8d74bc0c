/** The declared load: stage → check → compare with the authority → commit. Records does the work; the comparison is ours. */
import { getBody } from '../bodies/index.ts';
import { visibleBodies } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import {
  checkLoad,
  commitLoad,
  findLoad,
  openRegister,
  stageUpload,
  type ColumnMapping,
  type Load,
} from '../records/index.ts';
import { openFor, uploadFor, type Reading } from './begin-load.ts';
import { stageComparison } from './compare-stage.ts';
import { chooseMapping, layMapping } from './map-upload.ts';
import type { Comparison } from './model.ts';
import { returnedTemplate, tellChanged, type Returned } from './prefill/returned-template.ts';
import { problems } from './problems.ts';
import { findComparison } from './store/claim.ts';

export interface Declared extends Reading {
  readonly register: string;
  /** Code of the body. */
  readonly body: string;
  readonly upload: string;
  readonly columns?: readonly { readonly column: number; readonly field: string | null }[] | undefined;
  /** Code of the mapping by which the file is read; `columns` say nothing then. */
  readonly mapping?: string | undefined;
}

/**
 * Reads the upload with these columns, and checks it. The same upload may be checked again and again.
 * @throws problems.uploadOfAnother, problems.encodingNotAnswered, and those of records and intake
 */
export async function checkDeclared(context: Context, caller: Caller, input: Declared): Promise<Load> {
  const { db } = context;
  const { entity, plan } = await openRegister(db, input.register);
  const body = await getBody(db, input.body);
  const kept = await uploadFor(db, { ...input, body: body.code });
  const chosen = await chooseMapping(context, caller, { code: input.mapping, entity, settings: plan.settings });
  await using opened = await openFor(context, input.upload, entity, { ...input, mapping: chosen });
  if (opened.question && input.encoding === undefined) throw problems.encodingNotAnswered();
  const headers = opened.table.columns.map((column) => column.header);
  const { columns, mapper } = chosen ? layMapping(chosen, headers) : plainColumns(input, headers);
  const staged = await stageUpload(context, {
    register: input.register,
    body: body.id,
    caller,
    columns,
    mapper,
    rows: opened.rows,
    upload: input.upload,
    fileName: kept.name,
  });
  const returned = await returnedTemplate(context, kept, { register: input.register, body: body.id });
  const facts = {
    ...(opened.table.sheet !== undefined && { sheet: opened.table.sheet }),
    ...(chosen && { mapping: { code: chosen.mapping.code, revision: chosen.revision } }),
  };
  return checkStaged(context, staged, facts, returned);
}

/**
 * Holds staged rows against the register's authority, as every load is, whichever way they came.
 * @param facts stay with the load
 */
export async function checkStaged(
  context: Context,
  staged: Load,
  facts: Readonly<Record<string, unknown>>,
  returned?: Returned,
): Promise<Load> {
  const comparison = await findComparison(context.db, staged.register);
  const compare =
    comparison && comparable(comparison.keyField, staged.columns) ? against(comparison, returned) : comparesNothing;
  return checkLoad(context, staged.id, { compare: keeping(facts, compare) });
}

/** Each column is one field, as it was recognised or chosen. */
function plainColumns(
  input: Declared,
  headers: readonly string[],
): { columns: readonly ColumnMapping[]; mapper?: undefined } {
  return {
    columns: (input.columns ?? []).map(({ column, field }) => ({ column, field, header: headers[column] ?? '' })),
  };
}

const against = (comparison: Comparison, returned: Returned | undefined): Compare =>
  returned ? tellChanged(returned, comparison, stageComparison(comparison)) : stageComparison(comparison);

type Compare = ReturnType<typeof stageComparison>;
const comparesNothing: Compare = () => Promise.resolve({ findings: [], extra: {} });

/** Which sheet was read, and by which mapping, stays with the load: its notes come back in the same place. */
const keeping =
  (facts: Readonly<Record<string, unknown>>, compare: Compare): Compare =>
  async (tx, stage) => {
    const { findings, extra } = await compare(tx, stage);
    return { findings, extra: { ...extra, ...facts } };
  };

/** The sheet a load was read from; undefined when its file has none. */
export const sheetOf = ({ extra }: Pick<Load, 'extra'>): string | undefined =>
  typeof extra['sheet'] === 'string' ? extra['sheet'] : undefined;

const comparable = (keyField: string, columns: readonly ColumnMapping[]) =>
  columns.some((column) => column.field === keyField);

export interface Committing {
  readonly register: string;
  readonly load: string;
  readonly onlyValid: boolean;
  readonly rule: string;
}

/** @throws problems.noSuchLoad when there is none the caller may write, and those of records */
export async function commitDeclared(context: Context, caller: Caller, input: Committing): Promise<Load> {
  await ownLoad(context, caller, input);
  return commitLoad(context, input.load, { caller, onlyValid: input.onlyValid, rule: input.rule });
}

/** A load of the caller's own bodies; another's and none read the same. @throws problems.noSuchLoad */
export async function ownLoad(
  { db }: Pick<Context, 'db'>,
  caller: Caller,
  which: { register: string; load: string },
): Promise<Load> {
  const load = await findLoad(db, which.load);
  const visible = await visibleBodies(db, caller, 'registers.load', which.register);
  const mine = load?.register === which.register && (visible === 'all' || visible.includes(load.body));
  if (!load || !mine) throw problems.noSuchLoad();
  return load;
}
