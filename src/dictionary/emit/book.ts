/**
 * The readable book of a dictionary in one language: elements by domain, entities, code lists, with every attribute they
 * have. A plain model: `book-html.ts` and `book-docx.ts` write it. Its words are handed in.
 */
import { pick, type Texts } from '../../platform/texts.ts';
import type { CodeItemPlan, CodeListPlan, ElementPlan, EntityPlan, Plan } from '../plan.ts';
import { factsOf, type Said } from './book-facts.ts';
import { byCodeAndDay } from './iris.ts';

export interface BookOptions {
  readonly language: string;
  readonly isRightToLeft: boolean;
  /** Words under `dictionary:book`: `parts.elements`, `facts.range`, `values.tier.local`. */
  readonly say: (key: string, values?: Readonly<Record<string, unknown>>) => string;
  /** Items of the lists that the node keeps; default those of the plan. */
  readonly codes?: (list: string) => readonly CodeItemPlan[] | undefined;
  /** Said on every page of a trial. */
  readonly watermark?: string | undefined;
}

export interface Cell {
  readonly text: string;
  /** Id of what it speaks of. */
  readonly to?: string;
  /** A name of a machine: shown in type of one width, left to right. */
  readonly code?: boolean;
}

export type Fact = readonly [label: string, cells: readonly Cell[]];

export interface BookTable {
  readonly heads: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Entry {
  readonly id: string;
  readonly title: string;
  /** The code, after the title. */
  readonly mark: string;
  readonly lead: string;
  readonly facts: readonly Fact[];
  readonly tables: readonly BookTable[];
}

export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly Entry[];
}

export interface Book {
  readonly language: string;
  readonly isRightToLeft: boolean;
  readonly title: string;
  readonly subtitle: string;
  readonly contents: string;
  readonly watermark: string | undefined;
  readonly chapters: readonly Chapter[];
}

export function bookOf(plan: Plan, options: BookOptions): Book {
  const { language, say } = options;
  return {
    language,
    isRightToLeft: options.isRightToLeft,
    title: say('title'),
    subtitle: say('subtitle', { edition: plan.release, hash: plan.hash.slice(0, 12) }),
    contents: say('contents'),
    watermark: options.watermark,
    chapters: [
      ...domainChapters(plan, options),
      ...entityChapters(plan, options),
      ...listChapters(plan, options),
    ].filter((chapter) => chapter.entries.length > 0),
  };
}

export const elementId = (code: string): string => `element-${idPart(code)}`;
export const entityId = (name: string): string => `entity-${idPart(name)}`;
export const listId = (code: string): string => `list-${idPart(code)}`;
const idPart = (text: string) =>
  text.replace(/[^A-Za-z0-9_.]/g, (one) => `-${(one.codePointAt(0) ?? 0).toString(16)}-`);

function domainChapters(plan: Plan, options: BookOptions): Chapter[] {
  const used = new Map<string, EntityPlan[]>();
  for (const entity of plan.entities)
    for (const { element } of entity.fields) used.set(element, [...(used.get(element) ?? []), entity]);
  const lists = new Map(plan.codeLists.map((list) => [list.code, list.names]));
  const domains = new Map<string, ElementPlan[]>();
  for (const element of plan.elements) {
    const there = domains.get(element.domain);
    if (there) there.push(element);
    else domains.set(element.domain, [element]);
  }
  return [...domains].map(([domain, elements]) => ({
    id: `domain-${idPart(domain)}`,
    title: options.say('parts.elements', { domain }),
    entries: elements.map((element) =>
      elementEntry(element, { ...options, lists, used: used.get(element.code) ?? [] }),
    ),
  }));
}

interface ElementScene extends BookOptions, Said {
  readonly used: readonly EntityPlan[];
}

const elementEntry = (element: ElementPlan, scene: ElementScene): Entry => ({
  id: elementId(element.code),
  title: pick(element.names, scene.language),
  mark: element.code,
  lead: pick(element.definition, scene.language),
  facts: [
    ...factsOf(element, scene),
    ...(scene.used.length === 0
      ? []
      : [
          [
            scene.say('facts.usedIn'),
            scene.used.map((entity) => ({ text: pick(entity.names, scene.language), to: entityId(entity.name) })),
          ] as const,
        ]),
  ],
  tables: [],
});

