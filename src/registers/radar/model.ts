/** The radar's words as types: what a form asks, what registers hold, and what is to be said of each field. Pure. */
import type { DataType } from '../../dictionary/index.ts';
import type { Texts } from '../../platform/texts.ts';

/** Where a field stands: file, and sheet with column, line or pointer as the format has it. */
export interface FieldPlace {
  readonly file: string;
  readonly sheet?: string;
  /** 0-based column and its letter, of a table. */
  readonly column?: number;
  readonly letter?: string;
  readonly line?: number;
  readonly pointer?: string;
}

export interface AskedCode {
  readonly code: string;
  /** What it means, in any language; empty when the form does not say. */
  readonly names: readonly string[];
}

/** One thing that a form asks for. */
export interface AskedField {
  /** As the form writes it. */
  readonly name: string;
  /** Other readings: the title beside a technical name, the levels of a merged header. */
  readonly titles: readonly string[];
  readonly definition?: string;
  readonly dataType?: DataType;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly unit?: string;
  readonly codes?: readonly AskedCode[];
  /** Different values found under it; never part of an answer. */
  readonly values?: readonly string[];
  /** A running number, remarks, a signature: no fact about anybody. */
  readonly skipped?: boolean;
  readonly place: FieldPlace;
}

export interface Form {
  /** Unique in a run: the file and, where it holds several tables, the table. */
  readonly name: string;
  readonly file: string;
  /** What it calls itself: titles above the table, the entity's name. */
  readonly titles: readonly string[];
  /** Name space of whoever publishes it, the widest first: `['gov', 'rc', 'jar']`. */
  readonly family: readonly string[];
  /** Code or name of the body that asks, when it is known. */
  readonly body?: string;
  readonly fields: readonly AskedField[];
}

/** Something that a register holds: one element of it, or its records as a whole, which others refer to. */
export interface Held {
  readonly kind: 'element' | 'record';
  /** Unique among what is held: element code with register, or the register's own path. */
  readonly key: string;
  readonly register: string;
  readonly registerNames: Texts;
  /** Code of the element, or the key fields of the record. */
  readonly element: string;
  readonly names: Texts;
  /** Synonyms, old names, physical names. */
  readonly aliases: readonly string[];
  readonly definition?: Texts;
  /** What the thing is a property of (ISO/IEC 11179). */
  readonly objectClass?: Texts;
  readonly dataType?: DataType;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly unit?: string;
  readonly codes?: readonly AskedCode[];
  readonly family: readonly string[];
  /** Entities that have it as a column. */
  readonly entities?: readonly string[];
  /** It names one record of its register: a form keeps one such field, to find the record by. */
  readonly identifies?: boolean;
  /** With it in the form it is clear whom or what the form is about: a key, or the name of the subject. */
  readonly anchors?: boolean;
  /** Measured share of right values, 0–100; absent when nobody assessed it. */
  readonly quality?: number;
  /** Expression by which it comes about from other fields, when it is computed. */
  readonly calculation?: string;
  readonly citation?: Texts;
}

/** A fact that comes out of what is held: age out of the date of birth. */
export interface Derivation {
  readonly names: Texts;
  readonly aliases: readonly string[];
  /** Elements that it is computed from. */
  readonly from: readonly string[];
  readonly how: Texts;
}

export interface KnownMapping {
  /** Key of what is held. */
  readonly key: string;
  /** Name space of the form whose field was mapped: a form is never judged by its own mappings. */
  readonly group: string;
}

/** What the radar knows. */
export interface Authorities {
  readonly held: readonly Held[];
  readonly derivations: readonly Derivation[];
  /** Mappings that people confirmed, by the field's name, folded and without spaces. */
  readonly known: ReadonlyMap<string, readonly KnownMapping[]>;
  /** In how many systems a field has this name, without spaces: what everybody calls so is seldom one register's. */
  readonly common?: ReadonlyMap<string, number>;
  /** Headers that ask nothing, folded. */
  readonly skipped: ReadonlySet<string>;
  /** The rule by which what is held is not asked again, where the register names none. */
  readonly citation?: Texts;
  /** Least measured quality, 0–100, below which a held field may be asked nevertheless. */
  readonly leastQuality: number;
}

export const verdicts = ['held', 'derivable', 'below-quality', 'not-held', 'skipped'] as const;
export type Verdict = (typeof verdicts)[number];

/** In which respect field and register agree, or (`other-…`) do not. */
export const evidenceKinds = [
  'same-name',
  'name',
  'whole-name',
  'head',
  'tail',
  'known',
  'register-named',
  'definition',
  'type',
  'pattern',
  'codes',
  'values',
  'family',
  'company',
  'home',
  'usual',
  'other-type',
  'other-codes',
  'other-subject',
  'other-unit',
  'name-elsewhere',
  'common-name',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];
/** Where a kind stands in a row of features. */
export const placeOfKind = Object.fromEntries(evidenceKinds.map((kind, i) => [kind, i])) as Readonly<
  Record<EvidenceKind, number>
>;

export interface Evidence {
  readonly kind: EvidenceKind;
  /** 0–1. */
  readonly strength: number;
  /** What the register says; never a value of a record. */
  readonly theirs?: string;
}

export interface Candidate {
  readonly held: Held;
  /** Calibrated: of the answers given with 0.9, nine in ten are right. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

export interface FieldFinding {
  readonly field: AskedField;
  /** A part of a cell that asks several facts at once. */
  readonly part?: string;
  readonly verdict: Verdict;
  readonly target?: Candidate;
  /** Of `derivable`: what it is computed from, and how. */
  readonly derivation?: Derivation & { readonly held: readonly Held[] };
  /** Words: `registers:radar.reasons.<reason>`. */
  readonly reason?: string;
  /** Codes that mean something else at the register: to be carried over by meaning, never as they stand. */
  readonly recode?: readonly string[];
  /** It may go from the form. */
  readonly drop: boolean;
  /** Of what is not held: what came nearest, for a person to judge. */
  readonly nearest?: Candidate;
}

export interface Counts {
  /** Facts that the form asks, each part of a cell counted. */
  readonly asked: number;
  readonly held: number;
  readonly derivable: number;
  readonly belowQuality: number;
  readonly notHeld: number;
  readonly skipped: number;
  /** Facts still to be typed when the form is mended. */
  readonly after: number;
  /** 100 × after ÷ asked, rounded down: 100 is a form that asks nothing twice. */
  readonly score: number;
}

export interface FormFindings {
  readonly form: Form;
  readonly fields: readonly FieldFinding[];
  readonly counts: Counts;
  /** The field to find the record by, when the form has one. */
  readonly key?: AskedField;
  /** What should be asked in the place of what is dropped, when the form has no key. */
  readonly keyMissing?: Held;
}
