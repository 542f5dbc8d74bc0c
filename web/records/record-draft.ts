/** What is being written into a form: texts as the controls hold them, and as the node takes them. Pure. */
import type { FormModel } from '../../src/dictionary/contract.ts';
import type { Values } from '../../src/records/contract.ts';

export type FormField = FormModel['groups'][number]['fields'][number];
export type Draft = Readonly<Record<string, string>>;

export const fieldsOf = (form: FormModel): readonly FormField[] => form.groups.flatMap(({ fields }) => fields);

/** Stored values as the controls show them; absent is an empty text. */
export const draftOf = (form: FormModel, values: Values): Draft =>
  Object.fromEntries(fieldsOf(form).map(({ name }) => [name, textOf(values[name])]));

const textOf = (value: Values[string] | undefined) => (value === undefined || value === null ? '' : String(value));

function valueOf({ widget }: FormField, text: string): Values[string] {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  if (widget === 'checkbox') return trimmed === 'true';
  // A decimal stays text: a number would lose digits (docs/semantics.md).
  if (widget === 'number') return Number(trimmed);
  return trimmed;
}

/** The values that differ between two drafts, as the node takes them. */
export function changedValues(form: FormModel, before: Draft, after: Draft): Values {
  const changed = fieldsOf(form).filter(({ name }) => (before[name] ?? '').trim() !== (after[name] ?? '').trim());
  return Object.fromEntries(changed.map((field) => [field.name, valueOf(field, after[field.name] ?? '')]));
}

/** Required fields that are empty. */
export const missingIn = (form: FormModel, draft: Draft): readonly FormField[] =>
  fieldsOf(form).filter(({ name, required, readOnly }) => required && !readOnly && (draft[name] ?? '').trim() === '');

export interface Conflict {
  readonly field: string;
  /** What stood there when the form was opened, what stands there now, and what was typed. */
  readonly before: string;
  readonly now: string;
  readonly mine: string;
  /** Both changed it, and not to the same: somebody must choose. */
  readonly open: boolean;
}

/** Where two people changed the same record: every field that either touched. */
export function conflictsOf(form: FormModel, before: Draft, now: Draft, mine: Draft): readonly Conflict[] {
  return fieldsOf(form).flatMap(({ name }) => {
    const [a = '', b = '', c = ''] = [before[name], now[name], mine[name]].map((text) => text?.trim());
    if (a === b && a === c) return [];
    return [{ field: name, before: a, now: b, mine: c, open: a !== b && a !== c && b !== c }];
  });
}
