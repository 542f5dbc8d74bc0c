/** ODCS 3.x (Open Data Contract Standard, Bitol) → drafts; a contract that breaks its standard is refused with the rule. */
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
import { carriedFault, MOST_CARRIED } from '../carried/carried.ts';
import { isGroup, short } from '../carried/odcs-carried.ts';
import { strictBound } from './assemble-field.ts';
import type { Draft, DraftEntity, DraftField, ImportFindings, Opened } from './model.ts';
import { checkOdcs } from './odcs-rules.ts';
import { refuseOther } from './open-file.ts';
import { sqlTypeOf, type TypeReading } from './sql-types.ts';

const NONE: Draft = { entities: [], lists: [] };

export function readOdcs(opened: Opened): Draft {
  const document = readDocument(opened);
  if (!document) return NONE;
  const { data } = document;
  const { findings } = opened;
  if (!isObj(data) || (data['kind'] !== 'DataContract' && !('apiVersion' in data))) {
    refuseOther(opened);
    return NONE;
  }
  if (!checkOdcs(document, findings)) return NONE;
  const scene: Scene = { document, findings };
  const objects = listOf(data['schema']);
  if (objects.length === 0) findings.note(document.spot([]), 'contract-without-schema', {});
  const { schema: _, ...contract } = data;
  const placed = objects.map((one, place) => ({ place, object: one as Obj }));
  const read = placed.map((one) => ({ one, entity: readObject(one.object, ['schema', one.place], scene) }));
  const bare = read.filter(({ entity }) => entity.fields.length === 0).map(({ one }) => one);
  const of = carriedFault(data) === undefined ? short(data) : '';
  const others = bare.length > 0 ? { others: bare } : {};
  const entities = read.map(({ one, entity }) => ({ ...entity, contract: { contract, of, ...one, ...others } }));
  return { entities, lists: [], ...(bare.length === objects.length && isKept(data, scene) && { contracts: [data] }) };
}

/** A contract without any column is kept whole, when it is no larger than what an entity may carry. */
function isKept(contract: Obj, { document, findings }: Scene): boolean {
  const fault = carriedFault(contract);
  if (fault) findings.warn(document.spot([]), 'not-carried', { name: String(contract['id']), most: MOST_CARRIED });
  return fault === undefined;
}

type Path = readonly (string | number)[];
interface Scene {
  readonly document: PlacedDocument;
  readonly findings: ImportFindings;
}

function readObject(object: Obj, path: Path, scene: Scene): DraftEntity {
  const composite = new Map<string, string>();
  for (const relation of listOf(object['relationships']) as Obj[]) {
    const [from, to] = [relation['from'], relation['to']].map(
      (side) => (Array.isArray(side) ? side : [side]) as string[],
    );
    from?.forEach((one, place) => composite.set(memberOf(one), to?.[place] ?? ''));
  }
  const fields = listOf(object['properties']).flatMap((one, place) =>
    readProperty(one as Obj, [...path, 'properties', place], '', scene),
  );
  const properties = listOf(object['properties']) as Obj[];
  const key = properties
    .filter((one) => one['primaryKey'] === true)
    .sort((a, b) => (numberOf(a['primaryKeyPosition']) ?? 0) - (numberOf(b['primaryKeyPosition']) ?? 0))
    .map(nameOf);
  const name = nameOf(object);
  const aliases = [textOf(object['name']), textOf(object['id'])].filter((one) => one !== undefined && one !== name);
  return having<DraftEntity>({
    name,
    aliases: aliases as string[],
    title: said(textOf(object['businessName']) ?? textOf(object['name'])),
    definition: said(textOf(object['description'])),
    key,
    fields: fields.map((field) => {
      const to = composite.get(field.name);
      return to === undefined || field.references !== undefined ? field : { ...field, references: entityOf(to) };
    }),
    spot: scene.document.spot(path),
  });
}

