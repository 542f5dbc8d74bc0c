/**
 * The layout of the system that a list must feed: `layouts/*.yaml` of the profile. Without one a list has the columns of
 * the dictionary, in their order.
 */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';
import { codesOf, type EntityPlan, type FieldPlan } from '../../dictionary/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { pick, Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';

const Layout = Type.Object({
  register: Type.String(),
  names: Texts,
  /** Over the list and over the minutes. */
  title: Texts,
  /** The rule by which the list is made. */
  basis: Type.Optional(Texts),
  columns: Type.Array(
    Type.Object({
      header: Texts,
      /** Physical name; without it the column stays empty. */
      field: Type.Optional(Type.String()),
      /** `number`: the running number; `code`: the code and not its name. */
      as: Type.Optional(Type.Union([Type.Literal('number'), Type.Literal('code')])),
    }),
    { minItems: 1 },
  ),
});
export type Layout = Static<typeof Layout>;

/** @throws problems.profileBroken */
export function layoutOf({ profile }: Pick<Context, 'profile'>, register: string, entity: EntityPlan): Layout {
  const authored = profile
    .files('layouts')
    .filter(({ path }) => path.endsWith('.yaml'))
    .flatMap(({ text }) => [parse(text) as unknown].flat());
  const wrong = authored.find((one) => !Check(Layout, one));
  if (wrong !== undefined)
    throw problems.profileBroken({ findings: [`not a layout: ${JSON.stringify(wrong).slice(0, 200)}`] });
  const known = new Set(entity.fields.map(({ name }) => name));
  const layout = (authored as Layout[]).find((one) => one.register === register);
  if (!layout) return plainLayout(register, entity);
  const missing = layout.columns.flatMap(({ field }) => (field === undefined || known.has(field) ? [] : [field]));
  if (missing.length > 0)
    throw problems.profileBroken({ findings: [`layout of ${register}: no ${missing.join(', ')}`] });
  return layout;
}

const plainLayout = (register: string, entity: EntityPlan): Layout => ({
  register,
  names: entity.names,
  title: entity.names,
  columns: entity.fields.map(({ name, names }) => ({ header: names, field: name })),
});

export const layoutFields = ({ columns }: Layout): string[] => [
  ...new Set(columns.flatMap(({ field }) => field ?? [])),
];

export type Shown = (field: string, value: unknown) => string;

/** Values in words, as an officer reads them: names of codes, days in the order of the settings. */
export async function valuesInWords(
  { db, clock, profile }: Pick<Context, 'db' | 'clock' | 'profile'>,
  fields: readonly FieldPlan[],
  language: string,
): Promise<Shown> {
  const today = dayOf(clock.now(), profile.timeZone);
  const lists = [...new Set(fields.flatMap(({ codeList }) => codeList?.list ?? []))];
  const names = new Map(
    await Promise.all(
      lists.map(async (list) => {
        const codes = await codesOf(db, list, today);
        return [list, new Map(codes.map((one) => [one.code, pick(one.names, language)]))] as const;
      }),
    ),
  );
  const byName = new Map(fields.map((field) => [field.name, field]));
  return (name, value) => {
    if (value === null || value === undefined) return '';
    const field = byName.get(name);
    const plain = String(value);
    if (field?.codeList) return names.get(field.codeList.list)?.get(plain) ?? plain;
    const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(plain);
    return day ? `${day[3] ?? ''}/${day[2] ?? ''}/${day[1] ?? ''}` : plain;
  };
}
