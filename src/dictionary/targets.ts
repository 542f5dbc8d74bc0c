/**
 * Everything a plan compiles to, by target: one file after the other, so that a large dictionary is never held whole.
 * Works on files alone: codes are those of the plan.
 */
import type { Translate } from '../platform/i18n.ts';
import type { Profile } from '../platform/profile.ts';
import type { Texts } from '../platform/texts.ts';
import { emitDdl } from './emit/ddl.ts';
import { bookOf } from './emit/book.ts';
import { writeBookDocx } from './emit/book-docx.ts';
import { writeBookHtml } from './emit/book-html.ts';
import { emitDcatCatalogue, emitDcatEntry } from './emit/dcat.ts';
import { emitForm } from './emit/form.ts';
import { irisOf, type Iris } from './emit/iris.ts';
import { emitJsonLdContext } from './emit/json-ld-context.ts';
import { emitJsonSchema } from './emit/json-schema.ts';
import { contractsOf, emitContract, emitOdcs } from './emit/odcs.ts';
import { emitOpenApi } from './emit/openapi.ts';
import { emitShacl } from './emit/shacl.ts';
import { emitSkosJsonLd, emitSkosTurtle } from './emit/skos.ts';
import { emitStaging } from './emit/staging.ts';
import { emitTableSchema } from './emit/table-schema.ts';
import { emitTypeScript } from './emit/typescript.ts';
import type { CodeItemPlan, CodeListPlan, ElementPlan, EntityPlan, Plan } from './plan.ts';
import { isRightToLeft } from '../platform/documents/right-to-left.ts';
import { entityTemplate } from './template.ts';

export interface TargetOptions {
  readonly language: string;
  readonly release: number;
  /** From the profile (`baseIri`); absent: URNs. */
  readonly baseIri?: string | undefined;
  /** What the deployment is called. */
  readonly publisher: Texts;
  readonly translator: (language: string) => Translate;
  readonly isInvented: boolean;
  /** Codes that stand elsewhere than in the plan. */
  readonly codes?: (list: string) => readonly CodeItemPlan[] | undefined;
}

export interface OutputFile {
  readonly name: string;
  readonly content: string | Buffer;
}

/** What the emitters ask for, looked up once. */
export interface Ready extends TargetOptions {
  readonly plan: Plan;
  readonly edition: string;
  readonly languages: readonly string[];
  readonly iris: Iris;
  readonly t: Translate;
  readonly codes: (list: string) => readonly CodeItemPlan[] | undefined;
  readonly entity: (name: string) => EntityPlan | undefined;
  readonly element: (code: string) => ElementPlan | undefined;
  readonly list: (code: string) => CodeListPlan | undefined;
}

type Output = Iterable<OutputFile> | AsyncIterable<OutputFile>;

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

const perEntity = (ending: string, emit: (entity: EntityPlan, ready: Ready) => string) =>
  function* (ready: Ready): Iterable<OutputFile> {
    for (const entity of ready.plan.entities) yield { name: `${entity.name}${ending}`, content: emit(entity, ready) };
  };

const perList = (ending: string, emit: (list: CodeListPlan, ready: Ready) => string) =>
  function* (ready: Ready): Iterable<OutputFile> {
    for (const list of ready.plan.codeLists) yield { name: `${list.code}${ending}`, content: emit(list, ready) };
  };

const inTurn = (...outputs: readonly ((ready: Ready) => Output)[]) =>
  async function* (ready: Ready): AsyncIterable<OutputFile> {
    for (const output of outputs) yield* output(ready);
  };

const PG = 180_000;
const staging = (entity: EntityPlan) => `${emitStaging(entity, { name: `${entity.name}_stage`, kind: 'unlogged' })};\n`;
const skosOf = (list: CodeListPlan, ready: Ready) => ({
  iris: ready.iris,
  items: ready.codes(list.code) ?? [],
  parents: list.parentList === undefined ? [] : (ready.codes(list.parentList) ?? []),
  others: ready.codes,
});

/** The kinds of text of one entity or list, as files and as downloads. */
export const entityTexts = {
  ddl: perEntityText('.sql', (entity) => emitDdl(entity, { serverVersion: PG }).script),
  'json-schema': perEntityText('.schema.json', (entity, ready) => json(emitJsonSchema(entity, ready))),
  typescript: perEntityText('.ts', (entity, ready) => emitTypeScript(entity, ready)),
  openapi: perEntityText('.openapi.json', (entity, ready) => json(emitOpenApi(entity, ready))),
  'table-schema': perEntityText('.table-schema.json', (entity, ready) => json(emitTableSchema(entity, ready))),
  shacl: perEntityText('.shapes.ttl', (entity, ready) => emitShacl(entity, ready)),
  context: perEntityText('.context.jsonld', (entity, ready) => json(emitJsonLdContext(entity, ready))),
  dcat: perEntityText('.dcat.jsonld', (entity, ready) => json(emitDcatEntry(entity, ready))),
  odcs: perEntityText('.odcs.yaml', (entity, ready) => emitOdcs(entity, ready)),
} as const;

