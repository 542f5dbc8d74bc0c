/** Why an entry of an overlay cannot stand on a release: what it adds is taken, what it stands on is gone. Pure. */
import { authorElement } from '../author/author-plan.ts';
import { fold } from '../../platform/search/fold.ts';
import type { ElementPlan, EntityPlan, Plan } from '../plan.ts';
import type { Authored, Clash, Kind, OverlayEntry } from './model.ts';
import { findLooser } from './tighten.ts';

export interface Base {
  readonly plan: Plan;
  readonly prefix: string;
  /** Entries of the overlay that stand already, in their order. */
  readonly accepted: OverlayEntry[];
}

type Why = Omit<Clash, 'kind' | 'key'>;
type Ask = (entry: OverlayEntry, base: Base) => Why | undefined;

export function findConflict(entry: OverlayEntry, base: Base): Why | undefined {
  const twin = base.accepted.find(({ kind, key }) => kind === entry.kind && key === entry.key);
  return twin ? { conflict: 'twice' } : ASK[entry.kind](entry, base);
}

const accepted = ({ accepted: all }: Base, kind: Kind) => all.filter((entry) => entry.kind === kind);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A local code has the node's prefix, so that no later release can have it. */
function badCode(code: string, { prefix, plan }: Base): Why | undefined {
  const head = `${prefix}.`;
  if (!code.startsWith(head)) return { conflict: 'prefix', local: code, central: head };
  const taker = [...plan.elements, ...plan.codeLists].find((one) => one.code.startsWith(head));
  return taker && { conflict: 'prefix-taken', central: head, by: taker.code };
}

const addsList: Ask = ({ key }, base) => badListCode(key, base);

/** A list's code is a word of its own: the prefix and an underline. */
function badListCode(code: string, { prefix, plan }: Base): Why | undefined {
  const head = `${prefix}_`;
  if (!code.startsWith(head)) return { conflict: 'prefix', local: code, central: head };
  const taken = plan.codeLists.find((list) => list.code === code);
  return taken && { conflict: 'code-taken', by: taken.code };
}

const addsElement: Ask = ({ key, authored }, base) => {
  const code = badCode(key, base);
  if (code) return code;
  const tier = text(authored['tier']);
  if (tier !== 'local' && tier !== 'sector') return { conflict: 'tier', local: tier };
  const name = text(authored['physicalName']);
  const central = base.plan.elements.find((one) => one.physicalName === name);
  if (central) return { conflict: 'name-taken', attribute: 'physicalName', local: name, by: central.code };
  const local = accepted(base, 'element').find((entry) => entry.authored['physicalName'] === name);
  return local && { conflict: 'name-taken', attribute: 'physicalName', local: name, by: local.key };
};

const addsEntity: Ask = ({ key, authored }, { plan }) => {
  const taken = plan.entities.find((one) => one.name === key || one.code === authored['code']);
  return taken && { conflict: 'entity-taken', by: taken.name };
};

/** An element that what follows stands on: central and in force, or local. */
function findElement(code: string, base: Base): { readonly local?: Authored; readonly central?: ElementPlan } | Why {
  const local = accepted(base, 'element').find((entry) => entry.key === code);
  if (local) return { local: local.authored };
  const central = base.plan.elements.find((one) => one.code === code);
  if (!central) return { conflict: 'element-gone', local: code };
  const heir = base.plan.elements.find((one) => one.supersedes === code);
  if (!['superseded', 'withdrawn'].includes(central.status)) return { central };
  return { conflict: 'element-withdrawn', local: code, ...(heir && { by: heir.code }) };
}

function findEntity(name: string, base: Base): EntityPlan | Authored | undefined {
  const local = accepted(base, 'entity').find((entry) => entry.key === name);
  return base.plan.entities.find((one) => one.name === name) ?? local?.authored;
}

const addsField: Ask = ({ authored }, base) => {
  const entity = text(authored['entity']);
  if (!findEntity(entity, base)) return { conflict: 'entity-gone', local: entity };
  const element = findElement(text(authored['element']), base);
  if ('conflict' in element) return element;
  const name = text(authored['as']) || text(element.local?.['physicalName']) || (element.central?.physicalName ?? '');
  const central = base.plan.entities.find((one) => one.name === entity);
  const taken = central?.fields.find((field) => field.name === name || field.element === authored['element']);
  return taken && { conflict: 'field-taken', local: name, by: taken.element };
};

const addsRule: Ask = ({ authored }, base) => {
  const [entity, name] = [text(authored['entity']), text(authored['name'])];
  if (!findEntity(entity, base)) return { conflict: 'entity-gone', local: entity };
  const central = base.plan.entities.find((one) => one.name === entity);
  return central?.checks.some((check) => check.name === name) ? { conflict: 'rule-taken', local: name } : undefined;
};

const tightens: Ask = ({ key, authored }, base) => {
  const found = findElement(key, base);
  if ('conflict' in found) return found;
  // A local element is written as it is meant.
  return found.central
    ? findLooser(authored, authorElement(found.central))
    : { conflict: 'not-tightenable', local: key };
};

const calls: Ask = ({ key, authored }, base) => {
  const found = findElement(key, base);
  if ('conflict' in found) return found;
  const given = Object.values((authored['synonyms'] ?? {}) as Readonly<Record<string, unknown>>);
  const words = given.flatMap((list) => (Array.isArray(list) ? list.map(String) : []));
  for (const word of words.toSorted()) {
    const folded = fold(word);
    const other = base.plan.elements.find(
      (one) => one.code !== key && namesOf(one).some((name) => fold(name) === folded),
    );
    if (other) return { conflict: 'synonym-taken', local: word, by: other.code };
  }
  return undefined;
};

const namesOf = (element: ElementPlan): readonly string[] => [
  ...Object.values(element.names),
  ...Object.values(element.synonyms).flat(),
];

const ASK: Readonly<Record<Kind, Ask>> = {
  'code-list': addsList,
  element: addsElement,
  entity: addsEntity,
  field: addsField,
  rule: addsRule,
  tighten: tightens,
  synonyms: calls,
};
