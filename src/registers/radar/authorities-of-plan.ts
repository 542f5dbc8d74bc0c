/** A compiled dictionary and the registers that claim its elements → what the radar knows. Pure. */
import type { CodeListPlan, ElementPlan, Plan } from '../../dictionary/index.ts';
import { fold } from '../../platform/search/fold.ts';
import type { Texts } from '../../platform/texts.ts';
import type { AskedCode, Authorities, Derivation, Held } from './model.ts';

export interface AuthorityRegister {
  readonly name: string;
  readonly names: Texts;
  readonly entity: string;
  readonly citation?: Texts | undefined;
}

export interface Claimed {
  readonly element: string;
  /** Name of the register. */
  readonly register: string;
}

/** Fields by which records of one register name records of another: the other's key has their names too. */
export interface SameKey {
  readonly element: string;
  readonly key: string;
}

export interface PlanSources {
  readonly registers: readonly AuthorityRegister[];
  readonly claims: readonly Claimed[];
  readonly sameKeys?: readonly SameKey[];
  /** Measured share of right values, 0–100, by element code. */
  readonly quality?: ReadonlyMap<string, number>;
  readonly settings: RadarSettings;
}

/** What a profile says in `radar.yaml`. */
export interface RadarSettings {
  readonly citation?: Texts | undefined;
  readonly leastQuality: number;
  readonly derivations: readonly Derivation[];
  /** Words of headers that ask nothing, beside those of the dictionary. */
  readonly skip?: readonly string[] | undefined;
}

export const noSettings: RadarSettings = { leastQuality: 75, derivations: [] };

export function authoritiesOfPlan(plan: Plan, sources: PlanSources): Authorities {
  const { registers, claims, settings } = sources;
  const byName = new Map(registers.map((register) => [register.name, register]));
  const elements = new Map(plan.elements.map((element) => [element.code, element]));
  const lists = new Map(plan.codeLists.map((list) => [list.code, list]));
  const claimed = new Set(claims.map(({ element }) => element));
  // A copy of another register's key is that key, whoever claims the copy.
  const copies = new Set((sources.sameKeys ?? []).flatMap(({ element, key }) => (claimed.has(key) ? [element] : [])));
  const held = claims.flatMap(({ element: code, register: name }): Held[] => {
    if (copies.has(code)) return [];
    const [element, register] = [elements.get(code), byName.get(name)];
    return element && register ? [heldOf(element, register, { plan, sources, lists, elements })] : [];
  });
  const codes = new Set(held.map((one) => one.element));
  return {
    held,
    derivations: settings.derivations.filter(({ from }) => from.every((code) => codes.has(code))),
    known: new Map(),
    skipped: new Set([...plan.settings.skipColumns, ...(settings.skip ?? [])].map(fold)),
    ...(settings.citation && { citation: settings.citation }),
    leastQuality: settings.leastQuality,
  };
}

interface Scene {
  readonly plan: Plan;
  readonly sources: PlanSources;
  readonly lists: ReadonlyMap<string, CodeListPlan>;
  readonly elements: ReadonlyMap<string, ElementPlan>;
}

function heldOf(element: ElementPlan, register: AuthorityRegister, scene: Scene): Held {
  const { plan, sources, lists, elements } = scene;
  const { code, names, definition, objectClass, dataType, pattern, maxLength, unit, calculation } = element;
  const also = (sources.sameKeys ?? [])
    .filter(({ key }) => key === code)
    .flatMap((one) => elements.get(one.element) ?? []);
  const quality = sources.quality?.get(code);
  const items = codesOf(lists.get(element.codeList?.list ?? ''));
  return {
    kind: 'element',
    key: `${register.name}/${code}`,
    register: register.name,
    registerNames: register.names,
    element: code,
    names,
    aliases: [element, ...also].flatMap((one) => [
      ...Object.values(one.synonyms).flat(),
      ...one.oldNames,
      one.physicalName,
      ...(one === element ? [] : Object.values(one.names)),
    ]),
    definition,
    ...(objectClass && { objectClass }),
    dataType,
    ...(pattern !== undefined && { pattern }),
    ...(maxLength !== undefined && { maxLength }),
    ...(unit !== undefined && { unit }),
    ...(items && { codes: items }),
    family: [],
    entities: plan.entities
      .filter((entity) => entity.fields.some((field) => field.element === code))
      .map((entity) => entity.name),
    ...(isIdentifying(element) && { identifies: true }),
    ...(isAnchor(element) && { anchors: true }),
    ...(quality !== undefined && { quality }),
    ...(calculation !== undefined && { calculation }),
    ...(register.citation && { citation: register.citation }),
  };
}

const isIdentifying = ({ keyRole, criticality, dataType }: ElementPlan) =>
  keyRole === 'key' || (keyRole === 'link' && criticality === 'key' && dataType === 'identifier');

const isAnchor = (element: ElementPlan) =>
  isIdentifying(element) || (element.criticality !== 'ordinary' && element.dataType === 'string');

function codesOf(list: CodeListPlan | undefined): readonly AskedCode[] | undefined {
  const items = list?.items.map(({ code, names, aliases }) => ({
    code,
    names: [...Object.values(names), ...(aliases ?? [])],
  }));
  return items && items.length > 0 ? items : undefined;
}
