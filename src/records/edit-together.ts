/**
 * Edits of single records that arrive together share one transaction and its commit: each has its own change set, its own
 * entry in the audit trail and its own answer, which leaves after the commit. What is not plain (a record that another
 * writer holds, another version, a value that is refused, a record that moves to another body) goes by itself, as does
 * every edit of a batch that the database refuses: one that fails harms no other.
 */
import { briefly } from '../platform/briefly.ts';
import { appendChangeSets, takeChangeSets } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { once, rememberTogether, type Act } from '../platform/http/idempotency.ts';
import { groupCommit } from '../platform/ledger/group-commit.ts';
import { editedValues } from './check-edit.ts';
import { homesElsewhere, type Elsewhere } from './home-bodies.ts';
import { nextVersion, type RegisterTable, type StoredRecord } from './model.ts';
import { openRegister } from './open-register.ts';
import { rememberedCheck } from './row-check.ts';
import { sealedFields } from './sealed-fields.ts';
import { lockFree, updateRecords, type EditedRecord } from './store/edits.ts';
import { changeOf, editRecord, entryOf, type EditRequest, type Written } from './write-record.ts';
import type { EntityPlan, RowValidator } from '../dictionary/index.ts';
import { todayOf } from './answer-records.ts';

export interface Edited extends Written {
  /** As it stands after the edit; absent where the edit went by itself. */
  readonly stored?: StoredRecord;
}

interface Waiting {
  readonly request: EditRequest;
  /** With a key: sent twice, it is done once, and answered alike. */
  readonly act: Act | undefined;
  done?: Edited;
}

interface Scene {
  readonly context: Context;
  readonly table: RegisterTable;
  readonly check: RowValidator;
  readonly elsewhere: Elsewhere;
}

interface Plain extends EditedRecord {
  readonly one: Waiting;
  readonly body: number;
}

const MOST_REGISTERS = 1_000;

/** Gives what `editRecord` gives, and throws what it throws; with a key also as `once`. */
export function openEdits(context: Context): (request: EditRequest, act?: Act) => Promise<Edited> {
  const groups = new Map<string, ReturnType<typeof groupCommit<Waiting>>>();
  // Codes and registers changed by another process count a tenth of a second later; a release counts at once.
  const opened = briefly(async (db, register) => {
    const table = await openRegister(db, register);
    return { table, check: await rememberedCheck(context, table, { today: todayOf(context), reads: db }) };
  });
  const groupOf = (register: string) => {
    let group = groups.get(register);
    if (!group) {
      // Names come from whoever asks.
      if (groups.size >= MOST_REGISTERS) groups.clear();
      groups.set(
        register,
        (group = groupCommit((batch) => editTogether(context, () => opened.read(context.db, register), batch))),
      );
    }
    return group;
  };
  return async (request, act) => {
    const one: Waiting = { request, act };
    await groupOf(request.register).add(one);
    return one.done ?? alone(context, one);
  };
}

const alone = (context: Context, { request, act }: Waiting): Promise<Edited> =>
  act?.key === undefined
    ? editRecord(context, request)
    : context.db.transaction((tx) => once(tx, act, () => editRecord(context, request, tx)));

/** Those that are left without an answer go by themselves. */
async function editTogether(
  context: Context,
  open: () => Promise<Pick<Scene, 'table' | 'check'>>,
  batch: readonly Waiting[],
): Promise<void> {
  let isCommitting = false;
  try {
    const opened = await open();
    // Each opens and seals under the key of its record: by itself.
    if (sealedFields(opened.table.entity).length > 0) return;
    const scene = { ...opened, context, elsewhere: await homesElsewhere(context) };
    const written = await context.db.transaction(async (tx) => {
      const done = await writeAll(tx, scene, batch);
      isCommitting = true;
      return done;
    });
    for (const [one, edited] of written) one.done = edited;
  } catch (error) {
    // Before the commit nothing is done. After it was asked for, nobody knows: whoever asks again may meet his own edit.
    if (isCommitting) throw error;
  }
}

