/** A mapping as a file: our YAML (reads back to the same), CSV for a sheet, and SSSOM (TSV, mapping-commons.github.io/sssom). */
import { compact } from '../compact.ts';
import { writeYaml } from '../emit/yaml-text.ts';
import type { EntityPlan } from '../plan.ts';
import type { Mapping, MappingLine } from './model.ts';
import { identifiers, lineExpression } from './transform.ts';

export const mappingFormats = ['yaml', 'csv', 'sssom'] as const;
export type MappingFormat = (typeof mappingFormats)[number];

export interface WriteOptions {
  readonly entity: EntityPlan;
  /** What IRIs begin with. */
  readonly base: string;
  readonly release: number;
}

export function writeMapping(mapping: Mapping, format: MappingFormat, options: WriteOptions): string {
  if (format === 'yaml') return writeYaml(compact(mapping));
  return format === 'csv' ? csvOf(mapping, options) : sssomOf(mapping, options);
}

/** What opens a formula in a spreadsheet is made a text. */
const cell = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** RFC 4180. */
export const delimited = (rows: readonly (readonly string[])[], mark: string): string =>
  rows
    .map((row) =>
      row.map((one) => (/["\r\n]/.test(one) || one.includes(mark) ? `"${one.replaceAll('"', '""')}"` : one)).join(mark),
    )
    .map((line) => `${line}\r\n`)
    .join('');

function csvOf(mapping: Mapping, { entity }: WriteOptions): string {
  const ids = identifiers(mapping.fields);
  const head = ['source_field', 'relation', 'element', 'field', 'transform', 'expression', 'note'];
  const rows = mapping.lines.map((line) => [
    line.from.join(' + '),
    line.relation,
    entity.fields.find((field) => field.name === line.to)?.element ?? '',
    line.to,
    line.transform?.kind ?? '',
    lineExpression(line, ids) ?? '',
    line.note ?? '',
  ]);
  const read = new Set(mapping.lines.flatMap((line) => line.from));
  const open = mapping.fields.filter((field) => !read.has(field.name));
  const rest = open.map((field) => [
    field.name,
    field.outside === undefined ? 'open' : 'outside',
    '',
    '',
    '',
    '',
    field.outside ?? '',
  ]);
  return `\ufeff${delimited([head, ...[...rows, ...rest].map((row) => row.map(cell))], ',')}`;
}

/** SKOS mapping relations; a transformed value is close, never exact. */
const PREDICATES: Readonly<Record<MappingLine['relation'], string>> = {
  same: 'skos:exactMatch',
  // The source is narrower than the element.
  narrower: 'skos:broadMatch',
  broader: 'skos:narrowMatch',
  transformed: 'skos:closeMatch',
};

function sssomOf(mapping: Mapping, { entity, base, release }: WriteOptions): string {
  const ids = identifiers(mapping.fields);
  const place = [mapping.system, mapping.dataSet]
    .filter((part) => part !== undefined)
    .map(encodeURIComponent)
    .join('/');
  const meta = [
    '#curie_map:',
    '#  skos: http://www.w3.org/2004/02/skos/core#',
    '#  semapv: https://w3id.org/semapv/vocab/',
    `#  source: ${base}systems/${place}/`,
    `#  element: ${base}elements/`,
    `#mapping_set_id: ${base}mappings/${encodeURIComponent(mapping.code)}`,
    `#mapping_set_version: release ${String(release)}`,
  ];
  const head = [
    'subject_id',
    'subject_label',
    'predicate_id',
    'object_id',
    'object_label',
    'mapping_justification',
    'comment',
  ];
  const rows = mapping.lines.flatMap((line) => {
    const target = entity.fields.find((field) => field.name === line.to);
    return line.from.map((name) => [
      `source:${encodeURIComponent(name)}`,
      mapping.fields.find((field) => field.name === name)?.label ?? name,
      PREDICATES[line.relation],
      `element:${target?.element ?? line.to}`,
      Object.values(target?.names ?? {})[0] ?? line.to,
      'semapv:ManualMappingCuration',
      line.transform ? (lineExpression(line, ids) ?? '') : '',
    ]);
  });
  const tsv = delimited([head, ...rows], '\t');
  return `${meta.join('\n')}\n${tsv}`;
}
