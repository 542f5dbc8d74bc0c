/** Applies verified pages and moves the cursor, in one transaction: both or neither. Interprets the consumer's engine. */
import { listBodies } from '../../bodies/index.ts';
import { listAgreements, stateOn } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { clearFields, openForWriting, receiveRows, relation, type RegisterTable } from '../../records/index.ts';
import { endsSnapshot, type ConsumerEffect, type Page } from '../protocol/index.ts';
import { readScope } from './bind-grant.ts';
import { giveBack } from './give-back.ts';
import { heardOf, othersOf } from './home-path.ts';
import type { Consumed, Subscription } from './model.ts';
import type { ConsumerPorts } from './ports.ts';
import { refuseMarkedPages } from './refuse-marked-pages.ts';
import { readGroups, type ReadGroup } from './read-page.ts';
import {
  forgetSeen,
  hasParked,
  holdsRowsOf,
  keepApplied,
  keepSeen,
  lockConsumed,
  lockLife,
  moveConsumed,
  parkRows,
  standingRows,
  unparkRows,
} from './store/consumed.ts';

export interface Consumer {
  readonly context: Context;
  readonly ports: ConsumerPorts;
  /** Named points at which a test ends the process, or looks. */
  readonly at?: ((point: ApplyPoint) => void | Promise<void>) | undefined;
  /** A test turns a defence off, and must then see what it defends against. */
  readonly without?:
    'one-transaction' | 'grant' | 'home-path' | 'lives' | 'give-back' | 'parking' | 'marks' | undefined;
}

export type ApplyPoint = 'fetched' | 'rows-applied' | 'cursor-moved' | 'committed';

type ApplyEffect = Extract<ConsumerEffect, { type: 'apply' }>;

export interface Applying {
  readonly subscription: Subscription;
  readonly stream: string;
  readonly effect: ApplyEffect;
}

/** `stale`: another process was first, or the provider has come back since. `refused`: the agreement is over here already, and nothing was applied. */
export type ApplyOutcome = 'applied' | 'stale' | 'refused';

/** @throws problems.feedMarked, records registerNotFound, registerNotReady: then nothing was applied, and the stream waits */
export async function applyPages(consumer: Consumer, applying: Applying): Promise<ApplyOutcome> {
  const { context, at } = consumer;
  if (consumer.without !== 'marks') await refuseMarkedPages(context, applying);
  if (consumer.without === 'one-transaction') {
    await moveConsumed(context.db, applying.effect.next, applying.effect.expect);
    await at?.('cursor-moved');
  }
  const outcome = await context.db.transaction(async (tx): Promise<ApplyOutcome> => {
    const consumed = await lockConsumed(tx, applying.stream);
    if (!consumed || (!isAt(consumed, applying.effect) && consumer.without !== 'one-transaction')) return 'stale';
    if (consumer.without !== 'lives' && (await lockLife(tx, consumed.origin)) !== applying.effect.life) return 'stale';
    if (consumer.without !== 'grant' && (await isOver(context, tx, applying.subscription))) return 'refused';
    const table = await openForWriting(tx, consumed.register);
    const rows = await applyRows(consumer, tx, { consumed, table, applying });
    await at?.('rows-applied');
    await moveConsumed(tx, applying.effect.next, applying.effect.expect);
    await rememberPlace(tx, { consumer, consumed, pages: applying.effect.pages, ...rows });
    await at?.('cursor-moved');
    return 'applied';
  });
  await at?.('committed');
  return outcome;
}

const isAt = ({ state }: Consumed, { expect }: ApplyEffect): boolean =>
  state.cursor?.epoch === expect?.epoch && state.cursor?.size === expect?.size;

/** What this node knows of the agreement itself: a revocation that came here counts at once. */
async function isOver({ clock, profile }: Context, tx: Db, { active, agreement }: Subscription): Promise<boolean> {
  if (!active) return true;
  const known = (await listAgreements(tx)).find(({ code, mode }) => code === agreement && mode === 'feed');
  if (!known) return false;
  return stateOn(known, dayOf(clock.now(), profile.timeZone)) === 'revoked';
}

interface Rows {
  readonly consumed: Consumed;
  readonly table: RegisterTable;
  readonly applying: Applying;
}

