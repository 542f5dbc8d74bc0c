/** Compiles what an endpoint accepts: extra members refused everywhere, text coerced in params and query only. */
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { AnyEndpoint } from './endpoint.ts';

/** One violation as TypeBox reports it. */
export interface Violation {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export interface Checker {
  check(value: unknown): boolean;
  violations(value: unknown): readonly Violation[];
}

type Part = 'path' | 'query' | 'body';
export interface Misfit {
  readonly in: Part;
  readonly violations: readonly Violation[];
}
export interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

interface Schema {
  [keyword: string]: unknown;
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const LISTS = ['anyOf', 'oneOf', 'prefixItems'];
const MAPS = ['properties', 'patternProperties', '$defs'];
const ONES = ['items', 'additionalProperties'];

/**
 * The same schema with every object closed that did not say otherwise. The parts of an `allOf` stay open, because each
 * sees the members of the others; the whole is closed instead (JSON Schema 2020-12 §11.3).
 */
export function closed(schema: TSchema): TSchema {
  return shut(schema as unknown as Schema, false) as unknown as TSchema;
}

function shut(source: Schema, open: boolean): Schema {
  const copy = { ...source };
  for (const key of LISTS) {
    if (Array.isArray(source[key])) copy[key] = (source[key] as Schema[]).map((part) => shut(part, open));
  }
  for (const key of MAPS) {
    if (isSchema(source[key])) copy[key] = mapValues(source[key], (part) => shut(part as Schema, false));
  }
  for (const key of ONES) {
    if (isSchema(source[key])) copy[key] = shut(source[key], false);
  }
  const parts = source['allOf'];
  if (Array.isArray(parts)) copy['allOf'] = (parts as Schema[]).map((part) => shut(part, true));
  if (!open) closeItself(copy);
  return copy;
}

function closeItself(schema: Schema): void {
  if (Array.isArray(schema['allOf'])) schema['unevaluatedProperties'] ??= false;
  else if (isSchema(schema['properties'])) schema['additionalProperties'] ??= false;
}

const mapValues = (map: Schema, change: (value: unknown) => unknown) =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value)]));

/** A compiled schema behind the two questions we ask of it. */
export function compileChecker(schema: TSchema): Checker {
  const compiled = Compile(schema) as unknown as {
    Check(value: unknown): boolean;
    Errors(value: unknown): Violation[];
  };
  return { check: (value) => compiled.Check(value), violations: (value) => compiled.Errors(value) };
}

const nothing = { type: 'object', properties: {}, additionalProperties: false } as unknown as TSchema;

/** Compiles an endpoint's input once; the returned function checks one request. */
export function compileInput(endpoint: AnyEndpoint): (input: Input) => { input: Input; misfits: Misfit[] } {
  const params = compilePart(endpoint.params);
  const query = compilePart(endpoint.query);
  const body = endpoint.body === undefined ? undefined : compileChecker(closed(endpoint.body));
  const streamed = endpoint.consumes !== undefined;
  return (raw) => {
    const input = { params: params.coerce(raw.params), query: query.coerce(raw.query), body: raw.body };
    const misfits: Misfit[] = [];
    const test = (part: Part, checker: Checker, value: unknown) => {
      if (!checker.check(value)) misfits.push({ in: part, violations: checker.violations(value) });
    };
    test('path', params.checker, input.params);
    test('query', query.checker, input.query);
    if (body && !(streamed && raw.body === undefined)) test('body', body, raw.body);
    for (const pointer of nulsIn(raw.body)) {
      misfits.push({ in: 'body', violations: [{ keyword: 'nul', instancePath: pointer, params: {}, message: 'NUL' }] });
    }
    if (!body && raw.body !== undefined) {
      misfits.push({
        in: 'body',
        violations: [{ keyword: 'noBody', instancePath: '', params: {}, message: 'no body' }],
      });
    }
    return { input, misfits };
  };
}

/** Places of texts with U+0000, which JSON allows and PostgreSQL cannot hold. */
function nulsIn(value: unknown, pointer = ''): string[] {
  if (typeof value === 'string') return value.includes('\0') ? [pointer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key.includes('\0') ? [pointer] : nulsIn(one, `${pointer}/${escapePointer(key)}`),
  );
}

/** A member's name as a step of a JSON Pointer (RFC 6901 §3). */
export const escapePointer = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

function compilePart(schema: TSchema | undefined): { checker: Checker; coerce: (value: unknown) => unknown } {
  const strict = closed(schema ?? nothing);
  return { checker: compileChecker(strict), coerce: coercer(strict) };
}

type Convert = (value: unknown) => unknown;

/** Texts of a path or a query become what the schema says: numbers, booleans, lists. What does not fit stays as it is. */
function coercer(schema: TSchema): Convert {
  const converts = Object.entries(allProperties(schema as unknown as Schema)).map(
    ([name, property]) => [name, converter(property as Schema)] as const,
  );
  return (value) => {
    const result: Record<string, unknown> = { ...(value as Record<string, unknown>) };
    for (const [name, convert] of converts) {
      if (result[name] !== undefined) result[name] = convert(result[name]);
    }
    return result;
  };
}

function allProperties(schema: Schema): Schema {
  const parts = (schema['allOf'] as Schema[] | undefined) ?? [];
  return Object.assign({}, ...parts.map(allProperties), schema['properties']) as Schema;
}

function converter(schema: Schema): Convert {
  const kinds = kindsOf(schema);
  if (kinds.has('array')) {
    const item = isSchema(schema['items']) ? converter(schema['items']) : (value: unknown) => value;
    return (value) => (Array.isArray(value) ? value : [value]).map(item);
  }
  return (value) => (typeof value === 'string' ? scalar(value, kinds) : value);
}

function scalar(text: string, kinds: ReadonlySet<string>): unknown {
  if (kinds.has('string')) return text;
  if ((kinds.has('integer') || kinds.has('number')) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (kinds.has('boolean') && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

function kindsOf(schema: Schema): ReadonlySet<string> {
  const variants = (schema['anyOf'] ?? schema['oneOf']) as Schema[] | undefined;
  if (variants) return new Set(variants.flatMap((variant) => [...kindsOf(variant)]));
  if (typeof schema['type'] === 'string') return new Set([schema['type']]);
  return new Set(Array.isArray(schema['type']) ? (schema['type'] as string[]) : []);
}
