/** The offline kit of a register: all that a program can be written against without reaching the node. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codesOf, emitJsonSchema, packZip, type CodeItemPlan, type FieldPlan } from '../../dictionary/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { AnyEndpoint } from '../../platform/http/endpoint.ts';
import { openApi } from '../../platform/http/openapi.ts';
import { openRegister, type RegisterTable } from '../../records/index.ts';
import type { Values } from '../../records/contract.ts';
import { issueVoucher } from '../vouchers/contract.ts';
import { batch, list, lookup, opens, would } from './contract.ts';
import { errorBook } from './error-book.ts';
import { inventKey, inventRecord } from './invent.ts';

const SAMPLES = 20;
const FOLDER = join(import.meta.dirname, '../../../client');

type Codes = ReadonlyMap<string, readonly CodeItemPlan[]>;

async function codesFor({ db, clock, profile }: Context, { entity }: RegisterTable): Promise<Codes> {
  const today = dayOf(clock.now(), profile.timeZone);
  const lists = [...new Set(entity.fields.flatMap(({ codeList }) => codeList?.list ?? []))];
  const read = await Promise.all(
    lists.map(async (name) => [name, (await codesOf(db, name, today)) ?? []] as [string, readonly CodeItemPlan[]]),
  );
  return new Map(read);
}

/** What the validator reads: the rules of single fields. */
const fieldRules = (field: FieldPlan, codes: Codes) => ({
  name: field.name,
  element: field.element,
  names: field.names,
  kind: field.sqlType,
  required: field.required,
  ...(field.minLength !== undefined && { minLength: field.minLength }),
  ...(field.maxLength !== undefined && { maxLength: field.maxLength }),
  ...(field.pattern !== undefined && { pattern: field.pattern }),
  ...(field.codeList && { codes: (codes.get(field.codeList.list) ?? []).map(({ code }) => code) }),
});

function samplesOf(table: RegisterTable, codes: Codes, idPrefix: string) {
  const lists = new Map(
    table.plan.codeLists.map((one) => [one.code, { ...one, items: codes.get(one.code) ?? one.items }]),
  );
  const good = Array.from({ length: SAMPLES }, (_, n) => {
    const key = inventKey(table.entity, lists, n, idPrefix);
    return whole(table, inventRecord(table.entity, lists, key, idPrefix).values, codes);
  });
  return { good, bad: spoilt(table, good[0] ?? {}) };
}

/** What must be there and was left empty is filled, so that a good sample is good. */
function whole({ entity }: RegisterTable, values: Values, codes: Codes): Values {
  const filled = entity.fields.map(({ name, required, codeList }) => {
    const value = values[name] ?? null;
    const first = codeList && codes.get(codeList.list)?.[0]?.code;
    return [name, value === null && required ? (first ?? 'x') : value] as const;
  });
  return Object.fromEntries(filled);
}

/** One record for each way of being wrong, with the fault that is to be found. */
function spoilt({ entity }: RegisterTable, good: Values) {
  const faults: { record: Values; field: string; rule: string }[] = [];
  for (const field of entity.fields) {
    const { name } = field;
    if (field.required) faults.push({ record: { ...good, [name]: null }, field: name, rule: 'missing' });
    if (field.codeList) faults.push({ record: { ...good, [name]: '?' }, field: name, rule: 'code' });
    if (field.sqlType === 'date')
      faults.push({ record: { ...good, [name]: '2026-02-30' }, field: name, rule: 'format' });
    if (field.pattern !== undefined) faults.push({ record: { ...good, [name]: '\t' }, field: name, rule: 'pattern' });
  }
  return faults.slice(0, 60);
}

const csv = (cells: readonly string[]): string =>
  `${cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`;

/** @returns a ZIP file */
export async function kitOf(context: Context, register: string, language: string): Promise<Buffer> {
  const table = await openRegister(context.db, register);
  const { entity, release } = table;
  const codes = await codesFor(context, table);
  const elements = new Map(table.plan.elements.map((one) => [one.code, one]));
  const { languages } = context.profile;
  const { good, bad } = samplesOf(table, codes, context.profile.demo?.idPrefix ?? '');
  const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
  const served = [issueVoucher, opens, lookup, batch, list, would] as unknown as AnyEndpoint[];
  const files: Record<string, string> = {
    'fields.json': json({ register, release, fields: entity.fields.map((field) => fieldRules(field, codes)) }),
    'schema.json': json(
      emitJsonSchema(entity, {
        ...{ language, release, codes: (name) => codes.get(name), element: (code) => elements.get(code) },
      }),
    ),
    'openapi.json': json(openApi(served, { title: register, version: String(release) })),
    'validate.py': readFileSync(join(FOLDER, 'kit/validate.py'), 'utf8'),
    'samples/good.json': json(good),
    'samples/bad.json': json(bad.map(({ record }) => record)),
    'samples/bad-faults.json': json(bad.map(({ field, rule }) => ({ field, rule }))),
  };
  for (const [name, items] of codes) {
    const rows = items.map(({ code, names }) => csv([code, ...languages.map((one) => names[one] ?? '')]));
    files[`codes/${name}.csv`] = `\ufeff${csv(['code', ...languages])}${rows.join('')}`;
  }
  for (const one of languages) files[`errors.${one}.md`] = errorBook(context.words.translator(one));
  const entries = Object.entries(files).map(([name, text]) => ({
    name: `${register}/${name}`,
    content: Buffer.from(text),
  }));
  return Buffer.concat([...packZip(entries)]);
}
