/** Attributes of an element that have parts of their own. */
import type { Texts } from '../platform/texts.ts';

/** What the elements of one concept (ISO/IEC 11179-3) are each written as; ISO/IEC 11179-5 representation terms. */
export type Representation =
  | 'code'
  | 'identifier'
  | 'name'
  | 'text'
  | 'date'
  | 'datetime'
  | 'quantity'
  | 'amount'
  | 'rate'
  | 'score'
  | 'indicator'
  | 'point'
  | 'image'
  | 'document';

/** How an element stands to an entry of the national dictionary. */
export interface NationalMapping {
  readonly entry: string;
  readonly relation: 'same' | 'narrower' | 'broader' | 'transformed';
}

/** One step by which a value came here: from a source, from another element, changed how. */
export interface LineageStep {
  readonly source: string;
  readonly element?: string;
  readonly transform?: string;
}

export interface UpdateDeadline {
  readonly days: number;
  readonly counted?: 'working' | 'calendar';
}

export interface Approval {
  /** Number of the decision. */
  readonly decision: string;
  readonly day: string;
  readonly by?: Texts;
}

export type ChangeType = 'new' | 'meaning' | 'technical' | 'withdrawn';
