/** The room's words as types: authorities, comparisons, standings, corrections. Pure. */

/** How a record stands against the authority. Only `verified` and `differs` were found there. */
export const standings = ['verified', 'differs', 'not-found', 'no-key'] as const;
export type Standing = (typeof standings)[number];

/** How the records of a register are held against an authority. */
export interface Comparison {
  readonly register: string;
  readonly authority: string;
  /** Physical name of the field that names the person here, and of the key there. */
  readonly keyField: string;
  readonly authorityKey: string;
  /** Fields that must agree for a record to be verified. */
  readonly identity: readonly string[];
  /** Fields of this register that the authority holds: nobody needs to declare them again. */
  readonly held: readonly string[];
  /** Pairs of spellings of one sound that count as equal, written small: `[['oà', 'òa']]`. */
  readonly sameSpelling: readonly (readonly [string, string])[];
}

/** Records of one body, by standing. */
export interface VerificationTally {
  readonly body: number;
  readonly held: number;
  readonly found: number;
  readonly verified: number;
}
