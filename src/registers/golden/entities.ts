/** Which entities are linked over registers, by which settings, and which registers hold them: from the profile and the dictionary. */
import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { currentRelease, type EntityPlan, type Plan } from '../../dictionary/index.ts';
import { listRegisters, type Register } from '../../governance/index.ts';
import type { Db } from '../../platform/db/db.ts';
import type { Profile } from '../../platform/profile.ts';
import { fold } from '../../platform/search/fold.ts';
import { placesOf, type PlaceLists } from '../linkage/places.ts';
import { readLinkageSettings } from '../linkage/read-settings.ts';
import type { FieldSettings, LinkageSettings } from '../linkage/settings.ts';
import type { LinkedEntity, LinkedRegister } from './model.ts';

interface Authored {
  readonly settings: LinkageSettings;
  readonly text: string;
}

const authored = new WeakMap<Profile, readonly Authored[]>();

/** `linkage/*.yaml` of the profile. @throws LinkageSettingsError with all faults */
function authoredSettings(profile: Profile): readonly Authored[] {
  let found = authored.get(profile);
  if (!found) {
    const files = profile.files('linkage').filter(({ path }) => path.endsWith('.yaml'));
    found = files.map(({ text }) => ({ settings: readLinkageSettings(parse(text)), text }));
    authored.set(profile, found);
  }
  return found;
}

const made = new WeakMap<Plan, Map<string, readonly LinkedEntity[]>>();

/** Entities that some register holds; none when the profile says nothing about linkage. */
export async function linkedEntities(db: Db, profile: Profile): Promise<readonly LinkedEntity[]> {
  const all = authoredSettings(profile);
  if (all.length === 0) return [];
  const { plan } = await currentRelease(db);
  const registers = (await listRegisters(db)).filter(({ state }) => state === 'published');
  const known = made.get(plan) ?? new Map<string, readonly LinkedEntity[]>();
  made.set(plan, known);
  const names = registers.map(({ name }) => name).join(' ');
  let entities = known.get(names);
  if (!entities) {
    entities = all.map((one) => entityOf(plan, registers, one)).filter((one) => one.registers.length > 0);
    known.set(names, entities);
  }
  return entities;
}

function entityOf(plan: Plan, registers: readonly Register[], { settings, text }: Authored): LinkedEntity {
  const holding = registers.flatMap((register): LinkedRegister[] => {
    const entity = plan.entities.find(({ name }) => name === register.entity);
    const columns = entity && columnsIn(settings, entity);
    return columns ? [{ register: register.name, external: register.external, columns }] : [];
  });
  const places = placesIn(plan, settings);
  const edition = createHash('sha256')
    .update(JSON.stringify([text, places, holding]))
    .digest('hex');
  return { entity: settings.entity, settings, edition, places, registers: holding };
}

/** A register holds the entity when it has a name, and a birthday or an identifier beside it. */
function columnsIn(settings: LinkageSettings, entity: EntityPlan): LinkedRegister['columns'] | undefined {
  const byFold = new Map(entity.fields.map(({ name }) => [fold(name), name]));
  const found = Object.entries(settings.fields).flatMap(([f, field]) => {
    const columns = chosen(field, (wanted) => byFold.get(fold(wanted)));
    return columns.length === 0 ? [] : [[f, columns] as const];
  });
  const kinds = new Set(found.map(([f]) => settings.fields[f]?.kind));
  const names = kinds.has('name') && (kinds.has('date') || kinds.has('identifier'));
  return names ? Object.fromEntries(found) : undefined;
}

/** An identifier may stand in any of its columns, of the rest the first that is there counts. */
function chosen(field: FieldSettings, find: (wanted: string) => string | undefined): string[] {
  const found = [...new Set(field.columns.flatMap((one) => find(one) ?? []))];
  return field.kind === 'identifier' ? found : found.slice(0, 1);
}

function placesIn(plan: Plan, settings: LinkageSettings): PlaceLists {
  const wanted = Object.values(settings.fields).flatMap((field) =>
    field.kind === 'place' && field.list !== undefined ? [field.list] : [],
  );
  const lists = plan.codeLists.filter(({ code }) => wanted.includes(code));
  return Object.fromEntries(lists.map((list) => [list.code, placesOf(list.items, list.successions)]));
}
