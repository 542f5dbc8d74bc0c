/** How two registers that claim one element compare where both hold the same thing: counted from their rows. */
import Type from 'typebox';
import { findRegister } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import { id, sql, type Sql } from '../../platform/db/sql.ts';
import { openRegister, relation, type RegisterTable, type Scope } from '../../records/index.ts';
import { findComparison } from '../store/claim.ts';
import type { DisputeRecord } from '../store/dispute.ts';
import type { Evidence } from './disputes-contract.ts';

/** One register's side: its table, the field with the element, and the key by which the other finds the same thing. */
interface Side {
  readonly table: RegisterTable;
  readonly field: string;
  readonly key: string;
}

type Disputed = Pick<DisputeRecord, 'element' | 'holder' | 'claimant'>;

/** Undefined when one is kept elsewhere, does not hold the element, or they have no key in common. */
async function sidesOf(db: Db, { element, holder, claimant }: Disputed): Promise<[Side, Side] | undefined> {
  const keys = await keysOf(db, holder, claimant);
  if (!keys) return undefined;
  const sides: Side[] = [];
  for (const [name, key] of [[holder, keys[0]] as const, [claimant, keys[1]] as const]) {
    if (!(await findRegister(db, name))) return undefined;
    const table = await openRegister(db, name);
    const field = table.entity.fields.find((one) => one.element === element)?.name;
    if (field === undefined) return undefined;
    sides.push({ table, field, key });
  }
  return sides as [Side, Side];
}

/** The fields that hold the same key in both: one key of a thing, told by its element. */
async function keysOf(db: Db, a: string, b: string): Promise<readonly [string, string] | undefined> {
  const [ofA, ofB] = [await namingFields(db, a), await namingFields(db, b)];
  for (const [element, field] of ofA) {
    const other = ofB.get(element);
    if (other !== undefined) return [field, other];
  }
  return undefined;
}

/** What names the thing in a register: its own key where that is one field, and the field that is the key of its authority. */
async function namingFields(db: Db, register: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  const keyOf = async (name: string, key?: string) => {
    if (!(await findRegister(db, name))) return undefined;
    const { entity } = await openRegister(db, name);
    const wanted = key ?? (entity.key.length === 1 ? entity.key[0] : undefined);
    return entity.fields.find((field) => field.name === wanted);
  };
  const own = await keyOf(register);
  if (own) found.set(own.element, own.name);
  const comparison = await findComparison(db, register);
  const there = comparison && (await keyOf(comparison.authority, comparison.authorityKey));
  if (there) found.set(there.element, comparison.keyField);
  return found;
}

interface Scopes {
  readonly holder: Scope;
  readonly claimant: Scope;
}

/** `h` and `c` are the rows of both, joined by the key; `said_h`, `said_c` what they say. */
function joined([holder, claimant]: [Side, Side], scopes: Scopes): Sql {
  const rows = (side: Side, scope: Scope) =>
    relation(side.table, { scope, columns: [...new Set([side.key, side.field])] });
  return sql`from ${rows(holder, scopes.holder)} h join ${rows(claimant, scopes.claimant)} c
      on h.${id(holder.key)} = c.${id(claimant.key)}
    cross join lateral (select (h.${id(holder.field)})::text as h, (c.${id(claimant.field)})::text as c) said`;
}

const Counted = Type.Object({
  both: Type.Integer(),
  same: Type.Integer(),
  differing: Type.Integer(),
  onlyHolder: Type.Integer(),
  onlyClaimant: Type.Integer(),
});

/** Null where there is nothing that can be compared. */
export async function evidenceOf(db: Db, dispute: Disputed): Promise<Evidence | null> {
  const sides = await sidesOf(db, dispute);
  if (!sides) return null;
  const counted = await db.one(
    Counted,
    sql`select count(*) as both, count(*) filter (where said.h = said.c) as same,
          count(*) filter (where said.h <> said.c) as differing,
          count(*) filter (where said.h is not null and said.c is null) as "onlyHolder",
          count(*) filter (where said.h is null and said.c is not null) as "onlyClaimant"
        ${joined(sides, { holder: 'all', claimant: 'all' })}`,
  );
  return counted ?? null;
}

const Differing = Type.Object({
  holderRecord: Type.String(),
  claimantRecord: Type.String(),
  holderBody: Type.Integer(),
  claimantBody: Type.Integer(),
  holder: Type.Union([Type.String(), Type.Null()]),
  claimant: Type.Union([Type.String(), Type.Null()]),
});

/** Records that say different things, of those within both scopes. */
export async function differingRecords(db: Db, dispute: Disputed, scopes: Scopes, limit: number) {
  const sides = await sidesOf(db, dispute);
  if (!sides) return [];
  return db.many(
    Differing,
    sql`select h.record_id as "holderRecord", c.record_id as "claimantRecord",
          h.body_id as "holderBody", c.body_id as "claimantBody", said.h as holder, said.c as claimant
        ${joined(sides, scopes)} where said.h <> said.c order by h.record_id limit ${limit}`,
  );
}
