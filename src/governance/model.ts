/** The room's words as types: registers, responsibilities, purposes, agreements, grants, requests. Pure. */
import Type, { type Static } from 'typebox';
import { Day } from '../platform/day.ts';
import { Texts } from '../platform/texts.ts';

export { Day };
export const Nullable = <T extends Type.TSchema>(type: T) => Type.Union([type, Type.Null()]);

/** Which bodies update a register: a level, a kind, or one body (id). The data are edited only where they arise. */
export const UpdatingRule = Type.Object({
  level: Type.Optional(Type.String()),
  kind: Type.Optional(Type.String()),
  body: Type.Optional(Type.Integer()),
  /** Levels of bodies above that may load rows on behalf of those who keep them; nobody edits on behalf. */
  onBehalf: Type.Optional(Type.Array(Type.String())),
});
export type UpdatingRule = Static<typeof UpdatingRule>;

export const Labels = Type.Object({
  sharing: Type.Union([Type.Literal('shared'), Type.Literal('restricted'), Type.Literal('open')]),
  importance: Type.Union([Type.Literal('core'), Type.Literal('important'), Type.Literal('other')]),
  personal: Type.Union([Type.Literal('none'), Type.Literal('basic'), Type.Literal('sensitive')]),
});
export type Labels = Static<typeof Labels>;

export const Steward = Type.Object({ body: Type.Integer(), account: Nullable(Type.String()) });
export type Steward = Static<typeof Steward>;

/** A register as every room sees it. Bodies are ids; null where nobody has been named (then it is a draft). */
export const Register = Type.Object({
  name: Type.String(),
  /** Physical name of the dictionary's entity. */
  entity: Type.String(),
  names: Texts,
  definition: Texts,
  /** Held outside this organisation: read only, by agreement only. */
  external: Type.Boolean(),
  ownerBody: Nullable(Type.Integer()),
  /** Owner's name; for an external register the only thing known of it. */
  ownerNames: Nullable(Texts),
  managerBody: Nullable(Type.Integer()),
  updatingBody: Nullable(UpdatingRule),
  stewards: Type.Array(Steward),
  labels: Labels,
  retention: Nullable(Type.Record(Type.String(), Type.Unknown())),
  terms: Nullable(Texts),
  citation: Nullable(Texts),
  /** Elements for which it is the trusted source. */
  authorityFor: Type.Array(Type.String()),
  /** The purpose that a refusal proposes to agree on. */
  remedyPurpose: Nullable(Type.String()),
  state: Type.Union([Type.Literal('draft'), Type.Literal('published')]),
});
export type Register = Static<typeof Register>;

export const Purpose = Type.Object({
  code: Type.String(),
  names: Texts,
  bases: Type.Array(Type.String()),
  /** Elements it needs; null where nobody has said. */
  needs: Nullable(Type.Array(Type.String())),
  /** It works on single records: a request under it is a special one. */
  microData: Type.Boolean(),
  /** Categories of data it may use, by code; empty where nobody has said. */
  categories: Type.Array(Type.String()),
});
export type Purpose = Static<typeof Purpose>;

/**
 * Why processing is lawful. No kind exempts anybody: whoever reads has a purpose, and a purpose stands on a citation.
 * `consent`: of each person, one by one (`privacy/consents`).
 */
export const basisKinds = ['law', 'public-task', 'consent', 'contract', 'vital-interest'] as const;
export const BasisKind = Type.Enum(basisKinds);
export type BasisKind = Static<typeof BasisKind>;

export const LegalBasis = Type.Object({
  code: Type.String(),
  names: Texts,
  /** How it is cited. Null only for what was written before a citation was asked for. */
  citation: Nullable(Type.String()),
  kind: BasisKind,
  /** Number of the law, and where in it. */
  law: Nullable(Type.String()),
  article: Nullable(Type.String()),
  /** Its words. */
  text: Nullable(Texts),
});
export type LegalBasis = Static<typeof LegalBasis>;

/** Categories of personal data as the profile's law has them. */
export const DataCategory = Type.Object({
  code: Type.String(),
  names: Texts,
  sensitive: Type.Boolean(),
  /** Elements of the dictionary that belong to it. */
  elements: Type.Array(Type.String()),
});
export type DataCategory = Static<typeof DataCategory>;

/** For whom an agreement is: named bodies, or every body of a class. */
export const Consumers = Type.Union([
  Type.Object({ bodies: Type.Array(Type.Integer()) }),
  Type.Object({
    class: Type.Object({
      level: Type.Optional(Type.String()),
      kind: Type.Optional(Type.String()),
      under: Type.Optional(Type.Integer()),
      /** Attributes that a body must have, with these values. */
      attributes: Type.Optional(Type.Record(Type.String(), Type.String())),
    }),
  }),
]);
export type Consumers = Static<typeof Consumers>;

/** Rows it opens: all, the consumer's own tree, the tree of one body, or several trees (what a merger left of one). */
export const RowScope = Type.Union([
  Type.Literal('all'),
  Type.Literal('own-tree'),
  Type.Object({ under: Type.Integer() }),
  Type.Object({ trees: Type.Array(Type.Integer()) }),
]);
export type RowScope = Static<typeof RowScope>;

/** The trees whose rows are open to a consumer. */
export function treesOf(rows: RowScope, consumer: number): 'all' | readonly number[] {
  if (rows === 'all') return 'all';
  if (rows === 'own-tree') return [consumer];
  return 'trees' in rows ? rows.trees : [rows.under];
}