async function writeAll(
  tx: Db,
  scene: Scene,
  batch: readonly Waiting[],
): Promise<readonly (readonly [Waiting, Edited])[]> {
  const { table, context } = scene;
  const firsts = new Map<string, Waiting>();
  for (const one of batch) if (!firsts.has(one.request.record)) firsts.set(one.request.record, one);
  const locked = await lockFree(tx, table, [...firsts.keys()]);
  if (locked?.release !== table.release || locked.overlay !== table.overlay) return [];
  const edits = await numbered(
    tx,
    [...firsts.values()].flatMap((one) => plainEdit(scene, one, locked.records)),
  );
  const plain = await firstTimes(tx, edits);
  if (plain.length === 0) return [];
  const acts = actsOf(scene, plain);
  // The details are sealed, with keys of their own, while the rows are written.
  const [rows, causes] = await both(updateAll(tx, table.entity, plain), context.audit.recordAll(tx, acts.map(entryOf)));
  await appendChangeSets(
    tx,
    acts.map((act, i) => changeOf(act, causes[i] ?? '')),
  );
  const now = new Map(rows.map((record) => [record.record, record]));
  return plain.map(({ one, record, version, changeSet }) => {
    const stored = now.get(record);
    return [one, { record, version, changeSet, ...(stored && { stored }) }];
  });
}

/** Nothing, or the edit as it will be stored. */
function plainEdit(
  { table, check, context, elsewhere }: Scene,
  one: Waiting,
  stored: ReadonlyMap<string, StoredRecord>,
): Omit<Plain, 'changeSet'>[] {
  const { request } = one;
  const record = stored.get(request.record);
  const isSeen = record && (request.scope === 'all' || request.scope.includes(record.body));
  if (!isSeen || record.version !== request.version || elsewhere.has(record.body)) return [];
  // A record that names another body from now on may move there.
  if ((table.entity.body.field ?? '') in request.values) return [];
  try {
    const values = editedValues(context, { table, check }, { record, values: request.values });
    return values.size === 0
      ? []
      : [{ one, record: record.record, version: record.version, body: record.body, values }];
  } catch {
    return [];
  }
}

async function numbered(tx: Db, edits: readonly Omit<Plain, 'changeSet'>[]): Promise<Plain[]> {
  if (edits.length === 0) return [];
  const taken = await takeChangeSets(tx, edits.length);
  return edits.flatMap((edit, i) => {
    const { id: changeSet, epoch } = taken[i] ?? {};
    if (changeSet === undefined || epoch === undefined) return [];
    return [{ ...edit, version: nextVersion(edit.version, epoch), changeSet }];
  });
}

/** Without those whose key was seen before, or is at work elsewhere. The answers of the others are remembered. */
async function firstTimes(tx: Db, edits: readonly Plain[]): Promise<readonly Plain[]> {
  const keyed = edits.flatMap(({ one: { act }, record, version, changeSet }, place) =>
    act?.key === undefined ? [] : [{ place, act: { ...act, key: act.key }, answer: { record, version, changeSet } }],
  );
  if (keyed.length === 0) return edits;
  const news = await rememberTogether(tx, keyed);
  const dropped = new Set(keyed.flatMap(({ place }, i) => (news.has(i) ? [] : [place])));
  return edits.filter((_, place) => !dropped.has(place));
}

function byFields(edits: readonly Plain[]): readonly (readonly Plain[])[] {
  const groups = new Map<string, Plain[]>();
  for (const edit of edits) {
    const name = JSON.stringify([...edit.values.keys()]);
    const group = groups.get(name);
    if (group) group.push(edit);
    else groups.set(name, [edit]);
  }
  return [...groups.values()];
}

const actsOf = ({ context, table }: Scene, edits: readonly Plain[]) =>
  edits.map(({ one: { request }, record, body, changeSet, values }) => ({
    ...{ context, request, table, record, body, changeSet },
    act: 'edit' as const,
    counts: { rowsChanged: 1 },
    detail: { fields: [...values.keys()] },
  }));

async function updateAll(tx: Db, entity: EntityPlan, edits: readonly Plain[]): Promise<StoredRecord[]> {
  const rows: StoredRecord[] = [];
  for (const alike of byFields(edits)) rows.push(...(await updateRecords(tx, entity, alike)));
  return rows;
}

/** Neither goes on in a transaction that the other has ended. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
