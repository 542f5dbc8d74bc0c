/**
 * Tiers: national → organisation → sector → local. What a higher tier has said, a lower one maps to or extends; the same
 * concept said anew below is a fork, and two truths about one thing.
 */
import { compare, decimal } from '../expression/decimal.ts';
import { conceptKey } from '../concepts.ts';
import type { Tier } from '../plan.ts';
import type { Findings } from '../source/finding.ts';
import type { Source } from '../source/parse.ts';
import type { SourceElement } from '../source/shapes.ts';

const RANK: Readonly<Record<Tier, number>> = { national: 0, organisation: 1, sector: 2, local: 3 };
const rankOf = ({ values: { tier = 'local' } }: SourceElement) => RANK[tier];

export function checkTiers(source: Source, findings: Findings): void {
  const elements = source.elements.map(({ element }) => element);
  const byCode = new Map(elements.map((element) => [element.values.code, element]));
  for (const element of elements) {
    const higher = byCode.get(element.values.extends);
    if (higher) checkExtension(element, higher, findings);
  }
  checkForks(elements, byCode, findings);
}

function checkExtension(element: SourceElement, higher: SourceElement, findings: Findings): void {
  const at = element.at('extends');
  const [v, above] = [element.values, higher.values];
  const of = above.code ?? '';
  if (rankOf(higher) > rankOf(element) || higher === element) {
    findings.error(at, 'extends-lower-tier', { element: of, tier: above.tier ?? '' });
  }
  if (v.dataType !== above.dataType) {
    findings.error(element.at('dataType'), 'extension-redefines', {
      element: of,
      name: 'dataType',
      value: said(above.dataType),
    });
  }
  if (v.codeList?.values.list !== above.codeList?.values.list) {
    const value = said(above.codeList?.values.list);
    findings.error(element.at('codeList'), 'extension-redefines', { element: of, name: 'codeList', value });
  }
  for (const name of ['unit', 'references', 'precision'] as const) {
    if (above[name] !== undefined && v[name] !== above[name]) {
      findings.error(element.at(name), 'extension-redefines', { element: of, name, value: said(above[name]) });
    }
  }
  for (const name of loosened(element, higher)) {
    findings.error(element.at(name), 'extension-loosens', { element: of, name });
  }
}

const said = (value: unknown) => String(value ?? '–');

type Values = SourceElement['values'];

/** By attribute: whether the extension takes values that the element above refuses. */
const LOOSENS: readonly (readonly [name: string, (own: Values, above: Values) => boolean])[] = [
  ['maxLength', (own, above) => (own.maxLength ?? Infinity) > (above.maxLength ?? Infinity)],
  ['minLength', (own, above) => (own.minLength ?? 0) < (above.minLength ?? 0)],
  ['pattern', (own, above) => above.pattern !== undefined && own.pattern === undefined],
  ['nullability', (own, above) => above.nullability === 'required' && own.nullability !== 'required'],
  ['range', (own, above) => beyond(above.range?.values.min, own.range?.values.min, 1)],
  ['range', (own, above) => beyond(above.range?.values.max, own.range?.values.max, -1)],
];

const loosened = ({ values: own }: SourceElement, { values: above }: SourceElement): ReadonlySet<string> =>
  new Set(LOOSENS.filter(([, isLooser]) => isLooser(own, above)).map(([name]) => name));

/** Whether a bound lies on the far side of the limit above, or is missing. `side` 1: a lower bound; -1: an upper one. */
function beyond(limit: string | undefined, bound: string | undefined, side: 1 | -1): boolean {
  if (limit === undefined || limit === bound) return false;
  if (bound === undefined) return true;
  const [a, b] = [decimal(limit), decimal(bound)];
  return (a !== undefined && b !== undefined ? compare(a, b) : limit < bound ? -1 : 1) * side > 0;
}

function checkForks(
  elements: readonly SourceElement[],
  byCode: ReadonlyMap<string | undefined, SourceElement>,
  findings: Findings,
): void {
  const highest = new Map<string, SourceElement>();
  const keysOf = (element: SourceElement) => {
    const { nationalCode } = element.values;
    const concept = conceptKey(element.values);
    return [
      ...(concept === undefined ? [] : [`concept ${concept}`]),
      ...(nationalCode === undefined ? [] : [`national ${nationalCode}`]),
    ];
  };
  for (const element of elements) {
    for (const key of keysOf(element)) {
      const known = highest.get(key);
      if (!known || rankOf(element) < rankOf(known)) highest.set(key, element);
    }
  }
  for (const element of elements) {
    const above = keysOf(element)
      .map((key) => highest.get(key))
      .find((one) => one !== undefined && rankOf(one) < rankOf(element));
    if (above && !isTied(element, above, byCode)) {
      const { code = '', tier = '' } = above.values;
      findings.error(element.at('tier'), 'tier-fork', { element: code, tier });
    }
  }
}

/** It extends the element above, in however many steps, or says which national entry it maps to. */
function isTied(
  element: SourceElement,
  above: SourceElement,
  byCode: ReadonlyMap<string | undefined, SourceElement>,
): boolean {
  const entry = element.values.nationalMapping?.values.entry;
  if (entry !== undefined && (entry === above.values.code || entry === above.values.nationalCode)) return true;
  const seen = new Set<SourceElement>();
  for (let at: SourceElement | undefined = element; at && !seen.has(at); at = byCode.get(at.values.extends)) {
    if (at === above) return true;
    seen.add(at);
  }
  return false;
}
