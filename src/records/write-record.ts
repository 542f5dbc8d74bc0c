/** One record created, changed or ended: check, store, append to the change log, in one transaction. */
import type { Caller } from '../platform/caller.ts';
import { appendChangeSet, currentPosition, takeChangeSet, type NewChangeSet } from '../platform/changes/index.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { brokenConstraint, sqlState, type Db } from '../platform/db/db.ts';
import type { AuditEntry } from '../platform/ledger/audit.ts';
import { problems as platformProblems } from '../platform/problems.ts';
import { changedOf } from './check-edit.ts';
import { checkRecord } from './check-record.ts';
import type { Values } from './contract.ts';
import { recordIds } from './encode-rows.ts';
import { homeBodies, homesElsewhere, insistOnHome, type Elsewhere } from './home-bodies.ts';
import { firstVersion, nextVersion, type RegisterTable, type Scope, type StoredRecord } from './model.ts';
import { openForWriting } from './open-register.ts';
import { problems } from './problems.ts';
import { openRecords, sealValues } from './sealed-fields.ts';
import { isDay } from './store/relation.ts';
import { deleteRecord, insertRecord, keepVersion, limitWaiting, lockRecord, updateRecord } from './store/write.ts';

interface Write {
  readonly register: string;
  readonly caller: Caller;
  /** Rule of the decision that let the caller through. */
  readonly rule?: string;
  /** For who writes inside a transaction of his own, which waits for no second connection: asked before it began. */
  readonly elsewhere?: Elsewhere;
}

export interface CreateRequest extends Write {
  /** Id of the home body, or of the body in whose tree the record's own field names it. */
  readonly body: number;
  readonly values: Values;
  readonly validFrom?: string | undefined;
  readonly validTo?: string | undefined;
}

export interface ChangeRequest extends Write {
  readonly record: string;
  /** The version that the caller saw. */
  readonly version: number;
  /** Bodies whose records the caller may change. */
  readonly scope: Scope;
  /** Gives what to throw when the record is not there or not in scope: the same for both. */
  readonly absent: () => Promise<Error>;
}

export interface EditRequest extends ChangeRequest {
  readonly values: Values;
}

export interface Written {
  readonly record: string;
  readonly version: number;
  /** Null when nothing differed: then there is no change. */
  readonly changeSet: number | null;
}

/** @throws problems.invalidRecord, problems.keyTaken, problems.realIdentifierRefused, problems.unknownField */
export async function createRecord(context: Context, request: CreateRequest, db: Db = context.db): Promise<Written> {
  const elsewhere = request.elsewhere ?? (await homesElsewhere(context));
  return translated(() =>
    db.transaction(async (tx) => {
      const table = await openForWriting(tx, request.register);
      const now = context.clock.now();
      const { values } = request;
      const touched = new Set(table.entity.fields.map((field) => field.name));
      const { typed } = await checkRecord(context, table, { values, touched }, tx);
      const record = recordIds(now)(1);
      const kept = await sealValues(context, tx, table, { record, values: typed });
      const changeSet = await takeChangeSet(tx);
      const version = firstVersion((await currentPosition(tx)).epoch);
      const body = await homeOf(tx, table, request.body, typed);
      insistOnHome(elsewhere, body);
      const validFrom = request.validFrom ?? dayOf(now, context.profile.timeZone);
      checkPeriod(validFrom, request.validTo);
      await insertRecord(tx, table.entity, { ...request, record, version, changeSet, body, values: kept, validFrom });
      await append(tx, { context, request, table, record, changeSet, body, act: 'create', counts: { rowsNew: 1 } });
      return { record, version, changeSet };
    }),
  );
}

function checkPeriod(from: string, to: string | undefined): void {
  if (!isDay(from)) throw problems.invalidDay({ day: from });
  if (to !== undefined && (!isDay(to) || to <= from)) throw problems.invalidDay({ day: to });
}

async function homeOf(tx: Db, { entity }: RegisterTable, body: number, typed: ReadonlyMap<string, string | null>) {
  const homes = await homeBodies(tx, entity, body);
  return homes.of(typed.get(entity.body.field ?? '') ?? null).id ?? body;
}