function entityChapters(plan: Plan, options: BookOptions): Chapter[] {
  const entries = plan.entities.map((entity) => entityEntry(entity, options));
  return [{ id: 'entities', title: options.say('parts.entities'), entries }];
}

function entityEntry(entity: EntityPlan, { language, say }: BookOptions): Entry {
  const groups = new Map(entity.groups.map(({ code, names }) => [code, names]));
  const fields: BookTable = {
    heads: ['field', 'physicalName', 'dataType', 'nullability', 'group', 'element'].map((head) => say(`facts.${head}`)),
    rows: entity.fields.map((field) => [
      { text: pick(field.names, language), to: elementId(field.element) },
      { text: field.name, code: true },
      { text: say(`values.dataType.${field.dataType}`) },
      {
        text: entity.key.includes(field.name)
          ? say('values.keyRole.key')
          : say(
              `values.nullability.${field.required ? 'required' : field.condition === undefined ? 'optional' : 'conditional'}`,
            ),
      },
      { text: field.group === undefined ? '' : pick(groups.get(field.group) ?? {}, language) },
      { text: field.element, code: true },
    ]),
  };
  const checks: BookTable = {
    heads: ['check', 'expression', 'severity'].map((head) => say(`facts.${head}`)),
    rows: entity.checks.map((check) => [
      { text: pick(check.message, language) },
      { text: check.expression, code: true },
      { text: say(`values.severity.${check.severity}`) },
    ]),
  };
  return {
    id: entityId(entity.name),
    title: pick(entity.names, language),
    mark: entity.name,
    lead: pick(entity.definition, language),
    facts: [
      [say('facts.code'), [{ text: entity.code, code: true }]],
      [say('facts.key'), entity.key.map((text) => ({ text, code: true }))],
    ],
    tables: entity.checks.length > 0 ? [fields, checks] : [fields],
  };
}

function listChapters(plan: Plan, options: BookOptions): Chapter[] {
  const entries = plan.codeLists.map((list) => listEntry(list, options));
  return [{ id: 'code-lists', title: options.say('parts.codeLists'), entries }];
}

function listEntry(list: CodeListPlan, { language, say, codes }: BookOptions): Entry {
  const items = (codes?.(list.code) ?? list.items).toSorted(byCodeAndDay);
  const text = (label: string, value: string | undefined, more: Partial<Cell> = {}): Fact[] =>
    value === undefined || value === '' ? [] : [[say(`facts.${label}`), [{ text: value, ...more }]]];
  const words = (label: string, value: Texts | undefined) => text(label, value && pick(value, language));
  const table: BookTable = {
    heads: ['code', 'name', 'aliases', 'parent', 'from', 'to'].map((head) => say(`facts.${head}`)),
    rows: items.map((item) => [
      { text: item.code, code: true },
      { text: pick(item.names, language) },
      { text: item.aliases.join(', ') },
      { text: item.parent ?? '', code: true },
      { text: item.from ?? '', code: true },
      { text: item.to ?? '', code: true },
    ]),
  };
  const became: BookTable = {
    heads: ['code', 'successor', 'from', 'kind', 'share'].map((head) => say(`facts.${head}`)),
    rows: list.successions.map((step) => [
      { text: step.from, code: true },
      { text: step.to, code: true },
      { text: step.day, code: true },
      { text: say(`values.succession.${step.kind}`) },
      { text: step.share === undefined ? '' : String(step.share), code: true },
    ]),
  };
  return {
    id: listId(list.code),
    title: pick(list.names, language),
    mark: list.code,
    lead: list.definition ? pick(list.definition, language) : '',
    facts: [
      ...text('version', list.version, { code: true }),
      ...words('owner', list.owner),
      ...text('parentList', list.parentList, {
        code: true,
        ...(list.parentList === undefined ? {} : { to: listId(list.parentList) }),
      }),
      ...text('pattern', list.pattern, { code: true }),
      ...text('kept', items.length === 0 ? say('keptByNode') : undefined),
    ],
    tables: [...(items.length > 0 ? [table] : []), ...(list.successions.length > 0 ? [became] : [])],
  };
}
