/**
 * A release and what a node says on top of it → the plan that holds here. Entries that cannot stand on the release are
 * set aside, each with the reason; the rest stays in force. The order of entries does not matter. Pure.
 */
import { authorPlan, type AuthoredPlan } from '../author/author-plan.ts';
import { compileAuthored } from '../author/compile-authored.ts';
import type { Plan } from '../plan.ts';
import type { DictionaryFinding } from '../source/finding.ts';
import { findConflict, type Base } from './find-conflict.ts';
import { entriesOf, type Authored, type Clash, type Kind, type Overlay, type OverlayEntry } from './model.ts';
import { tightened } from './tighten.ts';

export interface Effective {
  readonly plan: Plan;
  readonly clashes: readonly Clash[];
  /** How many entries are in force. */
  readonly applied: number;
}

/** @param version is told with the edition: `1.1+overlay.2` */
export function applyOverlay(central: Plan, overlay: Overlay, version?: number): Effective {
  const authored = authorPlan(central);
  const clashes: Clash[] = [];
  let left = standing(central, overlay, clashes);
  for (;;) {
    if (left.length === 0) return { plan: central, clashes: sorted(clashes), applied: 0 };
    const laid = lay(
      authored,
      left,
      version === undefined ? central.release : `${central.release}+overlay.${String(version)}`,
    );
    const { plan, findings } = compileAuthored(laid, central.languages);
    if (plan) return { plan, clashes: sorted(clashes), applied: left.length };
    const errors = findings.filter((finding) => finding.severity === 'error');
    const faulty = left.filter((entry) => errors.some((error) => isAbout(error, entry, laid)));
    // A fault that no entry bears is borne by all of them: the release compiled without them.
    const aside = new Set(faulty.length > 0 ? faulty : left);
    for (const entry of aside)
      clashes.push(invalid(entry, errors.find((error) => isAbout(error, entry, laid)) ?? errors[0]));
    left = left.filter((entry) => !aside.has(entry));
  }
}

/** The entries that do not contradict the release or each other. What stands on one that does not, does not either. */
function standing(central: Plan, overlay: Overlay, clashes: Clash[]): readonly OverlayEntry[] {
  const base: Base = { plan: central, prefix: overlay.prefix, accepted: [] };
  for (const entry of entriesOf(overlay)) {
    const conflict = findConflict(entry, base);
    if (conflict) clashes.push({ kind: entry.kind, key: entry.key, ...conflict });
    else base.accepted.push(entry);
  }
  return base.accepted;
}

function lay(central: AuthoredPlan, entries: readonly OverlayEntry[], edition: string): AuthoredPlan {
  const of = (kind: Kind) => entries.filter((entry) => entry.kind === kind);
  const tight = new Map(of('tighten').map((entry) => [entry.key, entry.authored]));
  const called = new Map(of('synonyms').map((entry) => [entry.key, entry.authored]));
  const elements = central.elements.map((element) => {
    const code = String(element['code']);
    const [stricter, more] = [tight.get(code), called.get(code)];
    const narrowed = stricter ? tightened(element, stricter) : element;
    return more ? { ...narrowed, synonyms: mergeSynonyms(narrowed['synonyms'], more['synonyms']) } : narrowed;
  });
  const entities = [...central.entities, ...of('entity').map((entry) => entry.authored)].map((entity) =>
    extended(entity, of('field'), of('rule')),
  );
  return {
    settings: { ...central.settings, edition },
    elements: [...elements, ...of('element').map((entry) => entry.authored)],
    entities,
    codeLists: [...central.codeLists, ...of('code-list').map((entry) => entry.authored)],
  };
}

function extended(entity: Authored, fields: readonly OverlayEntry[], rules: readonly OverlayEntry[]): Authored {
  const own = (all: readonly OverlayEntry[]) =>
    all
      .filter(({ authored }) => authored['entity'] === entity['name'])
      .map(({ authored: { entity: _, ...rest } }): Authored => rest);
  const [more, checks] = [own(fields), own(rules)];
  const listed = (value: unknown) => (Array.isArray(value) ? (value as readonly Authored[]) : []);
  return {
    ...entity,
    ...(more.length > 0 && { fields: [...listed(entity['fields']), ...more] }),
    ...(checks.length > 0 && { checks: [...listed(entity['checks']), ...checks] }),
  };
}

type Synonyms = Readonly<Record<string, readonly string[]>>;

function mergeSynonyms(central: unknown, local: unknown): Synonyms {
  const [theirs, ours] = [(central ?? {}) as Synonyms, local as Synonyms];
  const languages = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])];
  return Object.fromEntries(
    languages.map((language) => [language, [...new Set([...(theirs[language] ?? []), ...(ours[language] ?? [])])]]),
  );
}

const PARTS = { field: { part: 'fields', named: 'element' }, rule: { part: 'checks', named: 'name' } } as const;

/** Whether a finding of the whole stands at this entry of the overlay. */
function isAbout(finding: DictionaryFinding, { kind, key, authored }: OverlayEntry, laid: AuthoredPlan): boolean {
  const { entry, pointer = '' } = finding;
  if (!entry) return false;
  if (kind === 'tighten' || kind === 'synonyms') return entry.kind === 'element' && entry.key === key;
  if (kind !== 'field' && kind !== 'rule') return entry.kind === kind && entry.key === key;
  if (entry.kind !== 'entity' || entry.key !== authored['entity']) return false;
  const { part, named } = PARTS[kind];
  return partAt(laid, entry.key, pointer, part)?.[named] === authored[named];
}

/** The field or check of an entity that a pointer leads to. */
function partAt(laid: AuthoredPlan, entity: string, pointer: string, part: 'fields' | 'checks'): Authored | undefined {
  const [, at, index] = pointer.split('/');
  const list = laid.entities.find((one) => one['name'] === entity)?.[part];
  return at === part && Array.isArray(list) ? (list[Number(index)] as Authored | undefined) : undefined;
}

const invalid = ({ kind, key }: OverlayEntry, finding: DictionaryFinding | undefined): Clash => ({
  kind,
  key,
  conflict: 'invalid',
  ...(finding && { attribute: finding.code, local: String(finding.params['value'] ?? '') }),
});

const sorted = (clashes: readonly Clash[]): readonly Clash[] =>
  clashes.toSorted((a, b) => (`${a.kind}\n${a.key}\n${a.conflict}` < `${b.kind}\n${b.key}\n${b.conflict}` ? -1 : 1));
