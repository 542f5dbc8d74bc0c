/** Records of golden people as far as the caller's grants open them: what is withheld and what is not there are the same nothing. */
import { openingsOf, opensField, spentProblem, takeOpened } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { getChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import { noteReads, openRegister, scopeFrom, subjectKeys, type RegisterTable } from '../../records/index.ts';
import { selectOpened, type OpenedRow } from './store/visible.ts';

export interface OpenedRecord extends OpenedRow {
  readonly table: RegisterTable;
  /** Physical names of the fields that are open. */
  readonly fields: readonly string[];
}

interface Opening {
  readonly permission?: string;
  /**
   * What is shown comes off the quotas of the grants that open it: `all` of it or a refusal, or `some` of it. Absent where
   * the records are shown by another step of the same answer, or not at all.
   */
  readonly counts?: 'all' | 'some';
  /** What is shown is written down as this act; absent where the caller names everybody himself, or shows nobody. */
  readonly noted?: string;
}

/** @param wanted record ids by register @throws quotaSpent */
export async function openRecords(
  context: Context,
  caller: Caller,
  wanted: ReadonlyMap<string, readonly string[]>,
  { permission = 'records.read', counts, noted }: Opening = {},
): Promise<Map<string, OpenedRecord>> {
  const found = new Map<string, OpenedRecord>();
  for (const [register, records] of wanted) {
    const opened = await openIn(context, caller, { register, records, permission }, found);
    if (counts) await take(context, caller, { ...opened, found, counts });
    if (noted !== undefined) await note(context, caller, { ...opened, found, action: noted });
  }
  return found;
}

interface Wanted {
  readonly register: string;
  readonly records: readonly string[];
  readonly permission: string;
}

/** Puts what is open in one register into `found`. */
async function openIn(
  context: Context,
  caller: Caller,
  { register, records, permission }: Wanted,
  found: Map<string, OpenedRecord>,
): Promise<Opened> {
  const { db } = context;
  const table = await openRegister(db, register);
  const opener: Opened['opener'] = new Map();
  for (const opening of await openingsOf(db, caller, permission, { register })) {
    const { agreement, purpose, rows } = opening;
    const fields = table.entity.fields.filter((field) => opensField(opening, field)).map((field) => field.name);
    if (fields.length === 0) continue;
    const scope = await scopeFrom(context, register, rows);
    for (const row of await selectOpened(db, table, { scope, fields, records })) {
      const known = found.get(row.record);
      if (!opener.has(row.record)) opener.set(row.record, { agreement, purpose });
      const merged = { ...known?.values, ...row.values };
      found.set(row.record, {
        ...row,
        table,
        values: merged,
        fields: [...new Set([...(known?.fields ?? []), ...fields])],
      });
    }
  }
  return { table, opener };
}

interface Opened {
  readonly table: RegisterTable;
  /** The agreement that opens each; null where the caller needs none. */
  readonly opener: Map<string, { readonly agreement: string | null; readonly purpose: string | null }>;
}

/** Everybody who is shown, under the rule that opened each. */
async function note(
  context: Context,
  caller: Caller,
  { table, opener, found, action }: Opened & { readonly found: Taking['found']; readonly action: string },
): Promise<void> {
  const shown = [...opener].filter(([record]) => found.has(record));
  const fields = [...new Set(shown.flatMap(([record]) => found.get(record)?.fields ?? []))];
  const purposes = new Map(shown.flatMap(([record, { purpose }]) => (purpose === null ? [] : [[record, purpose]])));
  const isGranted = shown.length > 0 && shown.every(([, { agreement }]) => agreement !== null);
  const rule = isGranted ? 'governance/granted-by-agreement' : 'governance/within-own-tree';
  const records = shown.map(([record]) => record);
  if (records.length === 0) return;
  await noteReads(context, caller, { action, subject: table.register, rule, fields, purposes }, records);
}

interface Taking extends Opened {
  /** What is withheld goes from here. */
  readonly found: Map<string, OpenedRecord>;
  readonly counts: 'all' | 'some';
}

async function take(context: Context, caller: Caller, { table, opener, found, counts }: Taking): Promise<void> {
  const by = new Map<string, string[]>();
  for (const [record, { agreement }] of opener) {
    if (agreement !== null) by.set(agreement, [...(by.get(agreement) ?? []), record]);
  }
  if (by.size === 0) return;
  const rows = [...by].map(([agreement, records]) => ({
    ...{ agreement, rows: records.length },
    keys: () => subjectKeys(context, table, records),
  }));
  const { given, withheld } = await takeOpened(context, caller, rows, counts === 'all');
  const [first] = withheld;
  const { language } = caller;
  if (first && counts === 'all') throw spentProblem(context, first, language);
  [...by.values()].forEach((records, i) =>
    records.forEach((record, at) => {
      if (given[i]?.[at] !== true) found.delete(record);
    }),
  );
}

/** Ids by register. */
export function byRegister(records: readonly { readonly record: string; readonly register: string }[]) {
  const sorted = new Map<string, string[]>();
  for (const { record, register } of records) sorted.set(register, [...(sorted.get(register) ?? []), record]);
  return sorted;
}

/** When each change set was numbered, by id. */
export async function daysOf({ db }: Pick<Context, 'db'>, changeSets: readonly number[]): Promise<Map<number, string>> {
  const days = new Map<number, string>();
  for (const id of new Set(changeSets)) {
    const change = await getChangeSet(db, id);
    days.set(id, change.stampedAt ?? change.begunAt);
  }
  return days;
}
