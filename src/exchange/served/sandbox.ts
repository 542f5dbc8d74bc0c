/** The same addresses with invented data: for programs that are being written. No row of a register is read. */
import { refusal } from '../../platform/http/refusal.ts';
import type { Context } from '../../platform/context.ts';
import { checkKey, openRegister, type RegisterTable } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { sandboxAgreement, type OpenSandbox } from '../vouchers/index.ts';
import { clientLanguages } from './client-files.ts';
import type { Opens, ServedRecord } from './contract.ts';
import { inventKey, inventRecord, isHeld } from './invent.ts';

/** Invented records of a register: as many as a list shows. */
const ROWS = 250;

type Wanted = { readonly fields?: readonly string[] | undefined };

const idPrefixOf = ({ profile }: Context) => profile.demo?.idPrefix ?? '';

const listsOf = ({ plan }: RegisterTable) => new Map(plan.codeLists.map((list) => [list.code, list]));

function view(context: Context, table: RegisterTable, key: readonly string[], { fields }: Wanted): ServedRecord {
  const { record, values } = inventRecord(table.entity, listsOf(table), key, idPrefixOf(context));
  const { validTime } = table.entity;
  return {
    record,
    version: 1,
    body: 'SANDBOX',
    ...(validTime && { validFrom: '2020-01-01', validTo: null }),
    values: fields ? Object.fromEntries(fields.map((name) => [name, values[name] ?? null])) : values,
  };
}

async function open(context: Context, register: string, { fields = [] }: Wanted): Promise<RegisterTable> {
  const table = await openRegister(context.db, register);
  const unknown = fields.filter((name) => !table.entity.fields.some((field) => field.name === name));
  if (unknown.length === 0) return table;
  const facts = { agreement: `sandbox:${register}`, fields: unknown.join(', ') };
  const decision = { allowed: false, rule: 'governance/field-outside-agreement', facts, remedy: 'ask-for-fields' };
  throw refusal(decision, context.words.translator('en'), 'en');
}

const aboutOf = ({ register, release }: RegisterTable) => ({ register, release });

export async function sandboxLookup(
  context: Context,
  register: string,
  asked: Wanted & { readonly key: readonly string[] },
) {
  const table = await open(context, register, asked);
  checkKey(table, asked.key);
  if (!isHeld(table.entity, asked.key)) throw problems.notHeld();
  return { ...aboutOf(table), ...view(context, table, asked.key, asked) };
}

export async function sandboxBatch(
  context: Context,
  register: string,
  asked: Wanted & { readonly keys: readonly (readonly string[])[] },
) {
  const table = await open(context, register, asked);
  for (const key of asked.keys) checkKey(table, key);
  const items = asked.keys.map((key) => (isHeld(table.entity, key) ? view(context, table, key, asked) : null));
  return { ...aboutOf(table), items };
}

export async function sandboxList(
  context: Context,
  register: string,
  asked: Wanted & { readonly limit?: number | undefined; readonly cursor?: string | undefined },
) {
  const table = await open(context, register, asked);
  const from = asked.cursor === undefined ? 0 : Number(/^s(\d{1,4})$/.exec(asked.cursor)?.[1] ?? ROWS);
  const until = Math.min(ROWS, from + (asked.limit ?? 100));
  const keys = Array.from({ length: Math.max(0, until - from) }, (_, i) =>
    inventKey(table.entity, listsOf(table), from + i, idPrefixOf(context)),
  );
  return {
    ...aboutOf(table),
    items: keys.map((key) => view(context, table, key, asked)),
    ...(until < ROWS && { next: `s${String(until)}` }),
  };
}

export async function describeSandbox(context: Context, { sandbox, claims }: OpenSandbox): Promise<Opens> {
  const table = await openRegister(context.db, sandbox);
  const { entity } = table;
  return {
    ...aboutOf(table),
    names: entity.names,
    agreement: claims.agreement,
    purpose: claims.purpose,
    mode: 'query',
    consumer: claims.consumer,
    sandbox: true,
    key: [...entity.key],
    fields: entity.fields.map(({ name, element, names, dataType, codeList }) => ({
      ...{ name, element, names, type: dataType },
      ...(codeList && { codeList: codeList.list }),
    })),
    rows: 'all',
    condition: null,
    to: null,
    quota: null,
    subjects: null,
  };
}

const SHOWN_KEYS = 5;

/** What a page says of a register's sandbox: keys of invented records that are held. */
export async function aboutSandbox(context: Context, register: string) {
  const table = await openRegister(context.db, register);
  const keys: string[][] = [];
  for (let n = 0; keys.length < SHOWN_KEYS && n < ROWS; n += 1) {
    const key = inventKey(table.entity, listsOf(table), n, idPrefixOf(context));
    if (isHeld(table.entity, key)) keys.push(key);
  }
  const clients = clientLanguages.map(({ language, files }) => ({ language, files: [...files] }));
  return { ...aboutOf(table), agreement: sandboxAgreement(register), keys, clients };
}
