/** What a grant opens, bound to its consumer: rows by codes of bodies, columns by physical names. Grants of one binding share a stream. */
import { createHash } from 'node:crypto';
import { listBodies } from '../../bodies/index.ts';
import { readCondition, type EntityPlan } from '../../dictionary/index.ts';
import { fieldsOfGrant, type Grant } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { canonicalJson } from '../../platform/ledger/canonical.ts';
import type { ReadScope, RegisterTable } from '../../records/index.ts';
import type { FeedScope } from './model.ts';
import { treeOf } from './tree.ts';

export interface Binding {
  readonly scope: FeedScope;
  /** Physical names, in the order of the entity's fields; valid time first where the entity has it. */
  readonly columns: readonly string[];
  readonly hash: string;
}

/** Columns a feed of this entity must have: without its key and what is required no other node can hold a row of it. */
export const neededColumns = (entity: EntityPlan): readonly string[] => [
  ...new Set([...entity.key, ...entity.fields.filter((field) => field.required).map((field) => field.name)]),
];

const periodOf = (entity: EntityPlan) => (entity.validTime ? ['valid_from', 'valid_to'] : []);

/** @param codeOf code of a body by its id */
export function bindGrant(
  grant: Pick<Grant, 'consumer' | 'elements' | 'rows' | 'condition' | 'purpose'>,
  entity: EntityPlan,
  codeOf: (id: number) => string,
): Binding {
  const { rows, condition } = grant;
  const fields = fieldsOfGrant(grant, entity).map(({ name }) => name);
  const columns = [...periodOf(entity), ...fields];
  const scope: FeedScope = { trees: treesOf(rows, grant.consumer, codeOf), condition };
  const hash = createHash('sha256').update(canonicalJson({ scope, columns })).digest('hex');
  return { scope, columns, hash };
}

function treesOf(rows: Grant['rows'], consumer: number, codeOf: (id: number) => string): FeedScope['trees'] {
  if (rows === 'all') return 'all';
  const ids = rows === 'own-tree' ? [consumer] : 'trees' in rows ? rows.trees : [rows.under];
  return [...new Set(ids.map(codeOf))].sort();
}

/**
 * The rows of a stream as records read them. A condition that the release cannot read any more opens nothing.
 * `only`: of its bodies (ids) those for which it holds.
 */
export async function readScope(
  context: Pick<Context, 'clock' | 'profile'>,
  db: Db,
  { entity }: Pick<RegisterTable, 'entity'>,
  { only, ...scope }: FeedScope & { readonly only?: ((body: number) => boolean) | undefined },
): Promise<ReadScope> {
  const all = await bodiesIn(context, db, scope.trees);
  const bodies = only ? (all === 'all' ? (await listBodies(db)).map(({ id }) => id) : all).filter(only) : all;
  if (scope.condition === null) return bodies;
  const read = readCondition(scope.condition, entity);
  if (!('condition' in read)) return [];
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  return { bodies: [], conditional: [{ bodies, condition: read.condition }], today };
}

/** Ids of the bodies of these trees on this node. */
export async function bodiesIn(
  context: Pick<Context, 'clock' | 'profile'>,
  db: Db,
  trees: FeedScope['trees'],
): Promise<'all' | readonly number[]> {
  return trees === 'all' ? 'all' : (await treeOf(context, db)).under(trees);
}

/** Codes of all bodies by id, ended ones too: rows keep their home. */
export async function codesOfBodies(db: Db): Promise<ReadonlyMap<number, string>> {
  return new Map((await listBodies(db)).map((body) => [body.id, body.code]));
}