export const listTexts = {
  turtle: { ending: '.ttl', emit: (list: CodeListPlan, ready: Ready) => emitSkosTurtle(list, skosOf(list, ready)) },
  'json-ld': {
    ending: '.jsonld',
    emit: (list: CodeListPlan, ready: Ready) => json(emitSkosJsonLd(list, skosOf(list, ready))),
  },
} as const;

interface EntityText {
  readonly ending: string;
  readonly emit: (entity: EntityPlan, ready: Ready) => string;
}

function perEntityText(ending: string, emit: EntityText['emit']): EntityText {
  return { ending, emit };
}

const files = ({ ending, emit }: EntityText) => perEntity(ending, emit);

const OUTPUTS = {
  ddl: inTurn(files(entityTexts.ddl), perEntity('.staging.sql', staging)),
  'json-schema': files(entityTexts['json-schema']),
  typescript: files(entityTexts.typescript),
  openapi: files(entityTexts.openapi),
  form: perEntity('.form.json', (entity, ready) =>
    json(emitForm(entity, { ...ready, otherTitle: ready.t('dictionary:form.other') })),
  ),
  excel: async function* (ready: Ready): AsyncIterable<OutputFile> {
    for (const entity of ready.plan.entities)
      yield { name: `${entity.name}.xlsx`, content: await entityTemplate(entity, ready) };
  },
  'table-schema': files(entityTexts['table-schema']),
  shacl: inTurn(files(entityTexts.shacl), files(entityTexts.context)),
  skos: inTurn(
    perList(listTexts.turtle.ending, listTexts.turtle.emit),
    perList(listTexts['json-ld'].ending, listTexts['json-ld'].emit),
  ),
  dcat: inTurn(files(entityTexts.dcat), (ready) => [
    { name: 'catalogue.jsonld', content: json(emitDcatCatalogue(ready.plan.entities, ready)) },
  ]),
  odcs: function* (ready: Ready): Iterable<OutputFile> {
    for (const { name, entities } of contractsOf(ready.plan.entities))
      yield { name: `${name}.odcs.yaml`, content: emitContract(entities, ready) };
  },
  book: async function* (ready: Ready): AsyncIterable<OutputFile> {
    for (const language of ready.languages) {
      yield { name: `book.${language}.html`, content: bookHtml(ready, language) };
      yield { name: `book.${language}.docx`, content: await bookDocx(ready, language) };
    }
  },
} as const satisfies Record<string, (ready: Ready) => Output>;

export type Target = keyof typeof OUTPUTS;
export const targets = Object.keys(OUTPUTS) as readonly Target[];
export const isTarget = (name: string): name is Target => Object.hasOwn(OUTPUTS, name);

export const bookHtml = (ready: Ready, language: string): string => writeBookHtml(book(ready, language));
export const bookDocx = (ready: Ready, language: string): Promise<Buffer> => writeBookDocx(book(ready, language));

function book(ready: Ready, language: string) {
  const t = ready.translator(language);
  return bookOf(ready.plan, {
    language,
    isRightToLeft: isRightToLeft(language),
    say: (key, values) => t(`dictionary:book.${key}`, values ?? {}),
    codes: ready.codes,
    watermark: ready.isInvented ? t('dictionary:template.invented') : undefined,
  });
}

/** @throws TypeError when the base IRI is none */
export function prepareTargets(plan: Plan, options: TargetOptions): Ready {
  const entities = new Map(plan.entities.map((one) => [one.name, one]));
  const elements = new Map(plan.elements.map((one) => [one.code, one]));
  const lists = new Map(plan.codeLists.map((one) => [one.code, one]));
  const own = (list: string) => {
    const items = lists.get(list)?.items ?? [];
    return items.length > 0 ? items : undefined;
  };
  return {
    ...options,
    plan,
    edition: plan.release,
    languages: plan.languages.length > 0 ? plan.languages : [options.language],
    iris: irisOf(options.baseIri),
    t: options.translator(options.language),
    codes: options.codes ?? own,
    entity: (name) => entities.get(name),
    element: (code) => elements.get(code),
    list: (code) => lists.get(code),
  };
}

/** The files of a target, in the order of the plan. */
export async function* compileTarget(target: Target, ready: Ready): AsyncIterable<OutputFile> {
  yield* OUTPUTS[target](ready);
}

/** What a profile says about how its dictionary goes out. */
export function outwardOf(profile: Profile): Pick<TargetOptions, 'baseIri' | 'publisher' | 'isInvented'> {
  const { baseIri, names } = profile.settings;
  return {
    baseIri: typeof baseIri === 'string' ? baseIri : undefined,
    publisher: typeof names === 'object' && names !== null ? (names as Texts) : {},
    isInvented: profile.demo !== undefined,
  };
}
