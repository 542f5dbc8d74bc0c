/** Codes of lists ready for validators: read once an edition and a day, remembered while nothing changes. */
import type { Db } from '../../platform/db/db.ts';
import type { CodeItemPlan, EntityPlan } from '../plan.ts';
import * as store from '../store/code.ts';
import { buildCodeLookup, type CodeListContent, type CodeLookup } from '../validate/lookup.ts';

const toItem = ({ code, names, parent, from, to, aliases }: store.CodeRecord): CodeItemPlan => ({
  code,
  names,
  aliases,
  ...(parent === null ? {} : { parent }),
  ...(from === null ? {} : { from }),
  ...(to === null ? {} : { to }),
});

/** Codes in force on a day, in the order of their codes. */
export async function codesOf(db: Db, list: string, on: string): Promise<readonly CodeItemPlan[]> {
  const rows = await store.codesOfList(db, list);
  return rows.map(toItem).filter((item) => (item.from ?? '') <= on && on < (item.to ?? '9999-99-99'));
}

/** Every meaning every code ever had. */
export const everyCodeOf = async (db: Db, list: string): Promise<readonly CodeItemPlan[]> =>
  (await store.codesOfList(db, list)).map(toItem);

// A lookup of 3,321 communes takes some MB; a node uses a handful of lists on today's day.
const MOST_REMEMBERED = 64;
const remembered = new WeakMap<object, Map<string, CodeLookup>>();

/**
 * Everything the validator of these entities asks: `compileValidator(entity, await codeLookup(db, [entity], today), …)`.
 * @param of whose memory it is, where `db` is a transaction of its own
 */
export async function codeLookup(
  db: Db,
  entities: readonly EntityPlan[],
  on: string,
  of: object = db,
): Promise<CodeLookup> {
  const used = new Set(entities.flatMap((entity) => entity.fields.flatMap((field) => field.codeList?.list ?? [])));
  const rows = await store.listsByCode(db, [...used]);
  const own = remembered.get(of) ?? new Map<string, CodeLookup>();
  remembered.set(of, own);
  const parents = await store.listsByCode(
    db,
    rows.flatMap((row) => row.parent_list ?? []),
  );
  const lookups = new Map<string, CodeLookup>();
  for (const row of rows) {
    const above = parents.find((parent) => parent.code === row.parent_list);
    const key = `${row.code} ${String(row.edition)} ${String(above?.edition ?? 0)} ${on}`;
    const known = own.get(key) ?? buildCodeLookup([await content(db, row)], on);
    own.delete(key);
    own.set(key, known);
    lookups.set(row.code, known);
  }
  for (const key of [...own.keys()].slice(0, Math.max(0, own.size - MOST_REMEMBERED))) own.delete(key);
  return { list: (code) => lookups.get(code)?.list(code) };
}

async function content(db: Db, row: store.ListRow): Promise<CodeListContent> {
  const records = await store.codesOfList(db, row.code);
  const above = row.parent_list === null ? records : await store.codesOfList(db, row.parent_list);
  const steps = await store.successionsOf(db, row.code);
  return {
    code: row.code,
    items: records.map(toItem),
    successions: steps.map(({ share, ...step }) => (share === null ? step : { ...step, share })),
    optionalWords: row.optional_words,
    parents: new Map(above.map((one) => [one.code, [...Object.values(one.names), ...one.aliases]])),
  };
}
