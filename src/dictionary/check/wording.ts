/** What definitions and labels say: each of them something, and no two of them the same for different things. */
import { fold } from '../../platform/search/fold.ts';
import type { EntityPlan, FieldPlan } from '../plan.ts';
import { writePlace, type Findings, type Place } from '../source/finding.ts';
import type { Source } from '../source/parse.ts';
import type { SourceElement, SourceEntity, SourceItem } from '../source/shapes.ts';
import { circlesOf, type Edge } from './cycles.ts';
import type { Lowered } from './entities.ts';

export function checkWording(source: Source, lowered: Lowered, findings: Findings): void {
  const elements = source.elements.map(({ element }) => element);
  const see = source.settings?.values.pointerWords ?? {};
  const bare = remembered(fold);
  for (const element of elements) checkDefinition(element, see, { findings, bare });
  for (const language of source.languages) checkCircles(elements, language, { findings, bare });
  for (const entity of source.entities) {
    const plan = lowered.entities.get(entity);
    if (plan) checkHeaders(entity, plan, { findings, bare });
  }
}

/** Letters and digits alone, without marks; each text is asked for two or three times. */
type Bare = (text: string) => string;

function remembered(make: Bare): Bare {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = make(text);
    known.set(text, made);
    return made;
  };
}

interface Checking {
  readonly findings: Findings;
  readonly bare: Bare;
}

// An import marks so the definition that its source does not give: everybody sees that it is still to be written.
const OPEN = '(?)';

type Pointers = Readonly<Record<string, readonly string[]>>;

function checkDefinition(element: SourceElement, see: Pointers, { findings, bare }: Checking): void {
  const { definition = {}, names = {} } = element.values;
  for (const [language, text] of Object.entries(definition)) {
    if (text.endsWith(OPEN)) continue;
    const name = bare(names[language] ?? '');
    const said = bare(text);
    if (text !== '' && said === '') findings.error(element.at('definition'), 'definition-says-nothing', { language });
    if (said !== '' && said === name) findings.warn(element.at('definition'), 'definition-repeats-name', { language });
    const words = (see[language] ?? []).find((one) => beginsWith(text, one));
    if (words !== undefined)
      findings.error(element.at('definition'), 'definition-points-elsewhere', { language, words });
  }
}

/** As whole words, with their marks: in some languages another mark is another word. */
function beginsWith(text: string, words: string): boolean {
  const [head, start] = [text.toLowerCase(), words.toLowerCase()];
  return head.startsWith(start) && !/^\p{L}/u.test(head.slice(start.length));
}

/** The definition, empty when it is still to be written. */
function closedText({ values }: SourceElement, language: string): string {
  const text = values.definition?.[language] ?? '';
  return text.endsWith(OPEN) ? '' : text;
}

/** An element that is defined by nothing but another's name, which is defined by the first. */
function checkCircles(elements: readonly SourceElement[], language: string, { findings, bare }: Checking): void {
  const named = new Map<string, string>();
  for (const { values } of elements) named.set(bare(values.names?.[language] ?? ''), values.code ?? '');
  named.delete('');
  const ways = new Map<string, Edge[]>();
  for (const element of elements) {
    const { code = '' } = element.values;
    const to = named.get(bare(closedText(element, language)));
    if (to !== undefined && to !== code) ways.set(code, [{ to, place: element.at('definition') }]);
  }
  const circles = circlesOf(ways);
  const inCircle = new Set(circles.flatMap(({ path }) => path));
  for (const { path, place } of circles) {
    findings.error(place, 'circular-definition', { language, path: path.join(' → ') });
  }
  for (const [code, [edge]] of ways) {
    if (edge && !inCircle.has(code)) findings.warn(edge.place, 'definition-is-a-name', { language, element: edge.to });
  }
}

/** Two columns under one header: in a sheet nobody, and no program, can tell them apart. */
function checkHeaders(entity: SourceEntity, plan: EntityPlan, { findings, bare }: Checking): void {
  const first = new Map<string, FieldPlan>();
  for (const [i, field] of plan.fields.entries()) {
    for (const [language, name] of Object.entries(field.names)) {
      const key = `${language} ${bare(name)}`;
      const other = first.get(key);
      if (!other) first.set(key, field);
      else if (other !== field && name !== '') {
        const place = entity.values.fields?.[i]?.place ?? entity.place;
        findings.warn(place, 'label-conflict', { name, language, column: field.name, other: other.name });
      }
    }
  }
}

/** One name for two codes under one parent on one day: whoever chooses by name chooses by chance. */
export function checkCodeNames(items: readonly SourceItem[], findings: Findings): void {
  const first = new Map<string, { readonly item: SourceItem; readonly place: Place }[]>();
  const said = new Set<string>();
  for (const item of items) {
    const { code, names = {}, parent = '' } = item.values;
    for (const [language, name] of Object.entries(names)) {
      const key = `${language}\n${parent}\n${fold(name)}`;
      const others = first.get(key) ?? [];
      const other = others.find((one) => one.item.values.code !== code && overlaps(one.item, item));
      // Once for a name: a publisher that calls hundreds of codes “other” needs no hundreds of sentences.
      if (other && name !== '' && !said.has(key)) {
        said.add(key);
        const values = { name, language, code: code ?? '', other: other.item.values.code ?? '' };
        findings.warn(item.at('names'), 'code-label-conflict', { ...values, place: writePlace(other.place) });
      }
      first.set(key, [...others, { item, place: item.at('names') }]);
    }
  }
}

const overlaps = ({ values: a }: SourceItem, { values: b }: SourceItem): boolean =>
  (a.from ?? '') < (b.to ?? '9999-99-99') && (b.from ?? '') < (a.to ?? '9999-99-99');
