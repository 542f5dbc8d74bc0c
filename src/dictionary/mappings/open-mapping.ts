/** A stored mapping made ready for the rows of a file: compiled under the release in force, with its crosswalks. */
import type { Db } from '../../platform/db/db.ts';
import type { Texts } from '../../platform/texts.ts';
import { codeLookup } from '../codes/codes-of.ts';
import type { EntityPlan, PlanSettings } from '../plan.ts';
import { problems } from '../problems.ts';
import * as store from '../store/mapping.ts';
import { compileMapping, type CompiledMapping } from './compile-mapping.ts';
import type { Mapping } from './model.ts';
import { recodingsOf } from './recodings.ts';
import { getMapping } from './save-mapping.ts';

export interface OpenedMapping {
  readonly mapping: Mapping;
  readonly revision: number;
  readonly compiled: CompiledMapping;
}

export interface Opening {
  readonly entity: EntityPlan;
  readonly settings: PlanSettings;
  /** YYYY-MM-DD */
  readonly today: string;
}

/** @throws problems.mappingNotFound, problems.mappingOfAnother when it fills another entity */
export async function openMapping(db: Db, code: string, { entity, settings, today }: Opening): Promise<OpenedMapping> {
  const { content: mapping, revision } = await getMapping(db, code);
  if (mapping.entity !== entity.name) throw problems.mappingOfAnother({ mapping: code, entity: mapping.entity });
  const codes = await codeLookup(db, [entity], today);
  const recodings = await recodingsOf(db, mapping, entity, today);
  return { mapping, revision, compiled: compileMapping(mapping, entity, { settings, today, codes, recodings }) };
}

/** The mappings that fill an entity, by their codes. */
export async function mappingsOf(
  db: Db,
  entity: string,
): Promise<{ code: string; names: Texts; system: string; body: string }[]> {
  const stored = await store.list(db, { entity });
  return stored.map(({ content: { code, names, system, body } }) => ({ code, names, system, body }));
}
