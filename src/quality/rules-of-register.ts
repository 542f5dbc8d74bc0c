/** The rules of a register's entity with the facts of a day: which bodies are in force. */
import { listBodies } from '../bodies/index.ts';
import type { EntityPlan } from '../dictionary/index.ts';
import type { Db } from '../platform/db/db.ts';
import { rulesOf, type Rule } from './rules.ts';

/** @param today ISO day */
export async function rulesOfRegister(db: Db, entity: EntityPlan, today: string): Promise<Rule[]> {
  return rulesOf(entity, { today, homes: namesHome(entity) ? await homesOn(db, today) : undefined });
}

/** Whether a field of the entity names the body a record belongs to, so that a change of bodies changes its scores. */
export const namesHome = ({ body }: EntityPlan): boolean => body.how === 'code' && body.field !== undefined;

/** What a field may say: the code of a body in force, or its name in any language, as loads accept both. */
async function homesOn(db: Db, day: string): Promise<string[]> {
  const bodies = await listBodies(db, { on: day });
  return [...new Set(bodies.flatMap((body) => [body.code, ...Object.values(body.names)]))];
}
