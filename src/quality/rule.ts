/** One rule of quality: what it judges, how, and what it counts as. */
import type { Sql } from '../platform/db/sql.ts';
import type { Texts } from '../platform/texts.ts';

/** The eight groups of errors of the issue log (facts file §3). */
export const groups = [
  'missing',
  'outlier',
  'duplicate',
  'format',
  'broken-reference',
  'cross-field',
  'stale',
  'source-mismatch',
] as const;
export type DefectGroup = (typeof groups)[number];

export interface Rule {
  /** Physical name; '' for a rule over several fields. */
  readonly field: string;
  readonly rule: string;
  /** The quality it counts for: a code of the framework. */
  readonly dimension: string;
  readonly keyField: boolean;
  /** In the score of its quality at its field; default 1. */
  readonly weight?: number;
  /** Percent below which the rule is red by itself. */
  readonly threshold?: number;
  readonly severity?: 'error' | 'warning';
  /** Default `source-mismatch`. */
  readonly group?: DefectGroup;
  /** A sentence of its own; without it the kind has a word. */
  readonly names?: Texts;
  /** Of a row `r`: whether it is assessed, and whether it passes. */
  readonly assessed: Sql;
  readonly passes: Sql;
  /** Its verdict on a row hangs on other rows: of the same register (`own`), or of the one that holds this entity. */
  readonly hangsOn?: { readonly rows: 'own' } | { readonly rows: 'other'; readonly entity: string };
}

export const groupOf = (rule: Pick<Rule, 'group'>): DefectGroup => rule.group ?? 'source-mismatch';
export const isSame = (a: Pick<Rule, 'field' | 'rule'>, b: Pick<Rule, 'field' | 'rule'>): boolean =>
  a.field === b.field && a.rule === b.rule;
