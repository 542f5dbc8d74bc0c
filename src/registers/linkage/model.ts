/** What linkage says: findings, links, explanations. Texts are the reader's business (`locales/<language>/linkage.json`). */

export type FindingCode =
  | 'column-missing'
  | 'no-rows'
  | 'one-row'
  | 'unreadable-line'
  | 'double-key'
  | 'empty-name'
  | 'impossible-date'
  | 'no-identifier'
  | 'letters-for-digits'
  | 'giant-block'
  | 'weights-from-settings'
  | 'two-identifiers'
  | 'identifier-of-two'
  | 'decision-unknown'
  | 'decision-contradicts'
  | 'already-joined';

/** Something to look at; no record is left out because of it. */
export interface LinkageFinding {
  readonly code: FindingCode;
  readonly severity: 'warning' | 'note';
  /** The file or register it is about. */
  readonly source?: string;
  readonly field?: string;
  readonly count: number;
  /** Keys of a few of the records, or what else shows it. */
  readonly samples: readonly string[];
}

/** Why a pair waits for a person. */
export type ReviewReason = 'grey-zone' | 'two-identifiers' | 'twins' | 'shared-identifier' | 'apart' | 'tie';

export interface LinkSummary {
  readonly records: number;
  /** Pairs that were compared. */
  readonly compared: number;
  /** Pairs of records that stand in one cluster; in a link of distinct files, across files. */
  readonly links: number;
  /** Clusters of two records or more. */
  readonly clusters: number;
  readonly review: number;
  readonly findings: readonly LinkageFinding[];
  readonly milliseconds: Readonly<Record<string, number>>;
}

/** A record by its source and the key it has there: `members.csv:099…`, or the key alone where that is clear. */
export interface RecordRef {
  readonly source: string;
  readonly key: string;
}

export type DecisionKind = 'same' | 'different' | 'split';

/** What a person decided; it counts more than any score. `split`: the record stands alone, `b` is not read. */
export interface LinkDecision {
  readonly kind: DecisionKind;
  readonly a: string;
  readonly b?: string;
}

export interface WaterfallStep {
  readonly field: string;
  readonly level: string;
  /** How often true pairs and strangers stand on this level. */
  readonly m: number;
  readonly u: number;
  readonly bits: number;
  readonly left: string | null;
  readonly right: string | null;
}

export interface Waterfall {
  readonly left: RecordRef;
  readonly right: RecordRef;
  readonly prior: number;
  readonly steps: readonly WaterfallStep[];
  /** What the rarity of the agreeing name adds. */
  readonly rarity: number;
  readonly total: number;
  /** 0 to 1. */
  readonly probability: number;
  readonly thresholds: { readonly match: number; readonly review: number };
  readonly verdict: 'link' | 'review' | 'no-link';
  /** What kept it from being a link, or made it one, beside the weight. */
  readonly because?: ReviewReason | DecisionKind;
  readonly sameCluster: boolean;
}
