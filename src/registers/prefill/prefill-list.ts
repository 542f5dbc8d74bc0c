/** A list of IDs becomes the register's own template: what is known filled and locked, only the rest open. */
import { Readable } from 'node:stream';
import { getBody } from '../../bodies/index.ts';
import { templateOf, type FilledRow } from '../../dictionary/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import type { Translate } from '../../platform/i18n.ts';
import { pick } from '../../platform/texts.ts';
import { findRegister } from '../../governance/index.ts';
import { identifierGuard, keepUpload, readEncodings, refuseMarked, removeUpload } from '../../records/index.ts';
import { insertPrefill, type PrefillRecord } from '../store/prefill.ts';
import {
  knownValues,
  prefillPeople,
  sceneOf,
  type Prefilled,
  type PrefilledRow,
  type Scene,
} from './prefill-people.ts';
import { readIds } from './read-ids.ts';

export interface NewPrefill {
  readonly register: string;
  /** Code of the body. */
  readonly body: string;
  readonly fileName: string;
  readonly column?: string | undefined;
  readonly purpose?: string | undefined;
  readonly bytes: Readable;
  readonly limit: number;
  readonly language: string;
  readonly rule: string;
}

/** A workbook of a full list is some MB; more is no template. */
const LARGEST_TEMPLATE = 64 * 1024 * 1024;

/** @throws problems.noSource, noIdColumn, tooManyIds; what intake and governance refuse */
export async function prefillList(context: Context, caller: Caller, input: NewPrefill): Promise<PrefillRecord> {
  const scene = await sceneOf(context, input.register);
  const ids = await receiveIds(context, caller, scene, input);
  const filled = await prefillPeople(context, caller, {
    register: input.register,
    body: input.body,
    purpose: input.purpose,
    ids,
    rule: input.rule,
    action: 'registers.prefill',
  });
  const id = newId(context.clock.now());
  const bytes = await writeTemplate(context, { id, scene, filled, language: input.language });
  const body = await getBody(context.db, input.body);
  const kept = await keepUpload(context.db, Readable.from([bytes]), {
    name: input.fileName,
    scope: `prefill/${input.register}/${body.code}`,
    account: caller.account,
    limit: LARGEST_TEMPLATE,
    now: context.clock.now(),
  });
  const record = { ...recordOf(context, scene, filled), id, body: body.id, account: caller.account, file: kept.id };
  await insertPrefill(context.db, record);
  return record;
}

/** The list itself is read and forgotten: it says nothing that its sender does not have. */
async function receiveIds(context: Context, caller: Caller, { comparison, rule }: Scene, input: NewPrefill) {
  const body = await getBody(context.db, input.body);
  const kept = await keepUpload(context.db, input.bytes, {
    name: input.fileName,
    scope: `prefill-ids/${input.register}/${body.code}`,
    account: caller.account,
    limit: input.limit,
    now: context.clock.now(),
    inspect: refuseMarked(readEncodings(context.profile), input.fileName),
  });
  try {
    const { register, column } = input;
    const asked = { register, upload: kept.id, keyField: comparison.keyField, rule, column };
    return (await readIds(context, asked)).rows;
  } finally {
    await removeUpload(context.db, kept.id);
  }
}

/** What is remembered: counts, and what was wrong. Values stand in the template alone. */
function recordOf(
  context: Context,
  scene: Scene,
  { rows, locked, asked, found }: Prefilled,
): Omit<PrefillRecord, 'id' | 'body' | 'account' | 'file'> {
  const { table, comparison } = scene;
  const guard = identifierGuard(context.profile, table.entity);
  const people = rows.filter(({ key }) => key !== null);
  const shown = (value: string) => (guard ? guard.shown(comparison.keyField, value) : value);
  const cells = people.map((row) => Object.keys(knownValues(scene, row)).length - 1);
  return {
    register: table.register,
    authority: comparison.authority,
    way: 'list',
    at: context.clock.now().toISOString(),
    asked,
    found,
    cellsKnown: cells.reduce((sum, known) => sum + known, 0),
    cellsAll: people.length * (table.entity.fields.length - 1),
    locked: [...locked],
    findings: rows.flatMap(({ row, reason, written, values }) =>
      reason === null ? [] : [{ row, reason, value: shown(written.slice(0, 100)), values: { ...values } }],
    ),
  };
}

interface Writing {
  readonly id: string;
  readonly scene: Scene;
  readonly filled: Prefilled;
  readonly language: string;
}

async function writeTemplate(context: Context, { id, scene, filled, language }: Writing): Promise<Buffer> {
  const t = context.words.translator(language);
  const { table, comparison } = scene;
  const authority = await findRegister(context.db, comparison.authority);
  const source = pick(authority?.names ?? {}, language) || comparison.authority;
  const day = dayOf(context.clock.now(), context.profile.timeZone);
  const isLocked = new Set(filled.locked);
  return templateOf(
    context,
    { entity: table.entity.name, language, t },
    {
      mark: markOf(id),
      sourceOf: (field) => (isLocked.has(field) ? t('registers:prefill.columnNote', { source, day }) : undefined),
      resultHeader: t('registers:prefill.resultHeader'),
      rows: filled.rows.map((row) => sheetRow(scene, row, { locked: filled.locked, source, day, t })),
    },
  );
}

/** Stands in the workbook's keywords. */
export const markOf = (id: string): string => `prefill ${id}`;

interface Wording {
  readonly locked: readonly string[];
  readonly source: string;
  readonly day: string;
  readonly t: Translate;
}

function sheetRow(scene: Scene, row: PrefilledRow, { locked, source, day, t }: Wording): FilledRow {
  const { keyField } = scene.comparison;
  const values = { ...knownValues(scene, row), ...(row.key === null && { [keyField]: row.written }) };
  const here = locked.filter((field) => row.held?.values[field] !== null && row.held?.values[field] !== undefined);
  const said = [
    ...(row.reason === null ? [] : [t(`registers:prefill.reasons.${row.reason}`, row.values)]),
    ...(row.held ? [t('registers:prefill.known', { count: here.length, source, day })] : []),
    ...(row.own ? [t('registers:prefill.own')] : []),
  ];
  return {
    values,
    locked: new Set(row.held ? [keyField, ...here] : []),
    result: said.join(' '),
    isMarked: row.reason !== null && row.reason !== 'read-as',
  };
}
