/** What the comparison with the trusted source found, as it is kept with a load (`extra.declared`). Pure. */
import type { LoadView } from '../../src/records/contract.ts';

export interface DeclaredFigures {
  /** Register of the trusted source. */
  readonly authority: string;
  readonly verified: number;
  readonly differs: number;
  readonly noKey: number;
  readonly notFound: number;
  readonly settledBySource: number;
  readonly cellsNotDeclaredAgain: number;
  readonly heldFields: readonly string[];
}

/** Absent where the register has no source to be compared with. */
export const declaredOf = ({ extra }: Pick<LoadView, 'extra'>): DeclaredFigures | undefined =>
  extra['declared'] as DeclaredFigures | undefined;

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Codes of units that are no more, read in today's: exactly, or as the source has it because the unit was split. */
export function formerCodes(load: Pick<LoadView, 'notes' | 'extra'>): {
  readonly exact: number;
  readonly settled: number;
} {
  return { exact: load.notes['former-code'] ?? 0, settled: declaredOf(load)?.settledBySource ?? 0 };
}

/** Whether storing it would change anything. */
export const changesNothing = ({ counts }: Pick<LoadView, 'counts'>): boolean => counts.new + counts.changed === 0;
