/** JSON Schema 2020-12 → drafts: objects become entities, `$ref` inside the file references or types, enums code lists. */
import {
  having,
  isObj,
  listOf,
  numberOf,
  readDocument,
  said,
  textOf,
  type Obj,
  type PlacedDocument,
} from './document.ts';
import { strictBound } from './assemble-field.ts';
import type { Draft, DraftEntity, DraftField, DraftList, ImportFindings, Opened } from './model.ts';
import { refuseOther } from './open-file.ts';
import { notationOf, withoutLargest, OF_FIELD, OF_OBJECT } from './json-schema-notation.ts';
import { sayKept, sayLeftOut, unreadMembers } from './unread.ts';

type Path = readonly (string | number)[];

export function readJsonSchema(opened: Opened): Draft {
  const document = readDocument(opened);
  if (!document) return { entities: [], lists: [] };
  const { data } = document;
  const isSchema =
    isObj(data) && ['$schema', '$defs', 'definitions', 'properties', 'type'].some((name) => name in data);
  if (!isObj(data) || !isSchema || data['kind'] === 'DataContract') {
    refuseOther(opened);
    return { entities: [], lists: [] };
  }
  return new Reader(document, opened).read(data);
}

const DEEPEST = 12;
const MOST_STEPS = 20_000;

class Reader {
  private readonly entities: DraftEntity[] = [];
  private readonly lists = new Map<string, DraftList>();
  private readonly document: PlacedDocument;
  private readonly findings: ImportFindings;
  private readonly stem: string;
  private root: Obj = {};
  private steps = 0;

