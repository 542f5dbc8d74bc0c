/**
 * What the labels of a field let somebody see of it: all, a part, or nothing. Asked once the rows are open. Pure.
 *
 * One's own rows are asked by post, rows of an agreement by its purpose and by whether it names the field. Of what an
 * agreement opens as "everything", a field that is for some posts only is not a part: it must be named.
 */
import { isSealed, type EntityPlan, type FieldPlan } from '../../dictionary/index.ts';
import type { Texts } from '../../platform/texts.ts';
import type { Grant } from '../model.ts';
import type { Facts } from './rule.ts';

export const shows = ['absent', 'masked', 'whole'] as const;
export type Show = (typeof shows)[number];

/** How a value is shown in part: its last four characters, or its year. */
export type Mask = 'last-four' | 'year-only';

/** A field that some label keeps from somebody. */
export interface AskedField {
  /** Physical name. */
  readonly name: string;
  readonly names: Texts;
  /** Code of the element. */
  readonly element: string;
  readonly secrecy: string;
  readonly roles?: readonly string[];
  readonly purposes?: readonly string[];
  /** Stored sealed: no agreement carries it. */
  readonly sealed?: boolean;
  /** Absent: whoever may not see it whole does not see it at all. */
  readonly mask?: Mask;
}

/** How the rows are open: one's own, or by agreement. */
export interface FieldWay {
  readonly posts: readonly string[];
  /** Whether the asker's own body keeps the rows. */
  readonly keeps: boolean;
  readonly grant?: Pick<Grant, 'agreement' | 'elements' | 'purpose'>;
}

export interface FieldVerdict {
  readonly show: Show;
  /** `governance/<name>`: its words are `governance:rules.<name>`. */
  readonly rule: string;
  readonly facts: Facts;
  readonly remedy?: string;
  /** Added by those who know the register. */
  readonly whoCanChange?: Texts;
}

export interface FieldRule {
  readonly id: string;
  readonly judge: (field: AskedField, way: FieldWay) => Omit<FieldVerdict, 'rule'> | undefined;
}

/** The word of an element's access roles for whoever keeps the row. */
export const KEEPER = 'keeper';

const part = ({ mask }: AskedField): Show => (mask === undefined ? 'absent' : 'masked');
const factsOf = ({ names }: AskedField, { grant }: FieldWay): Facts => ({
  field: names,
  ...(grant && { agreement: grant.agreement }),
});

export const fieldRules: readonly FieldRule[] = [
  {
    id: 'governance/field-secret',
    judge: (field, way) => (field.secrecy === 'none' ? undefined : { show: 'absent', facts: factsOf(field, way) }),
  },
  {
    // Feeds, served APIs and tools of analysis read columns: what is sealed leaves by none of them (ADR 0041).
    id: 'governance/field-sealed',
    judge: (field, way) => (way.grant && field.sealed ? { show: 'absent', facts: factsOf(field, way) } : undefined),
  },
  {
    id: 'governance/field-not-granted',
    judge: (field, way) =>
      way.grant && way.grant.elements !== 'all' && !way.grant.elements.includes(field.element)
        ? { show: 'absent', facts: factsOf(field, way), remedy: 'ask-for-fields' }
        : undefined,
  },
  {
    id: 'governance/field-of-other-purpose',
    judge: (field, way) =>
      way.grant && field.purposes && !field.purposes.includes(way.grant.purpose)
        ? { show: 'absent', facts: factsOf(field, way), remedy: 'ask-under-purpose' }
        : undefined,
  },
  {
    id: 'governance/field-not-named',
    judge: (field, way) =>
      way.grant && field.roles && way.grant.elements === 'all'
        ? { show: part(field), facts: factsOf(field, way), remedy: 'ask-for-fields' }
        : undefined,
  },
  {
    id: 'governance/field-for-posts',
    judge: (field, way) => {
      const { roles } = field;
      if (way.grant || !roles || way.posts.some((post) => roles.includes(post))) return undefined;
      if (way.keeps && roles.includes(KEEPER)) return undefined;
      return { show: part(field), facts: factsOf(field, way), remedy: 'ask-for-post' };
    },
  },
];

/** Total: what no rule keeps back is shown whole. @param list another list is for tests that show what a rule is for */
export function showField(field: AskedField, way: FieldWay, list: readonly FieldRule[] = fieldRules): FieldVerdict {
  for (const rule of list) {
    const verdict = rule.judge(field, way);
    if (verdict) return { ...verdict, rule: rule.id };
  }
  return { show: 'whole', rule: 'governance/field-open', facts: factsOf(field, way) };
}

/** The widest of several answers. */
export const widest = (verdicts: readonly FieldVerdict[]): FieldVerdict | undefined =>
  verdicts.reduce<FieldVerdict | undefined>(
    (best, one) => (best && shows.indexOf(best.show) >= shows.indexOf(one.show) ? best : one),
    undefined,
  );

/** The masking of the dictionary, where it fits the type; a word that nobody knows shows nothing. */
function maskOf(masking: string | undefined, { sqlType, dataType }: Pick<FieldPlan, 'sqlType' | 'dataType'>) {
  if (masking === 'last-four' && sqlType === 'text' && dataType !== 'code') return masking;
  if (masking === 'year-only' && (sqlType === 'date' || dataType === 'partialDate')) return masking;
  return undefined;
}

/** Fields of an entity that labels keep from somebody, by physical name: most entities have none. */
export function restrictedFields({ fields }: Pick<EntityPlan, 'fields'>): ReadonlyMap<string, AskedField> {
  let known = restricted.get(fields);
  if (!known) {
    known = new Map(
      fields
        .filter((field) => field.access !== undefined || field.labels.secrecy !== 'none' || isSealed(field))
        .map((field) => [field.name, askedField(field)]),
    );
    restricted.set(fields, known);
  }
  return known;
}
const restricted = new WeakMap<object, ReadonlyMap<string, AskedField>>();

export function askedField(field: FieldPlan): AskedField {
  const { name, names, element, labels, access } = field;
  const mask = maskOf(access?.masking, field);
  return {
    ...{ name, names, element, secrecy: labels.secrecy },
    ...(access?.roles && { roles: access.roles }),
    ...(access?.purposes && { purposes: access.purposes }),
    ...(isSealed(field) && { sealed: true }),
    ...(mask && { mask }),
  };
}

/**
 * The fields that a grant opens whole, in the entity's order: what leaves by a served API, a feed or an analysis tool. A
 * value in part would pass there for the value, so what is masked is not among them.
 */
export function fieldsOfGrant(
  grant: Pick<Grant, 'elements' | 'purpose'>,
  entity: Pick<EntityPlan, 'fields'>,
  list?: readonly FieldRule[],
): readonly FieldPlan[] {
  const kept = restrictedFields(entity);
  const way = { posts: [], keeps: false, grant: { ...grant, agreement: '' } };
  return entity.fields.filter((field) => {
    if (grant.elements !== 'all' && !grant.elements.includes(field.element)) return false;
    const asked = kept.get(field.name);
    return asked === undefined || showField(asked, way, list).show === 'whole';
  });
}
