/** What a load in one go is given, and what both of its ways need. */
import type { Context } from '../platform/context.ts';
import type { CommitOptions } from './commit-load.ts';
import type { HomeBodies } from './home-bodies.ts';
import type { RegisterTable } from './model.ts';
import type { RowReaderParts } from './read-rows.ts';
import type { StageRequest } from './stage-upload.ts';
import type { Load } from './store/load.ts';

export interface RowsRequest extends Omit<StageRequest, 'caller'>, Pick<CommitOptions, 'rule'> {
  readonly caller: CommitOptions['caller'];
  /** Which way to go; by default `first` into an empty register and `filled` otherwise. */
  readonly path?: 'first' | 'filled';
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
