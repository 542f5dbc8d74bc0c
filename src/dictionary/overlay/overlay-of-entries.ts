/**
 * What a proposal changes on a node that follows signed releases → the overlay with it: what is local stands there whole,
 * what is central may only get words, stricter bounds, fields and rules. What would re-define the centre is refused. Pure.
 */
import { authorPlan } from '../author/author-plan.ts';
import type { Plan } from '../plan.ts';
import { isSame } from '../same.ts';
import type { Authored, Clash, Overlay } from './model.ts';

/** An entry of a proposal as it would be; `result` is undefined when it goes. */
export interface ProposedEntry {
  readonly kind: 'element' | 'entity' | 'code-list' | 'settings';
  readonly key: string;
  readonly result: Authored | undefined;
}

export interface Drawn {
  readonly overlay: Overlay;
  readonly refused: readonly Clash[];
}

// How an entry was decided is told by the version of the overlay; it is nothing that the centre would have to allow.
const OF_THE_ACT = new Set(['version', 'status', 'effectiveFrom', 'changeType', 'changeReason', 'approvals']);

/**
 * @param before the overlay in force, or an empty one with its prefix
 * @param central the release as it was published
 */
export function overlayOfEntries(before: Overlay, central: Plan, entries: readonly ProposedEntry[]): Drawn {
  const authored = authorPlan(central);
  const by = (list: readonly Authored[], name: string) => new Map(list.map((one) => [String(one[name]), one]));
  const [elements, entities, lists] = [
    by(authored.elements, 'code'),
    by(authored.entities, 'name'),
    by(authored.codeLists, 'code'),
  ];
  const refused: Clash[] = [];
  let overlay = before;
  for (const { kind, key, result } of entries) {
    const there = { element: elements, entity: entities, 'code-list': lists, settings: new Map([[key, {}]]) }[kind].get(
      key,
    );
    if (!there) overlay = withLocal(overlay, kind, key, result);
    else if (!result || kind === 'settings' || kind === 'code-list') refused.push(notOurs(kind, key, kind));
    else {
      const drawn = kind === 'element' ? onElement(key, there, result) : onEntity(key, there, result);
      refused.push(...drawn.refused);
      overlay = replaced(overlay, drawn.parts);
    }
  }
  return { overlay, refused };
}

const notOurs = (kind: ProposedEntry['kind'], key: string, attribute: string): Clash => ({
  kind: kind === 'settings' ? 'element' : kind,
  key,
  conflict: 'not-tightenable',
  attribute,
});

const PARTS = {
  element: ['elements', 'code'],
  entity: ['entities', 'name'],
  'code-list': ['codeLists', 'code'],
} as const;

/** A local entry stands in the overlay as a whole; with an entity or element that goes, what stands on it goes. */
function withLocal(overlay: Overlay, kind: ProposedEntry['kind'], key: string, result: Authored | undefined): Overlay {
  if (kind === 'settings') return overlay;
  const [part, named] = PARTS[kind];
  const rest = (overlay[part] ?? []).filter((one) => one[named] !== key);
  const changed = { ...overlay, [part]: result ? [...rest, result] : rest };
  if (result || kind === 'code-list') return changed;
  const isLeft = (one: Authored) => one[kind === 'element' ? 'element' : 'entity'] !== key;
  return { ...changed, fields: overlay.fields?.filter(isLeft) ?? [], rules: overlay.rules?.filter(isLeft) ?? [] };
}

type Part = 'tighten' | 'synonyms' | 'fields' | 'rules';
interface OnCentral {
  readonly parts: readonly { readonly part: Part; readonly of: (one: Authored) => boolean; readonly now: Authored[] }[];
  readonly refused: readonly Clash[];
}

const replaced = (overlay: Overlay, parts: OnCentral['parts']): Overlay =>
  parts.reduce<Overlay>(
    (all, { part, of, now }) => ({ ...all, [part]: [...(all[part] ?? []).filter((one) => !of(one)), ...now] }),
    overlay,
  );

