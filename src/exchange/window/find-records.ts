/** The records that are about a person, in every register that bears her number. */
import { listRegisters } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Texts } from '../../platform/texts.ts';
import { openRegister, recordsOfPerson, type PersonRecord, type RegisterTable } from '../../records/index.ts';
import { windowSettings } from './settings.ts';

export interface Held {
  readonly register: string;
  readonly names: Texts;
  readonly table: RegisterTable;
  readonly records: readonly PersonRecord[];
}

/** @param registers only these; null: all of them. Registers without a table yet hold nobody. */
export async function heldOf(
  { db, profile }: Pick<Context, 'db' | 'profile'>,
  person: string,
  registers: readonly string[] | null,
): Promise<Held[]> {
  const { person: elements } = windowSettings(profile);
  const found: Held[] = [];
  for (const { name, names, state } of await listRegisters(db)) {
    if (state !== 'published' || (registers !== null && !registers.includes(name))) continue;
    const table = await tableOf(db, name);
    if (!table) continue;
    const fields = table.entity.fields.filter(({ element }) => elements.includes(element)).map((field) => field.name);
    const records = await recordsOfPerson(db, table, fields, person);
    if (records.length > 0) found.push({ register: name, names, table, records });
  }
  return found;
}

/** Undefined while the release that makes its table is not in force. */
async function tableOf(db: Context['db'], name: string): Promise<RegisterTable | undefined> {
  return openRegister(db, name).catch((error: unknown) => {
    if (error instanceof Problem) return undefined;
    throw error;
  });
}
