/** Takes over rows whose home is another node: staged, put in by record id and version, kept in history, one change set. */
import { Readable } from 'node:stream';
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import { sqlState, type Db } from '../platform/db/db.ts';
import { problems as platformProblems } from '../platform/problems.ts';
import { MEMBERS, type RegisterTable } from './model.ts';
import { problems } from './problems.ts';
import { sealedFields } from './sealed-fields.ts';
import {
  addRows,
  copyReceived,
  copyStraight,
  countReceived,
  createReceived,
  endGone,
  hasHistory,
  keepReplaced,
  lookUpReceived,
  refusedRows,
  replaceRows,
  touchedRecords,
  type Receiving,
  type RefusedRow,
} from './store/receive.ts';

/** A record as another node gives it. */
export interface ReceivedRow {
  readonly record: string;
  readonly version: number;
  /** Id of the home body on this node. */
  readonly body: number;
  /** Values in the order of the columns, in the text format of COPY: `\\N` for null, tabs between. */
  readonly fields: string;
}

export interface ReceiveRequest {
  /** As opened for writing in this transaction (`openForWriting`). */
  readonly table: RegisterTable;
  /** Fields, and `valid_from` and `valid_to` where the entity has them. */
  readonly columns: readonly string[];
  readonly rows: readonly ReceivedRow[];
  /** Records that the sender does not show any more, with the last version it showed. */
  readonly gone: readonly { readonly record: string; readonly version: number }[];
  /** Bodies whose home is this node: no other node changes their rows. */
  readonly ours: readonly number[];
  /** At a snapshot: a row of the same version is taken again where it differs. */
  readonly again?: boolean;
  /** The sender's rows are not here yet, as far as the caller knows: they are then tried without looking. */
  readonly fresh?: boolean;
  /** What is fed by whom, for the audit trail: an account or a node's name. */
  readonly actor: string;
  /** Body that provides; null when this node does not know it. */
  readonly provider: number | null;
  readonly rule: string;
}

export interface Received {
  readonly added: number;
  readonly changed: number;
  readonly ended: number;
  /** As new or newer here already. */
  readonly known: number;
  /** Not taken, each with its reason: `home-is-here`, `key-held`, `invalid`. */
  readonly refused: readonly RefusedRow[];
  /** Null when nothing changed: then there is no change. */
  readonly changeSet: number | null;
}

/**
 * Applies one group of received rows inside the caller's transaction, which also moves the cursor: both or neither.
 * A row of a version that is here already, or older, changes nothing: the same group twice is the same as once. The
 * table's own rules judge every row; those that break one are left out and told, and the others go on.
 * @throws platform busy when a row was changed in between: the caller's transaction is over, and is tried again
 */
export async function receiveRows(context: Context, tx: Db, request: ReceiveRequest): Promise<Received> {
  const { table, columns, ours } = request;
  // No feed carries it (`fieldsOfGrant`); a node that sends it all the same would have it stored as it is.
  const sealed = sealedFields(table.entity).find((name) => columns.includes(name));
  if (sealed !== undefined) throw problems.fieldSealed({ field: sealed, register: table.register });
  const changeSet = await takeChangeSet(tx);
  const receiving = { entity: table.entity, columns, changeSet, ours, again: request.again ?? false };
  const straight = request.fresh && !(await hasHistory(tx, receiving));
  const put =
    (straight ? await putStraight(tx, receiving, request.rows) : undefined) ??
    (await putGood(tx, receiving, request.rows));
  const gone = {
    records: request.gone.map(({ record }) => record),
    versions: request.gone.map(({ version }) => version),
  };
  if (gone.records.length > 0 || put.refused.length > 0) await createReceived(tx, receiving);
  const ended = gone.records.length > 0 ? await endGone(tx, receiving, gone) : 0;
  const touched = put.added + put.changed + ended;
  if (touched === 0) return { ...put, ended, changeSet: null };
  const members =
    touched <= MEMBERS
      ? await touchedRecords(
          tx,
          receiving,
          request.rows.map(({ record }) => record),
        )
      : null;
  await append(context, tx, { request, changeSet, members, put, ended });
  return { ...put, ended, changeSet };
}

type Put = Pick<Received, 'added' | 'changed' | 'known' | 'refused'>;
const nothing: Put = { added: 0, changed: 0, known: 0, refused: [] };
const sum = (a: Put, b: Put): Put => ({
  added: a.added + b.added,
  changed: a.changed + b.changed,
  known: a.known + b.known,
  refused: [...a.refused, ...b.refused],
});

// Integrity violations (class 23) and data exceptions (class 22): the row is wrong, or another one holds its key.
const isRowFault = (error: unknown): boolean => /^2[23]/.test(sqlState(error) ?? '');
const KEY = /^23505$/;

