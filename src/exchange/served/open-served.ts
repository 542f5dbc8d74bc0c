/** From an opened voucher to what may be read under it: the table, the columns, the rows. Kept as long as nothing changes. */
import { getRelease } from '../../dictionary/index.ts';
import { fieldsOfGrant, type Opened } from '../../governance/index.ts';
import { briefly } from '../../platform/briefly.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { openRegister, scopeFrom, type ReadScope, type RegisterTable } from '../../records/index.ts';

export interface Served {
  readonly table: RegisterTable;
  readonly elements: Opened['grant']['elements'];
  /** Physical names of the fields that the agreement opens: what may be shown, filtered and ordered by. */
  readonly fields: readonly string[];
  readonly scope: ReadScope;
  /** Fields that the provider's own condition on rows reads; the asker never meets them. */
  readonly condition: readonly string[];
}

const tables = briefly(openRegister);
const kept = new WeakMap<Opened, { readonly table: RegisterTable; readonly served: Promise<Served> }>();

export async function openServed(context: Context, opened: Opened): Promise<Served> {
  const table = await tables.read(context.db, opened.grant.register);
  const known = kept.get(opened);
  if (known && sameEdition(known.table, table)) return known.served;
  const served = make(context, opened, table);
  kept.set(opened, { table, served });
  served.catch(() => kept.delete(opened));
  return served;
}

const sameEdition = (a: RegisterTable, b: RegisterTable) => a.release === b.release && a.overlay === b.overlay;

async function make(context: Context, { grant, rows }: Opened, table: RegisterTable): Promise<Served> {
  const { elements, register } = grant;
  const scope = await scopeFrom(context, register, rows);
  const read = typeof scope === 'object' && 'conditional' in scope ? scope.conditional : [];
  return {
    table,
    elements,
    fields: fieldsOfGrant(grant, table.entity).map(({ name }) => name),
    scope,
    condition: [...new Set(read.flatMap(({ condition, people }) => [...condition.reads, ...(people?.fields ?? [])]))],
  };
}

/** Names of fields that the agreement does not open; one that does not exist is just as far outside. */
export const outside = ({ fields }: Pick<Served, 'fields'>, named: readonly string[]): string[] =>
  named.filter((name) => !fields.includes(name));

/** What makes a field another one for a program that was written against it. */
const shapeOf = (field: RegisterTable['entity']['fields'][number] | undefined): string =>
  field ? JSON.stringify([field.element, field.sqlType, field.dataType, field.codeList?.list ?? null]) : 'none';

/** The fields that are not any more what they were in the release that the asker was made for; new ones harm nobody. */
export async function changedSince(
  { db }: Pick<Context, 'db'>,
  { table, elements }: Pick<Served, 'table' | 'elements'>,
  release: number,
): Promise<readonly string[]> {
  if (release >= table.release) return [];
  const { plan } = await getRelease(db, release);
  const now = new Map(table.entity.fields.map((field) => [field.name, field]));
  const then = plan.entities.find(({ name }) => name === table.entity.name)?.fields ?? [];
  return then
    .filter(({ element }) => elements === 'all' || elements.includes(element))
    .filter((field) => shapeOf(field) !== shapeOf(now.get(field.name)))
    .map(({ name }) => name);
}

export const tooOld = (release: number, current: number, fields: readonly string[]): Decision => ({
  allowed: false,
  rule: 'exchange/release-too-old',
  facts: { yours: release, current, fields: fields.join(', ') },
  remedy: 'follow-release',
});
