/** What `decide` allows, as sets of rows and columns: for readers that ask of a whole register. Pure. */
import { decide } from './decide.ts';
import { treesOf, type Grant } from './model.ts';
import type { Question } from './question.ts';
import { holding } from './rules/agreements.ts';
import { opensInEmergency } from './rules/emergency.ts';
import { KEEPER, showField, type AskedField, type FieldVerdict } from './rules/fields.ts';
import { isKept, loadsOnBehalf } from './rules/keeping.ts';
import { reachOf, readsAsManager } from './rules/reach.ts';
import { whoCanChange } from './rules/rule.ts';

/** Rows of some trees (or all rows) of which only those that meet a condition are open. */
export interface ConditionalRows {
  readonly rows: 'all' | readonly number[];
  readonly condition: string;
  /** Purpose to which the people of the rows must consent. */
  readonly consent?: string;
}

/** Which rows a permission opens: all of them, or those at home in these trees and bodies (ids). */
export type VisibleRows =
  | 'all'
  | {
      readonly trees: readonly number[];
      readonly bodies: readonly number[];
      /** Open beside them: rows of the register that this body keeps; absent when the updating rule has no say. */
      readonly keptBy?: number;
      /** Open beside them; absent when there are none. */
      readonly conditional?: readonly ConditionalRows[];
    };

/**
 * What `decide` allows, as a set of rows. For every body: it is in the set exactly if `decide` allows the same question
 * about that body, or in `conditional` when `decide` allows only some rows of that body.
 */
export function visibleRows(question: Question): VisibleRows {
  const { body: _, ...about } = question.about;
  const general = { ...question, about };
  if (!decide(general).allowed) return { trees: [], bodies: [] };
  const reach = reachOf(general);
  if (isUnlimited(general) || reach === 'everywhere' || readsAsManager(general)) return 'all';
  const held = holding(general);
  const granted = held.filter(({ condition }) => condition === null).map(treesIn);
  const conditional = held.flatMap((grant) =>
    grant.condition === null ? [] : [conditionalOf(grant, grant.condition)],
  );
  if (granted.includes('all')) return 'all';
  const trees = granted.flatMap((some) => (some === 'all' ? [] : some));
  const own = question.about.register?.external === true || !question.caller.body ? [] : [question.caller.body.id];
  const [me] = own;
  if (me !== undefined && isKept(general)) return keptRows(general, me);
  return {
    trees: reach === 'own-tree' ? [...own, ...trees] : trees,
    bodies: reach === 'own-body' ? own : [],
    ...(conditional.length > 0 && { conditional }),
  };
}

const isUnlimited = (question: Question): boolean =>
  question.caller.kind === 'system' || question.permission.name === 'public' || opensInEmergency(question);

const keptRows = (question: Question, me: number): VisibleRows => ({
  trees: loadsOnBehalf(question) ? [me] : [],
  bodies: [],
  keptBy: me,
});

function conditionalOf(grant: Grant, condition: string): ConditionalRows {
  const { consent } = grant;
  if (!consent) return { rows: treesIn(grant), condition };
  return { rows: treesIn(grant), condition: consent.condition ?? 'true', consent: consent.purpose };
}

const treesIn = ({ rows, consumer }: Grant): 'all' | readonly number[] => treesOf(rows, consumer);

/** A way into a register: which elements it opens, of which rows, and under which agreement; null for one's own rows. */
export interface WayIn {
  readonly agreement: string | null;
  /** What it may be read for; null for one's own rows. */
  readonly purpose: string | null;
  readonly elements: 'all' | readonly string[];
  readonly rows: VisibleRows;
  /** Fields that labels keep back here, by physical name: in part, or altogether. */
  readonly fields: ReadonlyMap<string, FieldVerdict>;
}

/**
 * Every way in that the permission has, grants on some elements included: for a reader that asks column by column and
 * shows of each only what some way opens. What `visibleRows` gives is the sum of those that open whole records.
 * @param isWhole only those that open whole records
 * @param fields what labels of the register's fields keep from somebody
 */
export function waysIn(
  question: Question,
  isWhole = false,
  fields: ReadonlyMap<string, AskedField> = new Map(),
): readonly WayIn[] {
  const { body: _, ...about } = question.about;
  const general = { ...question, about };
  const isOpen = question.caller.kind === 'system' || opensInEmergency(general);
  if (!isOpen && reachOf(general, true) === undefined) return [];
  return [
    ...ownWays(general, fields),
    ...holding(general, !isWhole).map((grant) => ({
      agreement: grant.agreement,
      purpose: grant.purpose,
      elements: grant.elements,
      rows: rowsOf(grant),
      fields: keptBack(question, fields, { grant }),
    })),
  ];
}

/** One's own rows; apart those that one keeps, where a field is open to their keeper. */
function ownWays(question: Question, fields: ReadonlyMap<string, AskedField>): WayIn[] {
  const rows = visibleRows({ ...question, grants: [] });
  if (rows !== 'all' && rows.trees.length === 0 && rows.bodies.length === 0) return [];
  const all = {
    agreement: null,
    purpose: null,
    elements: 'all',
    rows,
    fields: keptBack(question, fields, {}),
  } as const;
  const { body } = question.caller;
  const keeps = body !== null && [...fields.values()].some(({ roles }) => roles?.includes(KEEPER));
  if (!keeps || !question.about.register?.keeping) return [all];
  const kept = { trees: [], bodies: [], keptBy: body.id };
  return [{ ...all, rows: kept, fields: keptBack(question, fields, { keeps: true }) }, all];
}

function keptBack(
  question: Question,
  fields: ReadonlyMap<string, AskedField>,
  { keeps = false, grant }: { readonly keeps?: boolean; readonly grant?: Grant },
): ReadonlyMap<string, FieldVerdict> {
  const { caller } = question;
  if (fields.size === 0 || caller.kind === 'system') return NONE;
  const way = { posts: caller.posts, keeps, ...(grant && { grant }) };
  return new Map(
    [...fields]
      .map(([name, field]) => [name, { ...showField(field, way), ...whoCanChange(question) }] as const)
      .filter(([, { show }]) => show !== 'whole'),
  );
}
const NONE: ReadonlyMap<string, FieldVerdict> = new Map();

/** The rows that a grant opens. */
export function rowsOf(grant: Grant): VisibleRows {
  const rows = treesIn(grant);
  const { condition } = grant;
  if (condition !== null) return { trees: [], bodies: [], conditional: [conditionalOf(grant, condition)] };
  return rows === 'all' ? rows : { trees: rows, bodies: [] };
}