/** Changes the named values. @throws as createRecord, and platform preconditionFailed when the version is another */
export async function editRecord(context: Context, request: EditRequest, db: Db = context.db): Promise<Written> {
  const elsewhere = request.elsewhere ?? (await homesElsewhere(context));
  return translated(() =>
    db.transaction(async (tx) => {
      const table = await openForWriting(tx, request.register);
      const [stored] = await openRecords(context, tx, table, [await lockForChange(tx, table, request)]);
      if (!stored) throw await request.absent();
      insistOnHome(elsewhere, stored.body);
      const values = { ...(stored.values as Values), ...request.values };
      const touched = new Set(Object.keys(request.values));
      const { typed } = await checkRecord(context, table, { values, touched }, tx);
      const news = changedOf(stored.values, touched, typed);
      if (news.size === 0) return { record: stored.record, version: stored.version, changeSet: null };
      const changeSet = await takeChangeSet(tx);
      const version = nextVersion(stored.version, (await currentPosition(tx)).epoch);
      const body = touched.has(table.entity.body.field ?? '')
        ? await homeOf(tx, table, stored.body, typed)
        : stored.body;
      insistOnHome(elsewhere, body);
      await keepVersion(tx, table.entity, stored.record, { changeSet, as: 'u' });
      const kept = await sealValues(context, tx, table, { record: stored.record, values: news });
      await updateRecord(tx, table.entity, { record: stored.record, version, changeSet, body, values: kept });
      const detail = { fields: [...news.keys()] };
      const { record } = stored;
      await append(tx, {
        context,
        request,
        table,
        record,
        changeSet,
        body,
        act: 'edit',
        counts: { rowsChanged: 1 },
        detail,
      });
      return { record, version, changeSet };
    }),
  );
}

/** The record leaves the register; its history stays. @throws as editRecord */
export async function endRecord(context: Context, request: ChangeRequest, db: Db = context.db): Promise<Written> {
  const elsewhere = request.elsewhere ?? (await homesElsewhere(context));
  return translated(() =>
    db.transaction(async (tx) => {
      const table = await openForWriting(tx, request.register);
      const { record, version, body } = await lockForChange(tx, table, request);
      insistOnHome(elsewhere, body);
      const changeSet = await takeChangeSet(tx);
      await keepVersion(tx, table.entity, record, { changeSet, as: 'd' });
      await deleteRecord(tx, table.entity, record);
      await append(tx, { context, request, table, record, changeSet, body, act: 'end', counts: { rowsEnded: 1 } });
      return { record, version, changeSet };
    }),
  );
}

async function lockForChange(tx: Db, table: RegisterTable, request: ChangeRequest): Promise<StoredRecord> {
  await limitWaiting(tx);
  const stored = await lockRecord(tx, table.entity, request.record);
  if (!stored || !(request.scope === 'all' || request.scope.includes(stored.body))) throw await request.absent();
  if (stored.version !== request.version) throw platformProblems.preconditionFailed({ version: stored.version });
  return stored;
}

interface Appending {
  readonly context: Context;
  readonly request: Write;
  readonly table: RegisterTable;
  readonly record: string;
  readonly changeSet: number;
  readonly body: number;
  readonly act: 'create' | 'edit' | 'end';
  readonly counts: { rowsNew?: number; rowsChanged?: number; rowsEnded?: number };
  readonly detail?: unknown;
}

async function append(tx: Db, one: Appending): Promise<void> {
  await appendChangeSet(tx, changeOf(one, await one.context.audit.record(tx, entryOf(one))));
}

/** What the audit trail keeps of a write. */
export const entryOf = ({ request, table, act, record, detail }: Appending): AuditEntry => ({
  action: `records.${act}`,
  actor: request.caller.account,
  body: request.caller.body,
  subject: table.register,
  allowed: true,
  rule: request.rule ?? `records/${act}`,
  records: [record],
  ...(detail !== undefined && { detail }),
});

/** What the change log keeps of it. */
export const changeOf = (one: Appending, cause: string): NewChangeSet => ({
  id: one.changeSet,
  kind: 'records',
  subject: one.table.register,
  body: one.body,
  actor: one.request.caller.account,
  cause,
  release: one.table.release,
  ...one.counts,
  members: [one.record],
  begunAt: one.context.clock.now(),
});

const LOCK_NOT_AVAILABLE = '55P03';
// What passed the validator and not the table breaks a rule of a release that the register is about to follow.
const CHECK_VIOLATION = '23514';

/** Breaks of the register's key and waits for a load become problems. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (brokenConstraint(error)?.endsWith('_key')) throw problems.keyTaken();
    if ([LOCK_NOT_AVAILABLE, CHECK_VIOLATION].includes(sqlState(error) ?? ''))
      throw platformProblems.busy({ retryAfter: 5 });
    throw error;
  }
}
