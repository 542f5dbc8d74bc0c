/** Golden records as types: people over registers, pairs that wait, what was decided. Pure. */
import type { Weights } from '../linkage/estimate.ts';
import type { LinkageSettings } from '../linkage/settings.ts';
import type { PlaceLists } from '../linkage/places.ts';

/** A register that holds people of an entity, and which of its fields say what linkage compares. */
export interface LinkedRegister {
  readonly register: string;
  readonly external: boolean;
  /** Physical names by field of the settings. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
}

export interface LinkedEntity {
  readonly entity: string;
  readonly settings: LinkageSettings;
  /** Changes when the settings or the places do: what was learnt then counts no longer. */
  readonly edition: string;
  readonly places: PlaceLists;
  readonly registers: readonly LinkedRegister[];
}

/** What was learnt when everything was linked: kept, so that a later batch is weighed by the same measure. */
export interface Learnt {
  readonly weights: Weights;
  readonly words: Readonly<Record<string, readonly string[]>>;
  /** Names that stand more than once, with their share; any other is as rare as `least`. */
  readonly shares: Readonly<Record<string, readonly (readonly [name: string, share: number])[]>>;
  readonly least: Readonly<Record<string, number>>;
}

export interface LinkageModelRecord {
  readonly entity: string;
  readonly settings: string;
  readonly engine: string;
  /** How many records there were. */
  readonly records: number;
  readonly model: Learnt;
}

/** Texts of one record by field of the settings. */
export interface GivenRow {
  readonly record: string;
  readonly texts: Readonly<Record<string, string | null>>;
}

export interface SeenRecord {
  readonly record: string;
  readonly verified: string | null;
  readonly blocks: readonly string[];
}

export interface FoundLink {
  readonly left: string;
  readonly right: string;
  readonly pattern: number;
  readonly weight: number;
  readonly conflict: boolean;
  readonly apart: string | null;
}

export type DuplicateReason = 'grey-zone' | 'two-identifiers' | 'twins' | 'shared-identifier' | 'apart' | 'proposed';
export type DuplicateState = 'open' | 'same' | 'different' | 'withdrawn';
export type DecisionOutcome = 'same' | 'different';