  constructor(document: PlacedDocument, { file, findings }: Opened) {
    this.document = document;
    this.findings = findings;
    this.stem = file.replace(/^.*\//, '').replace(/(\.schema)?\.\w+$/, '');
  }

  read(root: Obj): Draft {
    this.root = root;
    if (isObject(root)) this.entity(ownName(root) ?? textOf(root['title']) ?? this.stem, root, []);
    for (const defs of ['$defs', 'definitions']) {
      if (!isObj(root[defs])) continue;
      for (const [name, schema] of Object.entries(root[defs])) {
        if (isObj(schema) && isObject(schema)) this.entity(name, schema, [defs, name]);
      }
    }
    if (this.entities.length === 0) this.findings.error(this.document.spot([]), 'no-objects', {});
    return { entities: this.entities, lists: [...this.lists.values()] };
  }

  private entity(name: string, schema: Obj, path: Path): void {
    const fields = this.members(schema, path, { prefix: '', depth: 0, entity: name });
    const draft = having<DraftEntity>({
      name,
      aliases: [pointer(path)],
      title: said(textOf(schema['title'])),
      definition: said(textOf(schema['description'])),
      key: listOf(schema['x-key']).map(String),
      fields,
      spot: this.document.spot(path),
    });
    this.entities.push(draft);
    sayLeftOut(unreadMembers(schema, OF_OBJECT), name, this.document.spot(path), this.findings);
    for (const keyword of ['oneOf', 'anyOf', 'not', 'if', 'patternProperties']) {
      if (keyword in schema)
        this.findings.warn(this.document.spot([...path, keyword]), 'not-understood', { text: keyword });
    }
  }

  private members(schema: Obj, path: Path, nest: Nest): DraftField[] {
    if (this.isSpent(path)) return [];
    const required = new Set(listOf(schema['required']).map(String));
    const own = isObj(schema['properties']) ? Object.entries(schema['properties']) : [];
    const fields = own.flatMap(([name, member]) => {
      const at = [...path, 'properties', name];
      if (isObj(member)) return this.member({ name, member, path: at, isRequired: required.has(name) }, nest);
      if (member !== true) this.findings.warn(this.document.spot(at), 'not-understood', { text: name });
      return member === true ? [{ name: nest.prefix + name, type: 'text' as const, spot: this.document.spot(at) }] : [];
    });
    const parts = listOf(schema['allOf']).flatMap((part, place) => {
      const at = [...path, 'allOf', place];
      const target = isObj(part) ? this.follow(part, at) : undefined;
      if (target && nest.depth < DEEPEST)
        return this.members(target.schema, target.path, { ...nest, depth: nest.depth + 1 });
      return [];
    });
    return [...parts, ...fields];
  }

  /** Definitions that name each other many times over would be written out for ever. */
  private isSpent(path: Path): boolean {
    this.steps += 1;
    if (this.steps === MOST_STEPS) this.findings.error(this.document.spot(path), 'too-deep', { most: MOST_STEPS });
    return this.steps >= MOST_STEPS;
  }

  private member({ name, member, path, isRequired }: Member, nest: Nest): DraftField[] {
    const spot = this.document.spot(path);
    const full = nest.prefix + name;
    const target = this.follow(member, path);
    if (!target) return [{ name: full, type: 'text', references: String(member['$ref']), spot }];
    const isNamed =
      target.path !== path && isObject(target.schema) && /^(\$defs|definitions)$/.test(String(target.path[0] ?? ''));
    if (isNamed || (target.path.length === 0 && target.path !== path)) {
      return [
        having<DraftField>({
          ...describe(member, target.schema),
          name: full,
          type: 'reference',
          references: pointer(target.path),
          required: isRequired || undefined,
          spot,
        }),
      ];
    }
    if (isObject(target.schema)) {
      if (nest.depth >= DEEPEST) {
        this.findings.error(spot, 'too-deep', { most: DEEPEST });
        return [];
      }
      this.findings.note(spot, 'flattened', {
        name: full,
        count: Object.keys(target.schema['properties'] as Obj).length,
      });
      return this.members(target.schema, target.path, { ...nest, prefix: `${full}.`, depth: nest.depth + 1 });
    }
    return [
      this.scalar(
        full,
        { ...target.schema, ...member },
        { spot, isRequired, owner: listOwner(target.path, path, nest.entity) },
      ),
    ];
  }

  private scalar(name: string, schema: Obj, { spot, isRequired, owner }: Scalar): DraftField {
    const own = notationOf(schema);
    const { type, loss } = own ? { type: own.type, loss: undefined } : typeOf(schema);
    const beside = unreadMembers(schema, OF_FIELD);
    sayKept(beside, name, spot, this.findings);
    if (loss !== undefined) this.findings.warn(spot, 'type-kept-as-text', { name, type: loss });
    return having<DraftField>({
      ...describe(schema, {}),
      name,
      required: isRequired || undefined,
      minLength: numberOf(schema['minLength']),
      maxLength: numberOf(schema['maxLength']),
      ...(own ?? { type, pattern: textOf(schema['pattern']), ...boundsOf(schema, type) }),
      list: type === 'boolean' ? undefined : this.listOf(name, schema, { spot, owner }),
      references: textOf(schema['x-references']),
      example: textOf(listOf(schema['examples'])[0]),
      said: [loss, own ? undefined : textOf(schema['format']), ...beside].filter((one) => one !== undefined),
      spot,
    });
  }

  /** The list of an enumeration, once for each. */
  private listOf(name: string, schema: Obj, { spot, owner }: Omit<Scalar, 'isRequired'>): string | undefined {
    const values = 'const' in schema ? [schema['const']] : listOf(schema['enum']);
    const codes = values.filter((one) => one !== null).map(String);
    if (codes.length === 0) return undefined;
    const list = owner ?? `${this.stem}_${name}`;
    if (this.lists.has(list)) return list;
    const words = isObj(schema['x-code-names']) ? schema['x-code-names'] : {};
    const items = codes.map((code) => ({ code, names: { '': textOf(words[code]) ?? code }, spot }));
    const names = said(textOf(schema['title']) ?? name);
    this.lists.set(list, having<DraftList>({ name: list, names, items, spot }));
    return list;
  }

  /** What a `$ref` leads to; a circle of references without a schema, and an address outside, are findings. */
  private follow(start: Obj, path: Path): { schema: Obj; path: Path } | undefined {
    let schema = start;
    let here = path;
    const seen = new Set<string>();
    while (typeof schema['$ref'] === 'string') {
      const ref = schema['$ref'];
      const spot = this.document.spot(path);
      if (seen.has(ref)) {
        this.findings.error(spot, 'circular-reference', { ref });
        return undefined;
      }
      seen.add(ref);
      const steps = stepsOf(ref);
      const target =
        steps &&
        steps.reduce<unknown>((at, step) => (isObj(at) && Object.hasOwn(at, step) ? at[step] : undefined), this.root);
      if (!steps || !isObj(target)) {
        this.findings.warn(spot, 'unresolved-reference', { ref });
        return undefined;
      }
      here = steps;
      schema = target;
    }
    return { schema, path: here };
  }
}

interface Nest {
  readonly prefix: string;
  readonly depth: number;
  readonly entity: string;
}
interface Member {
  readonly name: string;
  readonly member: Obj;
  readonly path: Path;
  readonly isRequired: boolean;
}
interface Scalar {
  readonly spot: DraftField['spot'];
  readonly isRequired: boolean;
  readonly owner: string | undefined;
}

/** A schema of ours says in its address what it is called. */
const ownName = (root: Obj): string | undefined =>
  /^urn:artery:dictionary:\d+:(\w+)$/.exec(textOf(root['$id']) ?? '')?.[1];

const isObject = (schema: Obj) =>
  isObj(schema['properties']) || (schema['type'] === 'object' && Array.isArray(schema['allOf']));
const pointer = (path: Path) => `#${path.map((step) => `/${String(step)}`).join('')}`;
/** A fragment may be percent-encoded (RFC 6901 §6); what is badly encoded stands for itself. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
const stepsOf = (ref: string): string[] | undefined =>
  ref === '#'
    ? []
    : ref.startsWith('#/')
      ? ref
          .slice(2)
          .split('/')
          .map((step) => decoded(step).replaceAll('~1', '/').replaceAll('~0', '~'))
      : undefined;

/** An enum that has a definition of its own keeps that name; others are named by entity and member. */
const listOwner = (target: Path, own: Path, entity: string): string | undefined =>
  target === own ? `${entity}_${String(own.at(-1))}` : String(target.at(-1));

const describe = (schema: Obj, target: Obj): Partial<DraftField> =>
  having<Partial<DraftField>>({
    title: said(textOf(schema['title']) ?? textOf(target['title'])),
    definition: said(textOf(schema['description']) ?? textOf(target['description'])),
  });

const FORMATS: Readonly<Record<string, DraftField['type']>> = { date: 'date', 'date-time': 'datetime' };

function typeOf(schema: Obj): { type: DraftField['type']; loss?: string } {
  const written = (Array.isArray(schema['type']) ? schema['type'] : [schema['type']]).filter((one) => one !== 'null');
  const [type] = written as unknown[];
  if (written.length > 1) return { type: 'text', loss: written.join(' | ') };
  if (type === 'integer') return { type: 'integer' };
  if (type === 'number') return { type: 'decimal' };
  if (type === 'boolean') return { type: 'boolean' };
  if (type === 'array' || type === 'object') return { type: 'text', loss: String(type) };
  if (type === undefined && ['oneOf', 'anyOf'].some((one) => one in schema)) return { type: 'text', loss: 'oneOf' };
  const format = FORMATS[textOf(schema['format']) ?? ''];
  return { type: format ?? (schema['maxLength'] === undefined ? 'text' : 'string') };
}

function boundsOf(given: Obj, type: DraftField['type']) {
  const by = type === 'integer' ? 'integer' : undefined;
  const schema = by ? withoutLargest(given) : given;
  return {
    min: boundOf(schema['minimum'], schema['exclusiveMinimum'], by, 1),
    max: boundOf(schema['maximum'], schema['exclusiveMaximum'], by, -1),
  };
}

function boundOf(open: unknown, strict: unknown, type: 'integer' | undefined, by: 1 | -1): string | undefined {
  if (typeof open === 'number') return String(open);
  if (typeof strict !== 'number') return undefined;
  return type === undefined ? String(strict) : strictBound(String(strict), type, by);
}
