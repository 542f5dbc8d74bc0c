/** What is typed in the form of a connector, flat; and the settings of each kind made of it, and back. Pure. */
import type { ConnectorPage } from '../../src/exchange/connectors/connector-contract.ts';

/** Every field of every kind as text; what is empty is left out. */
export type Typed = Readonly<Record<string, string>>;

export type KindName = ConnectorPage['kind'];
export const kinds: readonly KindName[] = ['rest', 'postgresql', 'mysql', 'sqlserver', 'oracle', 'folder'];

interface FieldSpec {
  readonly name: string;
  readonly required?: boolean;
  /** Choices: words `<name>.<choice>`; a number; a list with commas. */
  readonly as?: 'number' | 'list' | readonly string[];
}

const secret: FieldSpec = { name: 'secret', required: true };

export const pagingWays = ['none', 'link', 'offset', 'cursor'] as const;
export const accessWays = ['none', 'bearer', 'basic', 'header'] as const;

const pagingFields: Readonly<Record<string, readonly FieldSpec[]>> = {
  offset: [
    { name: 'offset', required: true },
    { name: 'limit', required: true },
    { name: 'size', required: true, as: 'number' },
  ],
  cursor: [
    { name: 'cursorParameter', required: true },
    { name: 'cursorAt', required: true },
  ],
};
const accessFields: Readonly<Record<string, readonly FieldSpec[]>> = {
  bearer: [secret],
  basic: [{ name: 'user', required: true }, secret],
  header: [{ name: 'header', required: true }, secret],
};

/** The fields that a kind asks for, given what was chosen so far. */
export function fieldsOf(kind: KindName, typed: Typed): readonly FieldSpec[] {
  if (kind === 'folder') return [{ name: 'folder', required: true }, { name: 'sheet' }];
  if (kind !== 'rest') return sqlFields;
  return [
    { name: 'base', required: true },
    { name: 'path', required: true },
    { name: 'items' },
    { name: 'openapi' },
    { name: 'paging', as: pagingWays },
    ...(pagingFields[typed['paging'] ?? ''] ?? []),
    { name: 'access', as: accessWays },
    ...(accessFields[typed['access'] ?? ''] ?? []),
    { name: 'sinceParameter' },
    { name: 'sinceField' },
  ];
}

const sqlFields: readonly FieldSpec[] = [
  { name: 'host', required: true },
  { name: 'port', as: 'number' },
  { name: 'database', required: true },
  { name: 'schema' },
  { name: 'table', required: true },
  { name: 'columns', required: true, as: 'list' },
  { name: 'key', required: true, as: 'list' },
  { name: 'since' },
  { name: 'user', required: true },
  secret,
];

const listOf = (text: string) =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** The settings as the contract has them. */
export function settingsOf(kind: KindName, typed: Typed): Record<string, unknown> {
  const filled = fieldsOf(kind, typed).flatMap(({ name, as }): [string, unknown][] => {
    const text = (typed[name] ?? '').trim();
    if (text === '') return [];
    return [[name, as === 'number' ? Number(text) : as === 'list' ? listOf(text) : text]];
  });
  const flat = Object.fromEntries(filled);
  return kind === 'rest' ? restOf(flat) : flat;
}

function restOf(flat: Record<string, unknown>): Record<string, unknown> {
  const { base, path, items, openapi, sinceParameter, sinceField } = flat;
  const way = flat['paging'] ?? 'none';
  const access = flat['access'] ?? 'none';
  const paging =
    way === 'offset'
      ? { by: way, offset: flat['offset'], limit: flat['limit'], size: flat['size'] }
      : way === 'cursor'
        ? { by: way, parameter: flat['cursorParameter'], at: flat['cursorAt'] }
        : { by: way };
  const parts = accessFields[String(access)]?.map(({ name }) => [name === 'header' ? 'name' : name, flat[name]]) ?? [];
  return {
    ...{ base, path, paging, access: { by: access, ...Object.fromEntries(parts as [string, unknown][]) } },
    ...(items !== undefined && { items }),
    ...(openapi !== undefined && { openapi }),
    ...(sinceParameter !== undefined && { since: { parameter: sinceParameter, field: sinceField ?? '' } }),
  };
}

/** What an existing connector has, as it would be typed. */
export function typedOf(settings: Readonly<Record<string, unknown>>): Typed {
  const part = (name: string) => (settings[name] ?? {}) as Readonly<Record<string, unknown>>;
  const [paging, access, since] = [part('paging'), part('access'), part('since')];
  const isRest = 'base' in settings;
  const plain = Object.entries(settings).filter(([, value]) => typeof value !== 'object');
  const lists = Object.entries(settings).filter(([, value]) => Array.isArray(value));
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
  return {
    ...Object.fromEntries(plain.map(([name, value]) => [name, text(value)])),
    ...Object.fromEntries(lists.map(([name, value]) => [name, (value as unknown[]).join(', ')])),
    ...(isRest && {
      ...{
        paging: text(paging['by']),
        offset: text(paging['offset']),
        limit: text(paging['limit']),
        size: text(paging['size']),
      },
      ...{ cursorParameter: text(paging['parameter']), cursorAt: text(paging['at']), access: text(access['by']) },
      ...{ user: text(access['user']), secret: text(access['secret']), header: text(access['name']) },
      ...{ sinceParameter: text(since['parameter']), sinceField: text(since['field']) },
    }),
  };
}
