/** The collections that an OpenAPI 3 document offers: GET operations whose answer is a list, or holds one. Pure. */
import type { Offered } from '../model.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((here, name) => (isObject(here) && Object.hasOwn(here, name) ? here[name] : undefined), value);

// References may stand in a circle; a list within eight steps is enough for any collection.
const DEEPEST = 8;

/** `#/components/…` looked up in the document itself; what lies elsewhere is not fetched. */
function resolved(document: Json, value: unknown, depth = 0): unknown {
  const ref = at(value, '$ref');
  if (typeof ref !== 'string' || depth > DEEPEST) return value;
  if (!ref.startsWith('#/')) return undefined;
  const path = ref
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return resolved(document, at(document, ...path), depth + 1);
}

/** @returns nothing for what is no OpenAPI 3 document */
export function offeredIn(document: unknown): Offered[] {
  if (!isObject(document) || !String(document['openapi'] ?? '').startsWith('3.')) return [];
  const paths = Object.entries(isObject(document['paths']) ? document['paths'] : {});
  return paths.flatMap(([path, operations]) => {
    const get = at(operations, 'get');
    // A path with braces is about one thing, which nobody has named.
    if (!isObject(get) || path.includes('{')) return [];
    const schema = at(resolved(document, at(get, 'responses', '200')), 'content', 'application/json', 'schema');
    const found = listIn(document, schema);
    if (!found) return [];
    const parameters = [at(operations, 'parameters'), get['parameters']].flatMap((one) =>
      Array.isArray(one) ? one : [],
    );
    return [
      {
        path,
        items: found.items,
        summary: typeof get['summary'] === 'string' ? get['summary'].slice(0, 200) : '',
        columns: columnsOf(document, found.item),
        parameters: parameters
          .map((one: unknown) => resolved(document, one))
          .filter((one) => at(one, 'in') === 'query')
          .map((one) => String(at(one, 'name'))),
      },
    ];
  });
}

function listIn(document: Json, schema: unknown): { items: string; item: unknown } | undefined {
  const whole = resolved(document, schema);
  if (at(whole, 'type') === 'array') return { items: '', item: resolved(document, at(whole, 'items')) };
  const properties = at(whole, 'properties');
  for (const [name, property] of Object.entries(isObject(properties) ? properties : {})) {
    const inner = resolved(document, property);
    if (at(inner, 'type') === 'array') return { items: name, item: resolved(document, at(inner, 'items')) };
  }
  return undefined;
}

function columnsOf(document: Json, item: unknown, before = '', depth = 0): string[] {
  const properties = at(item, 'properties');
  return Object.entries(isObject(properties) ? properties : {}).flatMap(([name, property]) => {
    const inner = resolved(document, property);
    return isObject(at(inner, 'properties')) && depth < 3
      ? columnsOf(document, inner, `${before}${name}.`, depth + 1)
      : [`${before}${name}`];
  });
}