async function applyRows(consumer: Consumer, tx: Db, { consumed, table, applying }: Rows) {
  const ours = await consumer.ports.ours();
  const bodyOf = await bodiesOfTree(tx);
  let [applied, { sweeping }] = [0, consumed];
  for (const pages of runsOf(applying.effect.pages)) {
    const [first] = pages as [Page];
    const sweep = { consumed, table, ours, pages };
    const again = first.header.kind === 'snapshot';
    if (again && first.header.part === 0) sweeping = await beginSweep(tx, sweep);
    for (const group of readGroups(pages, bodyOf)) {
      // The first snapshot into a register that holds nobody else's rows: none of its rows is here.
      const one = { ...sweep, group, columns: first.header.columns, again, fresh: again && !sweeping };
      applied += await applyGroup(consumer, tx, one);
      if (again && !one.fresh && consumer.without !== 'give-back')
        await giveBack(consumer, tx, { ...one, holder: applying.subscription.consumer });
      if (again && sweeping) await keepSeen(tx, consumed.stream, namedBy(group));
    }
    if (!pages.some(endsSnapshot)) continue;
    if (sweeping) applied += await sweepRest(consumer, tx, sweep);
    sweeping = false;
  }
  return { applied, sweeping };
}

const namedBy = ({ rows, parked }: ReadGroup) => [...rows, ...parked].map(({ record }) => record);

/** Pages of one kind and one list of columns that follow one another; the end of a snapshot ends one. */
function runsOf(pages: readonly Page[]): Page[][] {
  const runs: Page[][] = [];
  let before: Page | undefined;
  for (const page of pages) {
    const goesOn = before && !endsSnapshot(before) && signatureOf(before) === signatureOf(page);
    if (goesOn) runs.at(-1)?.push(page);
    else runs.push([page]);
    before = page;
  }
  return runs;
}

const signatureOf = ({ header: { kind, columns } }: Page) => [kind, ...columns].join(' ');

async function bodiesOfTree(tx: Db): Promise<(code: string) => number | undefined> {
  const ids = new Map<string, number>();
  // Whoever bears a code now or bore it last: rows go to the latest.
  for (const body of await listBodies(tx)) {
    if (body.to === null || !ids.has(body.code)) ids.set(body.code, body.id);
  }
  return (code) => ids.get(code);
}

interface Group {
  readonly consumed: Consumed;
  readonly table: RegisterTable;
  readonly ours: readonly number[];
  readonly group: ReadGroup;
  readonly columns: readonly string[];
  readonly again: boolean;
  readonly fresh?: boolean;
}

const homesFor = ({ ports, without }: Consumer) => (without === 'home-path' ? undefined : ports.homes?.());

/** How many rows became others. */
async function applyGroup(consumer: Consumer, tx: Db, one: Group): Promise<number> {
  const { context } = consumer;
  const { consumed, table, group, columns, ours, again, fresh = false } = one;
  const { rows, gone, parked } = await heardOf(tx, { consumed, table, homes: await homesFor(consumer) }, group);
  const fixed = { actor: consumed.stream, provider: null, rule: 'exchange/feed' };
  const done = await receiveRows(context, tx, { table, columns, rows, gone, ours, again, fresh, ...fixed });
  if (await hasParked(tx, consumed.stream)) {
    await unparkRows(
      tx,
      consumed.stream,
      [...group.rows, ...group.gone].map(({ record }) => record),
    );
  }
  const refused = done.refused.map(({ record, version, reason }) => {
    const { line = '', epoch = 0, idx = 0 } = group.lineOf(record) ?? {};
    return { record, version, reason, line, epoch, idx };
  });
  await parkRows(tx, consumed.stream, [...parked, ...refused], context.clock.now());
  return done.added + done.changed + done.ended;
}

interface Sweep {
  readonly consumed: Consumed;
  readonly table: RegisterTable;
  readonly ours: readonly number[];
  readonly pages: readonly Page[];
}

