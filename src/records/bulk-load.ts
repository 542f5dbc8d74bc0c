/** What a load in one go is given, and what both of its ways need. */
import type { Context } from '../platform/context.ts';
import type { CommitOptions } from './commit-load.ts';
import type { HomeBodies } from './home-bodies.ts';
import type { RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import type { RowReaderParts } from './read-rows.ts';
import type { StageRequest } from './stage-upload.ts';
import type { Load } from './store/load.ts';

export interface RowsRequest extends Omit<StageRequest, 'caller'>, Pick<CommitOptions, 'rule'> {
  readonly caller: CommitOptions['caller'];
  /** Which way to go; by default `first` into an empty register and `filled` otherwise. */
  readonly path?: 'first' | 'filled';
  /** Stores nothing when a row is wrong, instead of leaving that row out. */
  readonly whole?: boolean;
  /** Rows staged and applied in one turn of a filled register; by default 50,000. */
  readonly turn?: number;
}

/** What both ways need. */
export interface BulkLoad {
  readonly context: Context;
  readonly table: RegisterTable;
  readonly request: RowsRequest;
  readonly load: Pick<Load, 'id' | 'register' | 'body' | 'createdAt'>;
  readonly homes: HomeBodies;
  /** Everything a row reader needs but the lead of its lines. */
  readonly parts: Omit<RowReaderParts, 'lead' | 'keepsUndecided'>;
}

/** @throws problems.loadHasFindings when the load is to be stored whole or not at all, and rows are wrong */
export function refuseParts({ request, load }: BulkLoad, wrong: number): void {
  if (request.whole && wrong > 0) throw problems.loadHasFindings({ load: load.id, wrong });
}
