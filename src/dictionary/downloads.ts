/** The files an entity compiles to: JSON Schema, TypeScript, Excel template, form; one release, one source. */
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';
import { codesOf } from './codes/codes-of.ts';
import { getEntity, getRelease, type Release } from './current-release.ts';
import { emitExcelTemplate } from './emit/excel-template.ts';
import { emitForm } from './emit/form.ts';
import type { FormModel } from './contract.ts';
import { emitJsonSchema } from './emit/json-schema.ts';
import { emitTypeScript } from './emit/typescript.ts';
import { parsePattern } from './pattern/parse.ts';
import type { CodeItemPlan, EntityPlan, FieldPlan, PlanSettings } from './plan.ts';
import { digitCount } from './validate/readers.ts';
import { todayOf } from './write-change.ts';

export interface Wanted {
  readonly entity: string;
  readonly release?: number | undefined;
  readonly language: string;
  readonly t: Translate;
}

interface Ready {
  readonly release: Release;
  readonly entity: EntityPlan;
  readonly codes: (list: string) => readonly CodeItemPlan[] | undefined;
}

/** The entity of the release with the codes in force today. @throws problems.entityNotFound, releaseNotFound */
async function prepare(context: Context, wanted: Pick<Wanted, 'entity' | 'release'>): Promise<Ready> {
  const release = await getRelease(context.db, wanted.release);
  const entity = getEntity(release, wanted.entity);
  const today = todayOf(context);
  const lists = [...new Set(entity.fields.flatMap((field) => field.codeList?.list ?? []))];
  const read = await Promise.all(lists.map(async (list) => [list, await codesOf(context.db, list, today)] as const));
  const byList = new Map(read);
  return { release, entity, codes: (list) => byList.get(list) };
}

export async function jsonSchemaOf(context: Context, wanted: Wanted): Promise<string> {
  const { release, entity, codes } = await prepare(context, wanted);
  const schema = emitJsonSchema(entity, { language: wanted.language, release: release.number, codes });
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}

export async function typeScriptOf(context: Context, wanted: Wanted): Promise<string> {
  const { release, entity, codes } = await prepare(context, wanted);
  return emitTypeScript(entity, { language: wanted.language, release: release.number, codes });
}

export async function formOf(context: Context, wanted: Wanted): Promise<FormModel> {
  const { release, entity, codes } = await prepare(context, wanted);
  const otherTitle = wanted.t('dictionary:form.other');
  return emitForm(entity, { language: wanted.language, release: release.number, codes, otherTitle });
}

const EXCEL_DATES = { dmy: 'dd/mm/yyyy', mdy: 'mm/dd/yyyy', ymd: 'yyyy-mm-dd' } as const;

export async function templateOf(context: Context, wanted: Wanted): Promise<Buffer> {
  const { release, entity, codes } = await prepare(context, wanted);
  const { language, t } = wanted;
  const { settings } = release.plan;
  return emitExcelTemplate(entity, {
    language,
    release: release.number,
    hash: release.hash,
    codes,
    dateFormat: EXCEL_DATES[settings.dateOrder],
    isRightToLeft: isRightToLeft(language),
    ...(context.profile.demo ? { watermark: t('dictionary:template.invented') } : {}),
    words: {
      dataSheet: pick(entity.names, language),
      guideSheet: t('dictionary:template.guide'),
      columns: {
        name: t('dictionary:template.name'),
        definition: t('dictionary:template.definition'),
        rule: t('dictionary:template.rule'),
        source: t('dictionary:template.source'),
      },
      required: t('dictionary:template.required'),
      notInList: t('dictionary:template.not-in-list'),
      chooseFromList: t('dictionary:template.choose'),
      rule: (field) => ruleOf(field, { t, settings, language, release }),
    },
  });
}

/** Scripts that run from right to left (Unicode CLDR, by the locale's script). */
function isRightToLeft(language: string): boolean {
  const script = new Intl.Locale(language).maximize().script ?? '';
  return ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm'].includes(script);
}

interface Saying {
  readonly t: Translate;
  readonly settings: PlanSettings;
  readonly language: string;
  readonly release: Release;
}

/** One sentence that says what a field takes. */
function ruleOf(field: FieldPlan, saying: Saying): string {
  const { t, settings } = saying;
  const say = (rule: string, values: Readonly<Record<string, unknown>> = {}) => t(`dictionary:fields.${rule}`, values);
  switch (field.dataType) {
    case 'date':
    case 'partialDate':
    case 'datetime':
      return say(`${field.dataType}-${settings.dateOrder}`);
    case 'integer':
      return say('integer');
    case 'decimal':
      return say('decimal', { mark: settings.decimalMark });
    case 'boolean':
      return say('boolean', { yes: settings.yes[0] ?? 'true', no: settings.no[0] ?? 'false' });
    case 'code':
      return say('code', { list: listName(field, saying) });
    default:
      return say(...textRule(field));
  }
}

function listName(field: FieldPlan, { release, language }: Saying): string {
  const list = release.plan.codeLists.find((one) => one.code === field.codeList?.list);
  return list ? pick(list.names, language) : (field.codeList?.list ?? '');
}

function textRule({ pattern, maxLength }: FieldPlan): [rule: string, values: Readonly<Record<string, number>>] {
  const digits = pattern === undefined ? undefined : digitCount(parsePattern(pattern));
  if (digits !== undefined) return ['digits', { n: digits }];
  return maxLength === undefined ? ['text', {}] : ['text-up-to', { n: maxLength }];
}
