/** The new home's side of a move: rows come in as they are, and are compared before anybody says that they live here. */
import { listBodies, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { openForWriting, receiveRows, type ReceivedRow } from '../../records/index.ts';
import type { Subscription } from '../feeds/model.ts';
import { insertSubscription } from '../feeds/store/consumed.ts';
import { publishEntry, recordAct } from '../nodes/change-entry.ts';
import { getRegistry } from '../nodes/keep-registry.ts';
import type { NodeEntry } from '../nodes/model.ts';
import { findNode, ownName } from '../nodes/index.ts';
import { homesOfBodies } from '../nodes/read-nodes.ts';
import { readLine } from '../protocol/index.ts';
import type { RegisterCount } from './moves-contract.ts';
import { problems } from './problems.ts';
import { countOf, tablesOf, treeOf } from './standing.ts';
import { standingBetween } from './store/standing.ts';

export interface Piece {
  readonly body: string;
  readonly register: string;
  readonly columns: readonly string[];
  readonly lines: readonly string[];
  readonly after: string | null;
  readonly upTo: string | null;
}

/** Only the home of a body brings its rows, and only to its parent or a child. @throws problems.moveWay */
async function insistOnSender({ db, ...context }: Context, from: NodeEntry, body: string): Promise<void> {
  const own = ownName(context);
  const { registry } = await getRegistry(db);
  const parent = registry.entries.find(({ name }) => name === own)?.parent;
  const home = (await homesOfBodies(db))(body);
  if (home !== from.name || (from.parent !== own && parent !== from.name))
    throw problems.moveWay({ body, to: own, home: home ?? '' });
}

/** Takes a piece; again, it changes nothing. @throws problems.moveWay */
export async function takeRows(context: Context, from: NodeEntry, piece: Piece) {
  await insistOnSender(context, from, piece.body);
  const { db } = context;
  const bodies = await listBodies(db);
  const ids = new Map(bodies.map(({ code, id }) => [code, id]));
  const tree = await treeOf(db, piece.body);
  const homeOf = await homesOfBodies(db);
  const ours = bodies.filter(({ code }) => homeOf(code) === ownName(context)).map(({ id }) => id);
  return db.transaction(async (tx) => {
    const table = await openForWriting(tx, piece.register);
    const rows = piece.lines.map((line) => rowOf(line, piece.columns.length, ids, tree));
    const named = new Set(rows.map(({ record }) => record));
    const gone = (await standingBetween(tx, table, tree, piece)).filter(({ record }) => !named.has(record));
    const done = await receiveRows(context, tx, {
      table,
      columns: piece.columns,
      rows,
      gone,
      ours,
      again: true,
      actor: from.name,
      provider: null,
      rule: 'exchange/move',
    });
    return {
      taken: done.added + done.changed,
      refused: done.refused.map(({ record, reason }) => ({ record, reason })),
    };
  });
}

function rowOf(line: string, width: number, ids: ReadonlyMap<string, number>, tree: readonly number[]): ReceivedRow {
  const read = readLine(line, width);
  const body = read.sign === '+' ? ids.get(read.body) : undefined;
  if (body === undefined || !tree.includes(body)) throw problems.moveWay({ body: line.slice(0, 60) });
  return { record: read.record, version: read.version, body, fields: line.split('\t').slice(4).join('\t') };
}

export interface HandedOver {
  readonly body: string;
  readonly registers: readonly RegisterCount[];
  /** What its bodies receive at the old home. */
  readonly subscriptions?: readonly Pick<Subscription, 'origin' | 'agreement' | 'purpose' | 'consumer'>[] | undefined;
}

/**
 * Compares, and writes the hand-over into our log. Where we are the parent of the old home, its entry without the body is
 * ours to sign.
 * @returns the next registry, or null where the old home has it made
 * @throws problems.moveWay, problems.moveDiffers
 */
export async function takeOver(
  context: Context,
  from: NodeEntry,
  { body, registers, subscriptions = [] }: HandedOver,
): Promise<string | null> {
  await insistOnSender(context, from, body);
  const { db } = context;
  const tree = await treeOf(db, body);
  const own = new Map<string, RegisterCount>();
  for (const table of await tablesOf(db)) own.set(table.register, await countOf(db, table, tree));
  const differing = registers.filter(({ register, rows, digest }) => {
    const mine = own.get(register);
    return mine ? mine.digest !== digest : rows > 0;
  });
  if (differing.length > 0) throw problems.moveDiffers({ registers: differing.map(({ register }) => register) });
  for (const one of subscriptions) {
    const { address } = (await findNode(db, one.origin)) ?? {};
    if (address && one.origin !== ownName(context))
      await insertSubscription(db, { ...one, address }, context.clock.now());
  }
  const by: Author = { account: 'system', body: null, rule: 'exchange/move' };
  const detail = { body, from: from.name, registers };
  const record = (tx: Db) => recordAct(context, tx, { action: 'exchange.take-over', node: from.name, by, detail });
  if (from.parent !== ownName(context)) {
    await db.transaction(record);
    return null;
  }
  await publishEntry(context, { ...from, bodies: from.bodies.filter((code) => code !== body) }, record);
  return (await getRegistry(db)).note;
}
