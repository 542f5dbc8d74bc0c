/** TypeScript types of an entity: one interface, documented; short code lists as unions of their codes. */
import { pick } from '../../platform/texts.ts';
import type { EntityPlan, FieldPlan } from '../plan.ts';
import { MOST_CODES_SPELT_OUT, type SchemaOptions } from './json-schema.ts';

export function emitTypeScript(entity: EntityPlan, options: SchemaOptions): string {
  const { language, release } = options;
  const name = pascal(entity.name);
  const lists = [...new Set(entity.fields.flatMap((field) => field.codeList?.list ?? []))];
  const unions = lists.flatMap((list) => unionOf(list, options));
  const known = new Set(unions.map((union) => union.list));
  const members = entity.fields.map((field) => member(field, { language, known }));
  return [
    `/** ${comment(pick(entity.names, language))}. Release ${String(release)} of the dictionary. Generated: change the dictionary instead. */`,
    `export interface ${name} {`,
    ...members,
    '}',
    '',
    `/** What names one ${comment(pick(entity.names, language))}. */`,
    `export type ${name}Key = Pick<${name}, ${entity.key.map((key) => JSON.stringify(key)).join(' | ')}>;`,
    ...unions.flatMap((union) => ['', union.text]),
    '',
  ].join('\n');
}

export const pascal = (name: string) => name.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const typeOfList = (list: string) => `Code${pascal(list.toLowerCase())}`;
/** A comment must not end before its end. */
const comment = (text: string) => text.replaceAll('*/', '*∕').replace(/\s+/g, ' ');

function unionOf(list: string, { codes, language }: SchemaOptions): { list: string; text: string }[] {
  const items = codes(list);
  if (!items || items.length === 0 || items.length > MOST_CODES_SPELT_OUT) return [];
  const lines = items.map(
    (item) => `  | ${JSON.stringify(item.code)} // ${pick(item.names, language).replace(/\s+/g, ' ')}`,
  );
  return [
    { list, text: [`export type ${typeOfList(list)} =`, ...lines].join('\n').replace(/( \/\/ [^\n]*)$/, '$1\n  ;') },
  ];
}

const TYPES: Readonly<Record<string, string>> = { integer: 'number', boolean: 'boolean' };
const NOTES: Readonly<Record<string, string>> = {
  decimal: 'Decimal number as text.',
  date: 'YYYY-MM-DD.',
  partialDate: 'YYYY, YYYY-MM or YYYY-MM-DD.',
  datetime: 'RFC 3339.',
};

function member(field: FieldPlan, { language, known }: { language: string; known: ReadonlySet<string> }): string {
  const list = field.codeList?.rule === 'today' && known.has(field.codeList.list) ? field.codeList.list : undefined;
  const type = list === undefined ? (TYPES[field.dataType] ?? 'string') : typeOfList(list);
  const said = [
    `${pick(field.names, language)}: ${pick(field.definition, language)}`,
    NOTES[field.dataType] ?? '',
    field.codeList ? `Code list ${field.codeList.list}.` : '',
    field.authority === undefined ? '' : `Trusted source: ${field.authority}.`,
  ].filter((part) => part !== '');
  const optional = field.required ? '' : '?';
  return `  /** ${comment(said.join(' '))} (${field.element}) */\n  readonly ${field.name}${optional}: ${type}${field.required ? '' : ' | null'};`;
}