export const modes = ['lookup', 'query', 'feed', 'statistics'] as const;
export const Mode = Type.Union([
  Type.Literal('lookup'),
  Type.Literal('query'),
  Type.Literal('feed'),
  Type.Literal('statistics'),
]);
export const StoredState = Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('revoked')]);
export type StoredState = Static<typeof StoredState>;

export const QuotaPeriod = Type.Union([Type.Literal('day'), Type.Literal('month')]);
export type QuotaPeriod = Static<typeof QuotaPeriod>;

/** Whether the technical role has confirmed the connection: nobody asked, awaited, or until a day. */
const Security = {
  security: Type.Union([Type.Literal('none'), Type.Literal('awaited'), Type.Literal('confirmed')]),
  securityUntil: Nullable(Day),
};

/** What only people read of an agreement. */
export const AgreementDetails = Type.Object({
  purposeText: Type.Optional(Type.String()),
  citation: Type.Optional(Type.String()),
  volume: Type.Optional(Type.String()),
  recipient: Type.Optional(Type.String()),
  retention: Type.Optional(Type.String()),
  contact: Type.Optional(Type.String()),
});
export type AgreementDetails = Static<typeof AgreementDetails>;

export const Agreement = Type.Object({
  code: Type.String(),
  names: Texts,
  register: Type.String(),
  provider: Type.Integer(),
  consumers: Consumers,
  elements: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
  rows: RowScope,
  /** Which of these rows: an expression over the register's fields; null for all of them. */
  condition: Nullable(Type.String()),
  purpose: Type.String(),
  basis: Type.String(),
  mode: Mode,
  quota: Nullable(Type.Integer()),
  quotaPeriod: QuotaPeriod,
  /** How many different records a consumer may read in that period; null or absent: as many as there are. */
  subjects: Type.Optional(Nullable(Type.Integer())),
  ...Security,
  /** Code of the request it comes from. */
  request: Nullable(Type.String()),
  details: AgreementDetails,
  from: Day,
  to: Nullable(Day),
  state: StoredState,
  reason: Nullable(Texts),
});
export type Agreement = Static<typeof Agreement>;

/** What one consumer body derives from an agreement; separately revocable. */
export const Grant = Type.Object({
  id: Type.Integer(),
  agreement: Type.String(),
  register: Type.String(),
  consumer: Type.Integer(),
  elements: Type.Union([Type.Literal('all'), Type.Array(Type.String())]),
  rows: RowScope,
  condition: Nullable(Type.String()),
  /** The condition in words; given by those who gather the facts of a decision. */
  conditionWords: Type.Optional(Texts),
  /**
   * The basis is consent: only rows of people whose consent to the purpose stands are open, of those that meet this
   * condition. `condition` is `false` then, so that a reader that knows nothing of consent opens none.
   */
  consent: Type.Optional(Nullable(Type.Object({ purpose: Type.String(), condition: Nullable(Type.String()) }))),
  purpose: Type.String(),
  basis: Type.String(),
  mode: Mode,
  security: Type.Optional(Security.security),
  securityUntil: Type.Optional(Security.securityUntil),
  from: Day,
  to: Nullable(Day),
  state: StoredState,
});
export type Grant = Static<typeof Grant>;

export type StateOnDay = StoredState | 'expired' | 'not-begun' | 'security-awaited' | 'security-lapsed';

/**
 * What an agreement or a grant is on a day: past its last day it has expired by itself, and past the last day of its
 * confirmation of security it opens nothing until somebody confirms again; nobody has to act.
 */
export function stateOn(
  thing: {
    readonly state: StoredState;
    readonly from: string;
    readonly to: string | null;
    readonly security?: Agreement['security'] | undefined;
    readonly securityUntil?: string | null | undefined;
  },
  day: string,
): StateOnDay {
  if (thing.state === 'revoked') return 'revoked';
  if (thing.to !== null && thing.to < day) return 'expired';
  if (thing.state === 'suspended') return 'suspended';
  if (thing.security === 'awaited') return 'security-awaited';
  if (thing.securityUntil !== undefined && thing.securityUntil !== null && thing.securityUntil < day) {
    return 'security-lapsed';
  }
  return thing.from > day ? 'not-begun' : 'active';
}

/** What keeps a register from being published. Words: `governance:findings.<finding>`. */
export type PublishingFinding =
  'no-owner' | 'several-owners' | 'no-manager' | 'several-managers' | 'no-steward' | 'no-updating-unit';

/** Checks who answers for a register: exactly one owner and one data manager, at least one steward, an updating unit. */
export function checkResponsibilities(who: {
  owners: number;
  managers: number;
  stewards: number;
  updating: UpdatingRule | null;
  external: boolean;
}): PublishingFinding[] {
  const found: PublishingFinding[] = [];
  if (who.owners === 0) found.push('no-owner');
  if (who.owners > 1) found.push('several-owners');
  if (who.external) return found;
  if (who.managers === 0) found.push('no-manager');
  if (who.managers > 1) found.push('several-managers');
  if (who.stewards === 0) found.push('no-steward');
  const rule = who.updating;
  if (rule === null || (rule.level ?? rule.kind ?? rule.body) === undefined) found.push('no-updating-unit');
  return found;
}

/** The median; of an even count the mean of the middle two; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? null) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

// Longer than any agreement ought to be; its days are counted one by one.
const MOST_YEARS = 30;

/** Whether a last day is absent, or neither before the first nor an age away. */
export const isSoundPeriod = (from: string, to: string | null): boolean =>
  to === null || (from <= to && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) <= MOST_YEARS);