/** A snapshot over rows that are here already: they are counted off, and fields that it does not have are emptied. */
async function beginSweep(tx: Db, { consumed, table, ours, pages }: Sweep): Promise<boolean> {
  await forgetSeen(tx, consumed.stream);
  if (!(await holdsRowsOf(tx, relation(table, { columns: [], scope: 'all' }), consumed.stream))) return false;
  const shown = new Set(pages[0]?.header.columns);
  const others = (await othersOf(tx, consumed)).filter(({ origin }) => origin === consumed.origin);
  const stays = new Set(others.flatMap(({ columns }) => columns));
  const fields = table.entity.fields.map(({ name }) => name).filter((name) => !shown.has(name) && !stays.has(name));
  await clearFields(tx, table, { fields, broughtBy: consumed.stream, ours });
  return true;
}

async function sweepRest(consumer: Consumer, tx: Db, sweep: Sweep): Promise<number> {
  const gone = await standing(consumer, tx, { ...sweep, unnamed: true });
  await forgetSeen(tx, sweep.consumed.stream);
  return gone.length === 0 ? 0 : (await endRows(consumer, tx, { ...sweep, gone })).ended;
}

type Standing = Pick<Sweep, 'consumed' | 'table' | 'ours'> & { readonly unnamed: boolean };

async function standing(consumer: Consumer, tx: Db, one: Standing) {
  const { context } = consumer;
  const { consumed, table, ours, unnamed } = one;
  const homes = await homesFor(consumer);
  const rowsOf = async ({ scope, origin }: Consumed) => {
    // Another provider's stream shows for good what is at home there; what it passes on, this one may end.
    const only = origin === consumed.origin ? undefined : (body: number) => homes?.of(body) === origin;
    return relation(table, { columns: [], scope: await readScope(context, tx, table, { ...scope, only }) });
  };
  const others = await othersOf(tx, consumed);
  return standingRows(
    tx,
    {
      stream: consumed.stream,
      rows: relation(table, { columns: [], scope: 'all' }),
      others: await Promise.all(others.map(rowsOf)),
      ours,
    },
    unnamed,
  );
}

interface Ending extends Pick<Sweep, 'consumed' | 'table' | 'ours'> {
  readonly gone: readonly { readonly record: string; readonly version: number }[];
}

const endRows = ({ context }: Pick<Consumer, 'context'>, tx: Db, { consumed, table, ours, gone }: Ending) =>
  receiveRows(context, tx, {
    table,
    columns: [],
    rows: [],
    gone,
    ours,
    actor: consumed.stream,
    provider: null,
    rule: 'exchange/feed',
  });

/** Ends every row that only this stream shows. Returns the change set, or null when there was none. */
export async function endStreamRows(consumer: Consumer, tx: Db, consumed: Consumed): Promise<number | null> {
  const table = await openForWriting(tx, consumed.register);
  const ours = await consumer.ports.ours();
  const gone = await standing(consumer, tx, { consumed, table, ours, unnamed: false });
  return gone.length === 0 ? null : (await endRows(consumer, tx, { consumed, table, ours, gone })).changeSet;
}

/** Rows that waited for a body and can be taken now. */
export async function applyParked(
  consumer: Consumer,
  stream: string,
  lines: readonly { readonly line: string; readonly epoch: number; readonly idx: number }[],
): Promise<void> {
  const { context } = consumer;
  await context.db.transaction(async (tx) => {
    const consumed = await lockConsumed(tx, stream);
    if (!consumed || lines.length === 0) return;
    const table = await openForWriting(tx, consumed.register);
    const body = Buffer.from(lines.map(({ line }) => `${line}\n`).join(''));
    const [{ epoch, idx }] = lines as [(typeof lines)[number]];
    const { columns } = consumed;
    const header = { columns, epoch, idx } as Page['header'];
    const ours = await consumer.ports.ours();
    for (const group of readGroups([{ header, salt: Buffer.alloc(0), body }], await bodiesOfTree(tx))) {
      await applyGroup(consumer, tx, { consumed, table, ours, group, columns, again: false });
    }
  });
}

interface Place {
  readonly consumer: Consumer;
  readonly consumed: Consumed;
  readonly pages: readonly Page[];
  readonly applied: number;
  readonly sweeping: boolean;
}

async function rememberPlace(tx: Db, { consumer, consumed, pages, applied, sweeping }: Place): Promise<void> {
  const { header } = pages.at(-1) ?? {};
  if (!header) return;
  const { at, part, last } = header;
  const now = consumer.context.clock.now();
  await keepApplied(tx, consumed.stream, { ...at, part, last, rows: applied, sweeping, now });
}
