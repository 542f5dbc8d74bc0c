/** A stored definition, ready to be counted: against the rows' shape of now, on a day. */
import { createHash } from 'node:crypto';
import type { Db } from '../../../platform/db/db.ts';
import { Problem } from '../../../platform/http/problem.ts';
import { openRegister, type RegisterTable } from '../../../records/index.ts';
import type { MeasureDefinition } from './definition.ts';
import { readDefinition } from './read-definition.ts';
import type { CountedMeasure } from './store/cell.ts';
import { measureSql } from './store/measure-sql.ts';

export interface Opened {
  /** What it is counted by: when this differs from what it was counted by, it is counted anew. */
  readonly basis: string;
  readonly counted: CountedMeasure | undefined;
  /** Why it cannot be counted. */
  readonly fault: string | null;
}

/** The register's table; undefined while it has none. */
export async function tableOf(db: Db, register: string): Promise<RegisterTable | undefined> {
  try {
    return await openRegister(db, register);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

/** @param day YYYY-MM-DD: what `today()` is @param homes bodies of the level asked for */
export async function openMeasure(
  db: Db,
  { code, definition }: { readonly code: string; readonly definition: MeasureDefinition },
  day: string,
  homes: readonly number[] | undefined,
): Promise<Opened> {
  const table = await tableOf(db, definition.register);
  const read = table && readDefinition(definition, table.entity);
  const fields = table?.entity.fields.filter(({ name }) => read?.reads.includes(name)).map(shapeOf) ?? [];
  const basis = digest([definition, fields, homes ?? null, read?.timed === true ? day : null, read !== undefined]);
  if (!read) return { basis, counted: undefined, fault: 'unreadable' };
  const extreme = definition.figure === 'min' || definition.figure === 'max';
  return { basis, counted: { code, extreme, ...measureSql(read, day, homes) }, fault: null };
}

const shapeOf = ({ name, element, dataType }: { name: string; element: string; dataType: string }) => [
  name,
  element,
  dataType,
];

const digest = (what: unknown) => createHash('sha256').update(JSON.stringify(what)).digest('base64url');
