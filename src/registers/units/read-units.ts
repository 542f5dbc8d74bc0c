/** Codes in today's units: of one record, or of those on a page; what was stored stays as it is. */
import { unitsToday, type UnitsToday } from '../../dictionary/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Texts } from '../../platform/texts.ts';
import {
  findRecord,
  noteReads,
  openRegister,
  refusedAsSpent,
  takeShown,
  viewFor,
  type RegisterTable,
} from '../../records/index.ts';
import type { CodeUnits, FieldUnits } from './units-contract.ts';

export interface UnitsQuestion {
  readonly register: string;
  readonly record: string;
  readonly on?: string | undefined;
  readonly rule: string;
  /** What to throw when the record is not there or not the caller's to see. */
  readonly absent: () => Promise<Error>;
}

export async function readUnits(
  context: Context,
  caller: Caller,
  asked: UnitsQuestion,
): Promise<{ items: FieldUnits[] }> {
  const { db } = context;
  const table = await openRegister(db, asked.register);
  const scope = await visibleBodies(db, caller, 'records.read', asked.register);
  const stored = await findRecord(db, table, asked.record, { scope });
  if (!stored) throw await asked.absent();
  const taken = await takeShown(context, caller, { table, permission: 'records.read' }, [stored]);
  const { withheld, purposes } = taken;
  if (withheld.length > 0) throw await refusedAsSpent(context, { caller }, table, withheld);
  const view = await viewFor(context, caller, 'records.read', table);
  const fields = table.entity.fields.filter(({ codeList }) => codeList !== undefined).map(({ name }) => name);
  const reading = { action: 'registers.read-units', subject: asked.register, rule: asked.rule, fields, purposes };
  await noteReads(context, caller, reading, [asked.record]);
  const items: FieldUnits[] = [];
  for (const { name, names, codeList } of table.entity.fields) {
    if (view?.isWhole(name, stored.body) === false) continue;
    const code = stored.values[name];
    if (codeList === undefined || typeof code !== 'string') continue;
    const { list } = codeList;
    const units = await unitsOf(context, { list, code, on: asked.on });
    items.push({ field: name, names, list, code, ...units, decision: decisionOf(table, list) });
  }
  return { items };
}

interface Code {
  readonly list: string;
  readonly code: string;
  readonly on?: string | undefined;
}

/** Codes as the asker wrote them, of lists that the register uses: nothing is read of a record. */
export async function readCodesToday(
  context: Context,
  asked: { readonly register: string; readonly codes: readonly Code[] },
): Promise<{ items: CodeUnits[] }> {
  const table = await openRegister(context.db, asked.register);
  const lists = new Set(table.entity.fields.map(({ codeList }) => codeList?.list));
  const items: CodeUnits[] = [];
  for (const { list, code } of asked.codes) {
    if (!lists.has(list)) continue;
    items.push({ list, code, ...(await unitsOf(context, { list, code })), decision: decisionOf(table, list) });
  }
  return { items };
}

const unitsOf = ({ db, clock, profile }: Context, code: Code): Promise<Mutable<UnitsToday>> =>
  unitsToday(db, { ...code, today: dayOf(clock.now(), profile.timeZone) }) as Promise<Mutable<UnitsToday>>;
type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer I)[] ? I[] : T[K] };

/** By whose decision the list is as it is. */
const decisionOf = ({ plan }: RegisterTable, list: string): Texts | null =>
  plan.codeLists.find(({ code }) => code === list)?.owner ?? null;
