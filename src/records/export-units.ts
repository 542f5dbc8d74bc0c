/** Codes of an export in today's units, in columns of their own: what was stored stands beside them unchanged. */
import { listsThatChanged, unitsToday, type FieldPlan } from '../dictionary/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';
import type { ExportColumn, ExportValue } from './export/index.ts';

export interface UnitColumn {
  readonly field: string;
  readonly column: ExportColumn;
  readonly read: (value: unknown) => Promise<ExportValue>;
}

/** One for each field of a list whose codes have become others: a code, `A:0.6|B:0.4` when it was split, empty when unknown. */
export async function unitColumns(
  context: Context,
  fields: readonly FieldPlan[],
  { t, language }: { readonly t: Translate; readonly language: string },
): Promise<UnitColumn[]> {
  const coded = fields.flatMap((field) => (field.codeList ? [{ field, list: field.codeList.list }] : []));
  const changed = await listsThatChanged(
    context.db,
    coded.map(({ list }) => list),
  );
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  return coded
    .filter(({ list }) => changed.has(list))
    .map(({ field, list }) => {
      // The same few units stand in every row.
      const known = new Map<string, Promise<string>>();
      const read = async (value: unknown) => {
        if (typeof value !== 'string') return null;
        const found = known.get(value) ?? said(context, { list, code: value, today });
        known.set(value, found);
        return found;
      };
      const header = t('records:export.today', { field: pick(field.names, language) });
      return { field: field.name, column: { name: `${field.name}_today`, header, type: 'text' as const }, read };
    });
}

async function said({ db }: Context, question: { list: string; code: string; today: string }): Promise<string> {
  const { standing, today } = await unitsToday(db, question);
  const parts = today.map(({ code, share }) => (standing === 'part' ? `${code}:${share ?? '?'}` : code));
  return parts.join('|');
}
