/** What an import plans with: bodies as they are and as they will be. Pure. */
import type { AuthoredBody, Finding } from './authored.ts';
import type { Ending } from './model.ts';

/** A body that is there already. */
export interface Existing {
  readonly id: number;
  readonly code: string;
  readonly names: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly level: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly ended: Ending | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly note: string | null;
  readonly byHand: boolean;
  readonly placements: readonly PlannedPlacement[];
  readonly aliases: readonly { readonly alias: string; readonly from: string | null; readonly to: string | null }[];
}

export interface PlannedPlacement {
  readonly parent: number;
  readonly from: string | null;
  readonly to: string | null;
}

/** A body as it will be: negative ids stand for bodies that do not exist yet. */
export interface Planned extends Omit<Existing, 'byHand'> {
  readonly state: 'added' | 'changed' | 'unchanged' | 'kept';
  readonly authored: AuthoredBody | undefined;
}

/** Bodies by code, for reading a code as of a day. */
export type ByCode = ReadonlyMap<string, readonly Planned[]>;

export const findingOn = (
  body: Planned,
  rule: string,
  values: Finding['values'],
  severity: Finding['severity'] = 'error',
): Finding => ({
  severity,
  rule,
  code: body.code,
  values,
  file: body.authored?.at.file ?? null,
  line: body.authored?.at.line ?? null,
});
