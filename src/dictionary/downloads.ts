/** The files an entity compiles to: JSON Schema, TypeScript, Excel template, form; one release, one source. */
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { codesOf } from './codes/codes-of.ts';
import { getEntity, getRelease, type Release } from './current-release.ts';
import { emitForm } from './emit/form.ts';
import type { FormModel } from './contract.ts';
import { emitJsonSchema } from './emit/json-schema.ts';
import { emitTypeScript } from './emit/typescript.ts';
import type { CodeItemPlan, EntityPlan } from './plan.ts';
import { entityTemplate, type TemplateWish } from './template.ts';
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
  const elements = new Map(release.plan.elements.map((one) => [one.code, one]));
  const element = (code: string) => elements.get(code);
  const schema = emitJsonSchema(entity, { language: wanted.language, release: release.number, codes, element });
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

/** @param filled rows with what is known of them: a template that comes prefilled */
export async function templateOf(
  context: Context,
  wanted: Wanted,
  filled?: NonNullable<TemplateWish['filled']>,
): Promise<Buffer> {
  const { release, entity, codes } = await prepare(context, wanted);
  const { language, t } = wanted;
  const isInvented = context.profile.demo !== undefined;
  return entityTemplate(entity, {
    plan: release.plan,
    release: release.number,
    codes,
    language,
    t,
    isInvented,
    ...(filled && { filled }),
  });
}