const nameOf = (one: Obj): string => textOf(one['physicalName']) ?? textOf(one['name']) ?? '';
/** `receivers.id` and `schema/receivers/properties/id` name an entity and a member. */
const entityOf = (reference: string): string => {
  const parts = reference.replace(/^\/?schema\//, '').split(/[./#]/);
  return /\.yaml#|^https?:/.test(reference) ? reference : (parts[0] ?? reference);
};
const memberOf = (reference: string): string => reference.split(/[./]/).at(-1) ?? reference;

/** Members of an object become fields of their own; lists are kept as text and said. */

function readProperty(property: Obj, path: Path, prefix: string, scene: Scene): DraftField[] {
  const inner = listOf(property['properties']) as Obj[];
  const name = `${prefix}${nameOf(property)}`;
  const spot = scene.document.spot(path);
  if (isGroup(property)) {
    scene.findings.note(spot, 'flattened', { name, count: inner.length });
    return inner.flatMap((one, place) => readProperty(one, [...path, 'properties', place], `${name}.`, scene));
  }
  const typed = typeOf(property);
  if (typed.loss !== undefined) scene.findings.warn(spot, 'type-kept-as-text', { name, type: typed.loss });
  const [relation] = listOf(property['relationships']) as Obj[];
  const to = relation && (Array.isArray(relation['to']) ? relation['to'][0] : relation['to']);
  return [
    having<DraftField>({
      name,
      title: said(textOf(property['businessName'])),
      definition: said(textOf(property['description'])),
      ...typed.reading,
      ...options(property, typed.reading.type),
      required: property['required'] === true ? true : undefined,
      references: typeof to === 'string' ? entityOf(to) : undefined,
      example: exampleOf(property['examples']),
      sharing: sharingOf(property['classification']),
      said: saidBeside(property, inner, typed.loss),
      spot,
    }),
  ];
}

const exampleOf = (examples: unknown): string | undefined => {
  const [first] = listOf(examples);
  return typeof first === 'string' || typeof first === 'number' ? String(first) : undefined;
};

const sharingOf = (classification: unknown): DraftField['sharing'] =>
  classification === 'public' ? 'open' : classification === undefined ? undefined : 'restricted';

const SIMPLE: Readonly<Record<string, DraftField['type']>> = {
  date: 'date',
  timestamp: 'datetime',
  number: 'decimal',
  integer: 'integer',
  boolean: 'boolean',
};

/** The logical type says what is meant; the physical one adds lengths and digits, and stands in where there is none. */
function typeOf(property: Obj): { reading: TypeReading; loss?: string } {
  const logical = textOf(property['logicalType']);
  const physical = sqlTypeOf(textOf(property['physicalType']) ?? '');
  if (logical === undefined) return physical ? { reading: physical } : { reading: { type: 'text' } };
  if (logical === 'string') return { reading: physical?.type === 'string' ? physical : { type: 'text' } };
  if (logical === 'date' && physical?.type === 'datetime') return { reading: physical };
  if (logical === 'number' && physical && (physical.type === 'integer' || physical.type === 'decimal')) {
    return { reading: physical };
  }
  const type = SIMPLE[logical];
  return type === undefined ? { reading: { type: 'text' }, loss: logical } : { reading: { type } };
}

function options(property: Obj, type: DraftField['type']): Partial<DraftField> {
  const given = isObj(property['logicalTypeOptions']) ? property['logicalTypeOptions'] : {};
  const maxLength = numberOf(given['maxLength']);
  return having<Partial<DraftField>>({
    type: type === 'text' && maxLength !== undefined ? 'string' : undefined,
    minLength: numberOf(given['minLength']),
    maxLength,
    pattern: textOf(given['pattern']),
    wholePattern: 'pattern' in given ? true : undefined,
    min: boundOf(given['minimum'], given['exclusiveMinimum'], type, 1),
    max: boundOf(given['maximum'], given['exclusiveMaximum'], type, -1),
  });
}

function boundOf(open: unknown, strict: unknown, type: DraftField['type'], by: 1 | -1): string | undefined {
  if (typeof open === 'number' || typeof open === 'string') return String(open);
  if (typeof strict !== 'number' && typeof strict !== 'string') return undefined;
  return type === 'integer' || type === 'date' ? strictBound(String(strict), type, by) : String(strict);
}

function saidBeside(property: Obj, inner: readonly Obj[], loss: string | undefined): string[] {
  const items = isObj(property['items']) ? property['items'] : undefined;
  const members = [...inner, ...(listOf(items?.['properties']) as Obj[])].map(nameOf);
  const beside = ['unit', 'classification', 'transformLogic', 'encryptedName'].flatMap((name) => {
    const text = textOf(property[name]);
    return text === undefined ? [] : [`${name}: ${text}`];
  });
  return [...(loss === undefined ? [] : [loss]), ...(members.length > 0 ? [members.join(', ')] : []), ...beside];
}
