/** A form from the plan: groups in order, a widget a field, words in one language, the trusted source of each field. */
import { pick } from '../../platform/texts.ts';
import type { CodeItemPlan, EntityPlan, FieldPlan } from '../plan.ts';

export type Widget =
  | 'text'
  | 'textarea'
  | 'number'
  | 'decimal'
  | 'checkbox'
  | 'date'
  | 'partial-date'
  | 'datetime'
  | 'select'
  | 'code-search'
  | 'record-search';

export interface FormField {
  name: string;
  element: string;
  widget: Widget;
  label: string;
  help: string;
  required: boolean;
  readOnly: boolean;
  maxLength?: number;
  codeList?: string;
  references?: string;
  options?: { value: string; label: string }[];
  source?: string;
  reCollectable: string;
  placeholder?: string;
}

export interface FormModel {
  release: number;
  entity: string;
  title: string;
  language: string;
  groups: { code: string; title: string; fields: FormField[] }[];
}

export interface FormOptions {
  readonly language: string;
  readonly release: number;
  readonly codes: (list: string) => readonly CodeItemPlan[] | undefined;
  /** Title of the fields that stand in no group. */
  readonly otherTitle: string;
}

// Longer lists are searched at the server instead of being sent.
const MOST_OPTIONS = 60;
const LONG_TEXT = 120;

export function emitForm(entity: EntityPlan, options: FormOptions): FormModel {
  const { language } = options;
  const fieldsOf = (group: string | undefined) =>
    entity.fields.filter((field) => field.group === group).map((field) => toField(field, options));
  const groups = entity.groups.map((group) => ({
    code: group.code,
    title: pick(group.names, language),
    fields: fieldsOf(group.code),
  }));
  const others = fieldsOf(undefined);
  const rest = others.length === 0 ? [] : [{ code: 'other', title: options.otherTitle, fields: others }];
  return {
    release: options.release,
    entity: entity.name,
    title: pick(entity.names, language),
    language,
    groups: [...groups, ...rest].filter((group) => group.fields.length > 0),
  };
}

function toField(field: FieldPlan, { language, codes }: FormOptions): FormField {
  const items = field.codeList && codes(field.codeList.list);
  const choices = items && items.length <= MOST_OPTIONS ? items : undefined;
  return {
    name: field.name,
    element: field.element,
    widget: widgetOf(field, choices !== undefined),
    label: pick(field.names, language),
    help: pick(field.definition, language),
    required: field.required,
    // A derived value is computed, never typed.
    readOnly: field.origin === 'derived',
    reCollectable: field.reCollectable,
    ...(field.identifierOf === undefined ? {} : { identifierOf: field.identifierOf }),
    ...(field.maxLength === undefined ? {} : { maxLength: field.maxLength }),
    ...(field.codeList ? { codeList: field.codeList.list } : {}),
    ...(field.references === undefined ? {} : { references: field.references }),
    ...(choices ? { options: choices.map((item) => ({ value: item.code, label: pick(item.names, language) })) } : {}),
    ...(field.authority === undefined ? {} : { source: field.authority }),
    ...(field.example === undefined ? {} : { placeholder: field.example }),
  };
}

function widgetOf(field: FieldPlan, hasChoices: boolean): Widget {
  switch (field.dataType) {
    case 'text':
      return 'textarea';
    case 'string':
      return (field.maxLength ?? 0) > LONG_TEXT ? 'textarea' : 'text';
    case 'integer':
      return 'number';
    case 'decimal':
      return 'decimal';
    case 'boolean':
      return 'checkbox';
    case 'date':
      return 'date';
    case 'partialDate':
      return 'partial-date';
    case 'datetime':
      return 'datetime';
    case 'code':
      return hasChoices ? 'select' : 'code-search';
    case 'reference':
      return 'record-search';
    case 'identifier':
      return 'text';
  }
}
