/**
 * A contract that was taken in, given out again: as it was written, but where an attribute of ours was changed since it
 * was read. Columns that are gone are left out, new ones and new checks come at the end.
 */
import {
  changedSince,
  isGroup,
  stampedField,
  wordsStamp,
  type CarriedContract,
  type Obj,
} from '../carried/odcs-carried.ts';
import type { EntityPlan, FieldPlan } from '../plan.ts';

/** Our own reading of a field and of the entity, as the standard has it. */
export interface OwnObject {
  readonly object: Obj;
  readonly property: (field: FieldPlan) => Obj;
  /** Custom properties that no contract is read into: there is one only when somebody stated it here. */
  readonly added: (field: FieldPlan) => Obj;
}

export function mergedObject(entity: EntityPlan, carried: CarriedContract, own: OwnObject): Obj {
  const merging = new Merging(entity, carried, own);
  const { properties, quality, ...object } = carried.object;
  const known = merging.members((properties ?? []) as readonly Obj[]);
  const added = entity.fields.filter((field) => !carried.columns.includes(field.name)).map(own.property);
  const isRenamed = carried.stamp !== wordsStamp(entity.names, entity.definition);
  const rules = withNew(quality, own.object['quality']);
  const all = [...known, ...added];
  return {
    ...object,
    ...(isRenamed && pickOf(own.object, ['businessName', 'description'])),
    ...((all.length > 0 || properties !== undefined) && { properties: all }),
    ...(rules && { quality: rules }),
  };
}

class Merging {
  private next = 0;
  private readonly entity: EntityPlan;
  private readonly carried: CarriedContract;
  private readonly own: OwnObject;
  private readonly fields: ReadonlyMap<string, FieldPlan>;

  constructor(entity: EntityPlan, carried: CarriedContract, own: OwnObject) {
    this.entity = entity;
    this.carried = carried;
    this.own = own;
    this.fields = new Map(entity.fields.map((field) => [field.name, field]));
  }

  members(properties: readonly Obj[]): Obj[] {
    return properties.flatMap((property) => {
      if (!isGroup(property)) return this.member(property);
      const inner = this.members(property['properties'] as readonly Obj[]);
      return inner.length > 0 ? [{ ...property, properties: inner }] : [];
    });
  }

  private member(property: Obj): Obj[] {
    const place = this.next;
    this.next += 1;
    const field = this.fields.get(this.carried.columns[place] ?? '');
    if (!field) return [];
    const stamped = stampedField(field, this.entity.key.includes(field.name));
    const changed = changedSince(this.carried.stamps[place] ?? '', stamped);
    const own = this.own.property(field);
    const quality = withNew(property['quality'], changed.type ? own['quality'] : customOf(own['quality']));
    const given = changed.type ? without(property, TYPE) : property;
    return [
      {
        ...given,
        ...(changed.words && pickOf(own, ['businessName', 'description'])),
        ...(changed.type && pickOf(own, TYPE)),
        ...(changed.own && pickOf(own, ['classification', 'criticalDataElement', 'examples'])),
        ...pickOf(own, TRANSFORM),
        ...customProperties(property, changed.own ? own : this.own.added(field)),
        ...(quality && { quality }),
      },
    ];
  }
}

const TYPE = [
  ...['logicalType', 'physicalType', 'logicalTypeOptions', 'required', 'primaryKey', 'primaryKeyPosition', 'unique'],
  ...['relationships', 'items', 'properties'],
];

const TRANSFORM = ['transformSourceObjects', 'transformLogic', 'transformDescription'];

const pickOf = (of: Obj, names: readonly string[]): Obj =>
  Object.fromEntries(names.filter((name) => of[name] !== undefined).map((name) => [name, of[name]]));

const without = (of: Obj, names: readonly string[]): Obj =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !names.includes(name)));

const listOf = (value: unknown) => (Array.isArray(value) ? (value as readonly Obj[]) : []);

/** Rules of our own dictionary, but not the one that repeats the codes of a list. */
const customOf = (rules: unknown) => listOf(rules).filter((rule) => rule['type'] === 'custom');

/** The contract's rules and those of ours that it has not; undefined when there is nothing to say. */
function withNew(given: unknown, own: unknown): readonly unknown[] | undefined {
  const names = new Set(listOf(given).map((rule) => rule['name']));
  const added = listOf(own).filter((rule) => !names.has(rule['name']));
  if (added.length === 0) return Array.isArray(given) ? given : undefined;
  return [...listOf(given), ...added];
}

/** Ours by name over the contract's. */
function customProperties(property: Obj, own: Obj): { customProperties?: readonly Obj[] } {
  const ours = listOf(own['customProperties']);
  if (ours.length === 0) return {};
  const names = new Set(ours.map((one) => one['property']));
  const given = listOf(property['customProperties']).filter((one) => !names.has(one['property'] as string));
  return { customProperties: [...given, ...ours] };
}
