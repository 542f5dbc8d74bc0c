/**
 * The old home's side of a move: it stops changing the rows, brings them over, has both sides compared, and only then says
 * in the registry who is home. Whatever fails before that leaves everything as it was.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { listBodies, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { call } from '../../platform/http/call.ts';
import { sealedFields, type RegisterTable } from '../../records/index.ts';
import { waitingFor } from '../delivery/store/parcel.ts';
import { pageLines } from '../feeds/page-lines.ts';
import { copyRows, inUtc } from '../feeds/store/lines.ts';
import { listSubscriptions } from '../feeds/store/consumed.ts';
import { openStreams, seatsOf } from '../feeds/store/stream.ts';
import { publishEntry, recordAct } from '../nodes/change-entry.ts';
import { acceptRegistry, getRegistry, ownEntry } from '../nodes/keep-registry.ts';
import { beginMoving, endMoving } from '../nodes/moving.ts';
import type { NodeEntry } from '../nodes/model.ts';
import { nodeFetch, ownName } from '../nodes/index.ts';
import { HOMES_REMEMBERED_MS, homesOfBodies } from '../nodes/read-nodes.ts';
import * as contract from './moves-contract.ts';
import type { MoveReport, RegisterCount } from './moves-contract.ts';
import { problems } from './problems.ts';
import { countOf, tablesOf, treeOf } from './standing.ts';

const LINES = 250;

interface Move {
  readonly body: string;
  readonly to: NodeEntry;
  readonly own: NodeEntry;
  readonly bodies: readonly number[];
}

/** @throws problems.moveWay, moveSealed, moveRefused, moveDiffers, moveWaits; nodes problems nodeSilent, rootSilent */
export async function moveHome(
  context: Context,
  { body, to, dryRun = false }: { readonly body: string; readonly to: string; readonly dryRun?: boolean | undefined },
  by: Author,
): Promise<MoveReport> {
  const { db } = context;
  const move = await planMove(context, body, to);
  const tables = await tablesOf(db);
  await insistOnOpen(db, tables, move);
  const report = async (moved: boolean, registers: readonly RegisterCount[]): Promise<MoveReport> => ({
    body,
    from: move.own.name,
    to,
    moved,
    registers: registers.filter(({ rows }) => rows > 0),
    consumers: await consumersOf(db, tables),
  });
  if (dryRun) return report(false, await countAll(db, tables, move));
  const before = await report(false, []);
  await beginMoving(db, body, to);
  try {
    // Writers remember homes for a moment: until nobody does, nothing is read for the move.
    await pause(2 * HOMES_REMEMBERED_MS);
    for (const table of tables) await bring(context, table, move);
    const registers = await countAll(db, tables, move);
    await handOver(context, move, registers, by);
    return { ...(await report(true, registers)), consumers: before.consumers };
  } finally {
    await endMoving(db, body);
  }
}

async function planMove(context: Context, body: string, to: string): Promise<Move> {
  const { db } = context;
  const { registry } = await getRegistry(db);
  const own = ownEntry(registry, ownName(context));
  const other = ownEntry(registry, to);
  const home = (await homesOfBodies(db))(body);
  const bodies = await treeOf(db, body);
  const down = other?.parent === own?.name;
  // Going back, the body must stand in our own entry: what only falls to us from above cannot be given up by itself.
  const up = own?.parent === to && (own.bodies.includes(body) ?? false);
  if (!own || other?.state !== 'approved' || home !== own.name || bodies.length === 0 || (!down && !up))
    throw problems.moveWay({ body, to, home: home ?? '' });
  return { body, to: other, own, bodies };
}

/** @throws problems.moveSealed */
async function insistOnOpen(db: Db, tables: readonly RegisterTable[], { bodies }: Move): Promise<void> {
  for (const table of tables.filter(({ entity }) => sealedFields(entity).length > 0)) {
    const { rows } = await countOf(db, table, bodies);
    if (rows > 0) throw problems.moveSealed({ register: table.register });
  }
}

