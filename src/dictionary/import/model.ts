/** What every reader gives (a draft in the words of its source) and what an import ends in (a proposal in ours). */
import type { Texts } from '../../platform/texts.ts';
import type { CarriedContract } from '../carried/odcs-carried.ts';
import type { CodeSuccession, CrosswalkLink, DataType } from '../plan.ts';

export const formats = ['artery', 'excel', 'odcs', 'skos', 'table-schema', 'json-schema', 'dsa', 'ddl', 'csv'] as const;
export type Format = (typeof formats)[number];

export type Severity = 'error' | 'warning' | 'note';
export type FindingValues = Readonly<Record<string, string | number>>;

/** A place in what was imported; words: `proposal:findings.<code>`. */
export interface ImportFinding {
  readonly file: string;
  /** From 1; absent when the format has no lines or the file is meant as a whole. */
  readonly line?: number;
  /** JSON Pointer (RFC 6901), or the cell of a sheet. */
  readonly pointer?: string;
  readonly severity: Severity;
  readonly code: string;
  readonly values: FindingValues;
}

export interface Spot {
  readonly file: string;
  readonly line?: number;
  readonly pointer?: string;
}

/** Collects findings of one reading, in the order in which they were met. */
export class ImportFindings {
  readonly list: ImportFinding[] = [];
  error = (spot: Spot, code: string, values: FindingValues = {}): void => this.add('error', spot, code, values);
  warn = (spot: Spot, code: string, values: FindingValues = {}): void => this.add('warning', spot, code, values);
  note = (spot: Spot, code: string, values: FindingValues = {}): void => this.add('note', spot, code, values);

  private add(severity: Severity, { file, line, pointer }: Spot, code: string, values: FindingValues): void {
    const place = { file, ...(line !== undefined && { line }), ...(pointer !== undefined && { pointer }) };
    this.list.push({ ...place, severity, code, values });
  }
}

// ── drafts: a source's own names and types ─────────────────────────────────────────────────────────────────────────
export interface DraftCode {
  readonly code: string;
  /** Words by language; the language `''` is the one that the import names. */
  readonly names: Texts;
  readonly parent?: string;
  readonly aliases?: readonly string[];
  /** Days in force, closed-open: several meanings of one code differ by them. */
  readonly from?: string;
  readonly to?: string;
  readonly spot: Spot;
}

/** How codes of the list stand to those of another; `to` is the draft's or the node's own name of that list. */
export interface DraftCrosswalk {
  readonly to: string;
  readonly on?: string;
  readonly toOn?: string;
  readonly links: readonly CrosswalkLink[];
}

export interface DraftList {
  /** Unique in its reading; other readings name it by this. */
  readonly name: string;
  readonly names?: Texts;
  readonly definition?: Texts;
  readonly version?: string;
  readonly owner?: Texts;
  /** The list in which the parents stand, when another. */
  readonly parentList?: string;
  readonly items: readonly DraftCode[];
  readonly successions?: readonly CodeSuccession[];
  readonly crosswalks?: readonly DraftCrosswalk[];
  readonly spot: Spot;
}

export interface DraftField {
  readonly name: string;
  readonly title?: Texts;
  readonly definition?: Texts;
  readonly type: DataType;
  readonly required?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly unit?: string;
  /** As the source writes it (ECMA-262); anchored when `wholePattern`. */
  readonly pattern?: string;
  readonly wholePattern?: boolean;
  readonly min?: string;
  readonly max?: string;
  /** Name of a draft list. */
  readonly list?: string;
  /** Source name of the entity that the value points to. */
  readonly references?: string;
  readonly example?: string;
  readonly personal?: 'basic';
  readonly sharing?: 'shared' | 'restricted' | 'open';
  /** What the source says beside: kept as a note of the element. */
  readonly said?: readonly string[];
  readonly spot: Spot;
}

export interface DraftEntity {
  /** The source's own name; references name it. */
  readonly name: string;
  /** Other names by which references may call it. */
  readonly aliases?: readonly string[];
  readonly title?: Texts;
  readonly definition?: Texts;
  readonly key: readonly string[];
  readonly fields: readonly DraftField[];
  /** Of a data contract: what it says, whether or not we have a place for it. */
  readonly contract?: Pick<CarriedContract, 'contract' | 'of' | 'place' | 'object' | 'others'>;
  readonly spot: Spot;
}

export interface Draft {
  readonly entities: readonly DraftEntity[];
  readonly lists: readonly DraftList[];
  /** Contracts that describe no column: kept as they are. */
  readonly contracts?: readonly Authored[];
}

// ── the proposal: what the authoring YAML says (AUTHORING.md) ───────────────────────────────────────────────────────
export type Authored = Readonly<Record<string, unknown>>;

/** A reference whose target was not among the files; it stays as it was written. */
export interface Unresolved {
  readonly element: string;
  readonly target: string;
  /** `unknown`: no such entity; `other-system`: an address outside of the files. */
  readonly status: 'unknown' | 'other-system';
  readonly spot?: Spot;
}

export interface Proposal {
  readonly languages: readonly string[];
  readonly elements: readonly Authored[];
  readonly entities: readonly Authored[];
  readonly codeLists: readonly Authored[];
  readonly settings?: Authored;
  /** Data contracts that describe no column: nothing of the dictionary, kept and given out again as they came. */
  readonly contracts?: readonly Authored[];
  readonly findings: readonly ImportFinding[];
  readonly unresolved: readonly Unresolved[];
  /** SHA-256 of the canonical JSON of everything but findings and places. */
  readonly hash: string;
  /** Of a whole dictionary, the hash of its plan: that of the release that it was exported from. */
  readonly planHash?: string;
}

/** One file as bytes; the caller has read it. */
export interface ImportFile {
  /** Shown in findings. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the whole file, when only its beginning was read because it is too large. */
  readonly size?: number;
}

/** A file as text, with the findings of its reading. */
export interface Opened {
  readonly file: string;
  readonly text: string;
  /** What it was said to be. */
  readonly format: Format;
  readonly findings: ImportFindings;
}