/** Whether a stricter value is one is asked when the overlay is laid on. */
function onElement(key: string, central: Authored, result: Authored): OnCentral {
  const names = [...new Set([...Object.keys(central), ...Object.keys(result)])].filter(
    (name) => !OF_THE_ACT.has(name) && name !== 'synonyms' && !isSame(central[name], result[name]),
  );
  const gone = names.filter((name) => result[name] === undefined);
  const { more, less } = wordsBeyond(central['synonyms'], result['synonyms']);
  const stricter = Object.fromEntries(names.filter((name) => !gone.includes(name)).map((name) => [name, result[name]]));
  const of = (one: Authored) => one['element'] === key;
  return {
    parts: [
      { part: 'tighten', of, now: Object.keys(stricter).length > 0 ? [{ element: key, ...stricter }] : [] },
      { part: 'synonyms', of, now: Object.keys(more).length > 0 ? [{ element: key, synonyms: more }] : [] },
    ],
    refused: [...gone, ...(less ? ['synonyms'] : [])].map((name) => notOurs('element', key, name)),
  };
}

type Words = Readonly<Record<string, readonly string[]>>;

function wordsBeyond(central: unknown, result: unknown): { readonly more: Words; readonly less: boolean } {
  const [theirs, ours] = [(central ?? {}) as Words, (result ?? {}) as Words];
  const more = Object.entries(ours).flatMap(([language, words]) => {
    const added = words.filter((word) => !(theirs[language] ?? []).includes(word));
    return added.length > 0 ? [[language, added] as const] : [];
  });
  const less = Object.entries(theirs).some(([language, words]) => words.some((one) => !ours[language]?.includes(one)));
  return { more: Object.fromEntries(more), less };
}

function onEntity(key: string, central: Authored, result: Authored): OnCentral {
  const rest = [...new Set([...Object.keys(central), ...Object.keys(result)])].filter(
    (name) => !['fields', 'checks'].includes(name) && !isSame(central[name], result[name]),
  );
  const of = (one: Authored) => one['entity'] === key;
  const [fields, rules] = [beyond(central, result, 'fields'), beyond(central, result, 'checks')];
  const now = (added: readonly Authored[]) => added.map((one): Authored => ({ entity: key, ...one }));
  return {
    parts: [
      { part: 'fields', of, now: now(fields.added) },
      { part: 'rules', of, now: now(rules.added) },
    ],
    refused: [...rest, ...fields.changed, ...rules.changed].map((name) => notOurs('entity', key, name)),
  };
}

/** Fields go by their name in the entity, or by their element; checks by their name. */
function beyond(central: Authored, result: Authored, part: 'fields' | 'checks') {
  const of = (entity: Authored) => (Array.isArray(entity[part]) ? (entity[part] as readonly Authored[]) : []);
  const nameOf = (one: Authored) => String(one[part === 'fields' ? 'as' : 'name'] ?? one['element']);
  const now = new Map(of(result).map((one) => [nameOf(one), one]));
  const before = new Map(of(central).map((one) => [nameOf(one), one]));
  return {
    added: [...now].flatMap(([name, one]) => (before.has(name) ? [] : [one])),
    changed: [...before].flatMap(([name, one]) => (isSame(one, now.get(name)) ? [] : [`${part}.${name}`])),
  };
}

/** The prefix that local codes show, where no overlay has fixed it yet. */
export function prefixOf(central: Plan, entries: readonly ProposedEntry[]): string | undefined {
  const known = new Set([...central.elements, ...central.codeLists].map(({ code }) => code));
  const code = entries.find(
    ({ kind, key, result }) => result && kind !== 'entity' && kind !== 'settings' && !known.has(key),
  );
  return code && /^[A-Z][A-Z0-9]{1,11}(?=[._])/.exec(code.key)?.[0];
}