async function countAll(db: Db, tables: readonly RegisterTable[], { bodies }: Move): Promise<RegisterCount[]> {
  const counts: RegisterCount[] = [];
  for (const table of tables) counts.push(await countOf(db, table, bodies));
  return counts;
}

/** Every row of a register in the order of records, some hundred at a time; the last piece reaches to the end. */
async function bring(context: Context, table: RegisterTable, { body, bodies, to }: Move): Promise<void> {
  const { db } = context;
  const codes = new Map((await listBodies(db)).map(({ id, code }) => [id, code]));
  const columns = table.entity.fields.map(({ name }) => name);
  const send = nodeFetch(context, to.name);
  let after: string | null = null;
  const piece = async (lines: readonly string[], upTo: string | null) => {
    const what = { body, register: table.register, columns, lines: [...lines], after, upTo };
    const { refused } = await call(send, contract.takeMovedRows, { body: what });
    if (refused.length > 0) throw problems.moveRefused({ register: table.register, refused });
    after = upTo;
  };
  await db.transaction(
    async (tx) => {
      await tx.script(inUtc);
      let waiting: string[] = [];
      const rows = tx.copyOut(copyRows(table, { columns, scope: [...bodies] }));
      for await (const lines of pageLines(rows, codes)) {
        waiting.push(...lines.map((line) => line.toString('utf8')));
        for (; waiting.length > LINES; waiting = waiting.slice(LINES))
          await piece(waiting.slice(0, LINES), recordOf(waiting[LINES - 1] ?? ''));
      }
      await piece(waiting, null);
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

const recordOf = (line: string): string => line.split('\t')[1] ?? '';

async function handOver(context: Context, move: Move, registers: readonly RegisterCount[], by: Author): Promise<void> {
  const { body, to, own } = move;
  const send = nodeFetch(context, to.name);
  await insistOnHeard(context, to.name);
  const subscriptions = await subscriptionsOf(context.db, move.bodies);
  const { note } = await call(send, contract.takeOver, { body: { body, registers: [...registers], subscriptions } });
  const detail = { body, to: to.name, registers };
  const record = (tx: Db) => recordAct(context, tx, { action: 'exchange.hand-over', node: to.name, by, detail });
  if (note !== null) {
    await acceptRegistry(context, note);
    await context.db.transaction(record);
    return;
  }
  if (to.parent !== own.name) throw problems.moveWay({ body, to: to.name });
  await publishEntry(context, { ...to, bodies: [...to.bodies, body] }, record);
}

const PATIENCE_MS = 15_000;

/** What we told of the body before the move must have come there: from then on we say nothing of it. @throws problems.moveWaits */
async function insistOnHeard({ db }: Context, to: string): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while ((await waitingFor(db, to, 1)).length > 0) {
    if (performance.now() > until) throw problems.moveWaits({ to });
    await pause(HOMES_REMEMBERED_MS);
  }
}

/** What bodies of the tree receive here. */
async function subscriptionsOf(db: Db, bodies: readonly number[]) {
  const codes = new Set((await listBodies(db)).filter(({ id }) => bodies.includes(id)).map(({ code }) => code));
  return (await listSubscriptions(db))
    .filter(({ active, consumer }) => active && codes.has(consumer))
    .map(({ origin, agreement, purpose, consumer }) => ({ origin, agreement, purpose, consumer }));
}

/** Whoever takes rows of these registers from this node now. */
async function consumersOf(db: Db, tables: readonly RegisterTable[]): Promise<MoveReport['consumers']> {
  const registers = new Set(tables.map(({ register }) => register));
  const found: { agreement: string; consumer: string }[] = [];
  for (const stream of await openStreams(db)) {
    if (!registers.has(stream.register)) continue;
    for (const { consumer, endedAt } of await seatsOf(db, stream.id))
      if (endedAt === null) found.push({ agreement: stream.agreement, consumer });
  }
  return found;
}
