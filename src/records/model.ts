/** The room's words as types: a register's table, loads and their states, findings, filters, scopes. Pure. */
import type { Position } from '../platform/changes/model.ts';
import type { Sql } from '../platform/db/sql.ts';
import type { EntityPlan, FieldPlan, Plan, RowCondition } from '../dictionary/index.ts';

/** A register as this room works on it: its name, what its rows look like, and under which release. */
export interface RegisterTable {
  /** Name in governance: `dang-vien`. */
  readonly register: string;
  readonly entity: EntityPlan;
  readonly release: number;
  /** Version of the node's overlay that lies on the release; 0 for none. */
  readonly overlay: number;
  readonly plan: Plan;
}

/** Bodies whose rows may be seen, with everything below them; `all` for no limit. */
export type Scope = 'all' | readonly number[];

/** Rows that an agreement opens under a condition beside those of whole bodies: each row is held against it. */
export interface ConditionalScope {
  readonly bodies: readonly number[];
  readonly conditional: readonly {
    readonly bodies: Scope;
    readonly condition: RowCondition;
    /** Only rows that bear nobody else's number in these fields: of people who consent. */
    readonly people?: { readonly fields: readonly string[]; readonly numbers: readonly string[] };
  }[];
  /** YYYY-MM-DD: what `today()` in a condition is. */
  readonly today: string;
}
export type ReadScope = Scope | ConditionalScope;

export const isConditional = (scope: ReadScope): scope is ConditionalScope =>
  typeof scope === 'object' && 'conditional' in scope;

export const loadStates = ['uploaded', 'matched', 'checked', 'committed', 'undone', 'expired', 'failed'] as const;
export type LoadState = (typeof loadStates)[number];

const nextStates: Readonly<Record<LoadState, readonly LoadState[]>> = {
  uploaded: ['matched', 'expired', 'failed'],
  matched: ['checked', 'expired', 'failed'],
  checked: ['matched', 'checked', 'committed', 'expired', 'failed'],
  committed: ['undone'],
  undone: [],
  expired: [],
  failed: [],
};

/** Whether a load may go from one state to the other. */
export const mayBecome = (from: LoadState, to: LoadState): boolean => nextStates[from].includes(to);

/**
 * Something about one row that keeps it from being stored (`error`), that somebody should look at (`warning`), or that
 * was read in another way than written (`note`). Words: `<catalogue>:findings.<rule>` with `values`.
 */
export interface Finding {
  /** Number of the row in the file, as a person sees it; 0 when it is about the file. */
  readonly row: number;
  /** Physical name; null when it is about the whole row. */
  readonly field: string | null;
  /** What it counts as: `format`, `date`, `double`, `missing`, `code`, `unknown`, `range`, `cross`, `foreign`… */
  readonly kind: string;
  readonly rule: string;
  /** Which catalogue has the words: `dictionary`, `intake`, `records`, `registers`. */
  readonly catalogue: string;
  readonly severity: Severity;
  /** What stood there, at most 200 characters. */
  readonly value: string | null;
  readonly values?: Readonly<Record<string, unknown>>;
  /** A value that would pass, when one is certain. */
  readonly suggestion?: string | null;
  /** Codes it may stand for: the row waits in the stage, and a comparison may settle which. */
  readonly candidates?: readonly string[] | null;
}

export type Severity = 'error' | 'warning' | 'note';

/** Which column of the file fills which field. A column without a field is skipped. */
export interface ColumnMapping {
  /** Index into the row's cells. */
  readonly column: number;
  readonly header: string;
  readonly field: string | null;
}

export const operators = ['eq', 'ne', 'prefix', 'contains', 'lt', 'le', 'gt', 'ge', 'in', 'null', 'notnull'] as const;
export type Operator = (typeof operators)[number];

/** One condition of a filter; the field is a physical name of the plan, or `body`. */
export interface Condition {
  readonly field: string;
  readonly op: Operator;
  readonly values: readonly string[];
}

/** What is read in the place of a column, of the table under an alias. */
export type Masking = (alias: string) => Sql;

export interface ReadRequest {
  readonly columns?: readonly string[];
  /** What is stored sealed comes as it is stored, for `openRecords`; absent: nothing of it comes. */
  readonly sealed?: boolean;
  /** What labels keep back (`field-view.ts`). */
  readonly masks?: ReadonlyMap<string, Masking> | undefined;
  readonly where?: readonly Condition[];
  readonly scope: ReadScope;
  /** A day; only for entities with valid time. */
  readonly asOf?: string;
  readonly knownOn?: Position;
}

/** A record as it stands or stood. `values` by physical name. */
export interface StoredRecord {
  readonly record: string;
  readonly version: number;
  readonly changeSet: number;
  readonly body: number;
  readonly validFrom?: string | null;
  readonly validTo?: string | null;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Names of the columns every register has, beside its fields. */
export const systemColumns = ['record_id', 'version', 'change_set', 'body_id'] as const;
export const validTimeColumns = ['valid_from', 'valid_to'] as const;

export const systemColumnsOf = (entity: EntityPlan): readonly string[] =>
  entity.validTime ? [...systemColumns, ...validTimeColumns] : systemColumns;

export const fieldOf = (entity: EntityPlan, name: string): FieldPlan | undefined =>
  entity.fields.find((field) => field.name === name);

/** Fields that identify a natural person: the demo guard looks at nothing else. */
export const personIdentifiers = (entity: EntityPlan): readonly FieldPlan[] =>
  entity.fields.filter((field) => field.identifierOf === 'person');

export { firstVersion, nextVersion, ordinalOf } from '../platform/changes/model.ts';

/** Undo is offered for a day: later, people and followers have built on it. */
export const UNDO_HOURS = 24;
const HOUR_MS = 3_600_000;
/** Reading a file takes minutes: a load that still reads after this long was killed, and is forgotten. */
export const whileReading = (now: Date): Date => new Date(now.getTime() + 6 * HOUR_MS);
/** A load that nobody committed is forgotten after a week, with its rows. */
export const waitingForPeople = (now: Date): Date => new Date(now.getTime() + 7 * 24 * HOUR_MS);
/** Change sets up to this size list their members; larger ones are found by scan (CHANGE-LOG §4). */
export const MEMBERS = 1000;