/** Undefined when one of the rows is here already, breaks a rule, or is ours: then nothing was put. */
async function putStraight(tx: Db, receiving: Receiving, rows: readonly ReceivedRow[]): Promise<Put | undefined> {
  const ours = new Set(receiving.ours);
  if (rows.length === 0 || rows.some(({ body }) => ours.has(body))) return undefined;
  try {
    const added = await tx.transaction((point) =>
      point.copyIn(copyStraight(receiving), Readable.from(straightLines(receiving, rows))),
    );
    return { ...nothing, added };
  } catch (error) {
    if (isRowFault(error)) return undefined;
    throw error;
  }
}

function* straightLines({ changeSet }: Receiving, rows: readonly ReceivedRow[]): Generator<string> {
  const set = String(changeSet);
  for (let at = 0; at < rows.length; at += LINES) {
    const some = rows.slice(at, at + LINES);
    yield some
      .map(({ record, version, body, fields }) => `${record}\t${String(version)}\t${set}\t${String(body)}\t${fields}\n`)
      .join('');
  }
}

/** All rows at once; where one of them breaks a rule, halves of halves, until it stands alone. */
async function putGood(tx: Db, receiving: Receiving, rows: readonly ReceivedRow[]): Promise<Put> {
  const put = await putHalves(tx, receiving, rows);
  const waiting = new Set(put.refused.filter(({ reason }) => reason === 'key-held').map(({ record }) => record));
  if (waiting.size === 0 || rows.length === 1) return put;
  // Two records that exchanged their keys: once the first has moved, the second finds room.
  const again = await putHalves(
    tx,
    receiving,
    rows.filter(({ record }) => waiting.has(record)),
  );
  const others = put.refused.filter(({ reason }) => reason !== 'key-held');
  return sum({ ...put, refused: others }, again);
}

async function putHalves(tx: Db, receiving: Receiving, rows: readonly ReceivedRow[]): Promise<Put> {
  const [first] = rows;
  if (!first) return nothing;
  try {
    return await tx.transaction((point) => putRows(point, receiving, rows));
  } catch (error) {
    if (!isRowFault(error)) throw error;
    const { record, version } = first;
    const reason = KEY.test(sqlState(error) ?? '') ? 'key-held' : 'invalid';
    if (rows.length === 1) return { ...nothing, refused: [{ record, version, reason }] };
  }
  const middle = rows.length >> 1;
  const left = await putHalves(tx, receiving, rows.slice(0, middle));
  return sum(left, await putHalves(tx, receiving, rows.slice(middle)));
}

async function putRows(tx: Db, receiving: Receiving, rows: readonly ReceivedRow[]): Promise<Put> {
  await createReceived(tx, receiving);
  await tx.copyIn(copyReceived(receiving), Readable.from(receivedLines(rows)));
  await lookUpReceived(tx, receiving);
  const { ours, known, wanted } = await countReceived(tx, receiving);
  const kept = await keepReplaced(tx, receiving);
  const changed = kept > 0 ? await replaceRows(tx, receiving) : 0;
  if (changed !== kept) throw platformProblems.busy({ retryAfter: 1 });
  const added = wanted > 0 ? await addRows(tx, receiving) : 0;
  const refused = ours > 0 || added < wanted ? await refusedRows(tx, receiving) : [];
  return { added, changed, known, refused };
}

const LINES = 500;

/** Lines for COPY, some hundred at a time. A row is one line: whoever gives the fields has no line feed in them. */
export function* receivedLines(rows: readonly ReceivedRow[]): Generator<string> {
  for (let at = 0; at < rows.length; at += LINES) {
    let text = '';
    const end = Math.min(rows.length, at + LINES);
    for (let i = at; i < end; i++) {
      const row = rows[i] as ReceivedRow;
      text += `${String(i)}\t${row.record}\t${String(row.version)}\t${String(row.body)}\t${row.fields}\n`;
    }
    yield text;
  }
}

interface Appending {
  readonly request: ReceiveRequest;
  readonly changeSet: number;
  readonly members: readonly string[] | null;
  readonly put: Pick<Received, 'added' | 'changed' | 'known'>;
  readonly ended: number;
}

async function append(context: Context, tx: Db, one: Appending): Promise<void> {
  const { request, put, ended, members, changeSet } = one;
  const { table } = request;
  const cause = await context.audit.record(tx, {
    action: 'records.receive',
    actor: request.actor,
    body: request.provider,
    subject: table.register,
    allowed: true,
    rule: request.rule,
    counts: { new: put.added, changed: put.changed, ended, known: put.known },
    ...(members && { records: members }),
  });
  await appendChangeSet(tx, {
    id: changeSet,
    kind: 'applied',
    subject: table.register,
    body: request.provider,
    actor: request.actor,
    cause,
    release: table.release,
    rowsNew: put.added,
    rowsChanged: put.changed,
    rowsEnded: ended,
    members,
    begunAt: context.clock.now(),
  });
}
