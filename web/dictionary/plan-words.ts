/** The attributes of an element that the page shows; the contract hands them on as they stand in the plan. */
import type { Texts } from '../../src/platform/texts.ts';

export interface Citation {
  readonly text: string;
  readonly article?: string;
  readonly note?: string;
}

export interface Range {
  readonly min?: string;
  readonly max?: string;
}

export interface QualityRule {
  readonly code: string;
  readonly dimension: string;
  readonly expression: string;
  readonly names: Texts;
}

export interface ElementPlan {
  readonly synonyms: Readonly<Record<string, readonly string[]>>;
  readonly oldNames: readonly string[];
  readonly hint: Texts;
  readonly note: Texts;
  readonly example: string;
  readonly minLength: number;
  readonly maxLength: number;
  readonly unit: string;
  readonly pattern: string;
  readonly range: Range;
  readonly nullability: string;
  readonly keyRole: string;
  readonly origin: string;
  readonly sensitiveReason: string;
  readonly shareMethod: string;
  readonly legalBasis: readonly Citation[];
  readonly purpose: readonly Texts[];
  readonly retention: Texts;
  readonly qualityRules: readonly QualityRule[];
  readonly maxAge: number;
  readonly formRefs: readonly string[];
  readonly owner: Texts;
  readonly dataManager: Texts;
  readonly steward: Texts;
  readonly updateUnit: Texts;
  readonly status: string;
}
