/** Cuts what is due into pages, once, appends them to the stream's log and signs it. Interprets the provider's engine. */
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import { getChangeSet, snapshotAt, type ChangeSet, type Position } from '../../platform/changes/index.ts';
import { findAgreement } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import type { NodeKeys } from '../../platform/ledger/index.ts';
import { signCheckpoint } from '../../platform/ledger/checkpoint.ts';
import { growTree, openTiles } from '../../platform/ledger/tiles.ts';
import { limiter } from '../../platform/wait.ts';
import { asReader, openRegister, prepareReader, type RegisterTable } from '../../records/index.ts';
import {
  leafOf,
  MOST_LINES,
  openEpoch,
  printPage,
  rootOf,
  SALT_BYTES,
  writePages,
  type Page,
  type PageContent,
  type StreamHead,
} from '../protocol/index.ts';
import { readScope } from './bind-grant.ts';
import { originOfLog, type FeedStream } from './model.ts';
import { pageLines } from './page-lines.ts';
import { copyDelta, copyRows, inUtc } from './store/lines.ts';
import { insertCheckpoint, insertPages, newestCheckpoint, readTiles, writeTiles } from './store/page.ts';
import { clearDue, dueOf, findStream, lockBuild, lockStream, saveHead, type Due } from './store/stream.ts';
import { readsOf } from './together.ts';
import { treeOf } from './tree.ts';

export interface PageBuilder {
  /** Resolves once everything that was due is in the pages, or pages from `beyond` on are there to be read. */
  build(stream: number, beyond?: number): Promise<void>;
}

// Pages of a change that fits are stored in one transaction; a larger one is stored as it is cut, so that it can be read
// while the rest is still copied out.
const AT_ONCE = 64;
const LARGE_ROWS = 20_000;
// Streams cut at a time in one process: each holds a connection, a large one up to three.
const BUILDS = 4;

const zstd = promisify(zstdCompress);
const packed = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const salt = () => randomBytes(SALT_BYTES);

type Kept = Pick<Context, 'db' | 'clock' | 'profile' | 'log'>;

interface Running {
  readonly build: Promise<void>;
  /** Begins after it: for whoever asks while it runs, since what it has read may be older than the question. */
  next?: Promise<void>;
}

/** One builder a process: streams are cut one at a time each, whoever asks. */
export function openBuilder(context: Kept, keys: NodeKeys): PageBuilder {
  const gate = limiter(BUILDS);
  const running = new Map<number, Running>();
  const own: Build = { context, keys, prepared: new Set() };
  const start = (id: number): Promise<void> => {
    const there = running.get(id);
    if (there) return (there.next ??= there.build.catch(() => undefined).then(() => start(id)));
    const build = gate(() => buildStream(own, id)).finally(() => running.delete(id));
    running.set(id, { build });
    return build;
  };
  return {
    build: async (id, beyond) => {
      const build = start(id);
      if (beyond === undefined) return build;
      build.catch(() => undefined);
      const over = new AbortController();
      await Promise.race([
        build.finally(() => over.abort()),
        untilReadable(context.db, { id, beyond, over: over.signal }),
      ]);
    },
  };
}

const FIRST_LOOK_MS = 50;
const LAST_LOOK_MS = 400;

/** A large change is in the making: whoever waits for its first pages need not wait for the last. */
async function untilReadable(
  db: Db,
  { id, beyond, over }: { readonly id: number; readonly beyond: number; readonly over: AbortSignal },
): Promise<void> {
  for (let ms = FIRST_LOOK_MS; ; ms = Math.min(LAST_LOOK_MS, ms * 2)) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (over.aborted) return;
    const stream = await readsOf(db).stream(id);
    if (!stream || (!stream.head.opening && stream.head.size > beyond)) return;
  }
}

interface Build {
  readonly context: Kept;
  readonly keys: NodeKeys;
  /** Readers whose roles are there: they are made outside the transactions that cut. */
  readonly prepared: Set<string>;
}

async function buildStream(build: Build, id: number): Promise<void> {
  for (;;) {
    const step = await build.context.db.transaction((tx) => cutSmall(build, tx, id));
    if (step === 'done') return;
    if (step === 'moved') continue;
    if (typeof step === 'object' && 'unprepared' in step) {
      await prepareReader(build.context.db, step.unprepared.table, readable(step.unprepared));
      build.prepared.add(readerName(step.unprepared));
      continue;
    }
    // Held while the pages are stored by other transactions: one maker at a time, in whichever process.
    const made = await build.context.db.transaction(async (hold) => {
      if (!(await lockBuild(hold, id))) return false;
      if (step === 'snapshot') await cutSnapshot(build, id);
      else await cutLarge(build, id, step.large);
      return true;
    });
    if (!made) return;
  }
}

type Small = 'done' | 'moved' | 'snapshot' | { readonly large: Due } | { readonly unprepared: Cutting };

const readerName = (cutting: Cutting): string => {
  const { register, release, overlay } = cutting.table;
  return JSON.stringify([register, release, overlay, readable(cutting)]);
};

/** The next changes that fit into one transaction. */
async function cutSmall(build: Build, tx: Db, id: number): Promise<Small> {
  const stream = await lockStream(tx, id);
  if (!stream || stream.state === 'ended') return 'done';
  if (stream.head.opening || stream.partial) return 'snapshot';
  const due = await dueOf(tx, id, AT_ONCE);
  if (due.length === 0) return 'done';
  const cutting = await openCutting(build, tx, stream);
  if (!build.prepared.has(readerName(cutting))) return { unprepared: cutting };
  const cut = await cutChanges({ tx, cutting, due });
  if (!('head' in cut)) return cut;
  await store(build, tx, { stream, ...cut, partial: false });
  await clearDue(tx, id, cut.head.builtTo);
  return cut.isAll && due.length < AT_ONCE ? 'done' : 'moved';
}

interface Changes {
  readonly tx: Db;
  readonly cutting: Cutting;
  readonly due: readonly Due[];
}

interface Cut {
  readonly head: StreamHead;
  readonly pages: readonly Page[];
  /** Nothing of what was due is left. */
  readonly isAll: boolean;
}

/** Up to the first change that is large; when that is the first of all, it alone. */
async function cutChanges({ tx, cutting, due }: Changes): Promise<Cut | { readonly large: Due }> {
  const pages: Page[] = [];
  let { head } = cutting.stream;
  const news = due.filter(({ position }) => isAfter(position, head.builtTo));
  const changes: ChangeSet[] = [];
  for (const { changeSet } of news) changes.push(await getChangeSet(tx, changeSet));
  const large = changes.findIndex((change) => rowsOf(change) > LARGE_ROWS);
  const [first] = news;
  if (large === 0 && first) return { large: first };
  const isAll = await asReader(tx, cutting.table, readable(cutting), async (reader) => {
    await reader.script(inUtc);
    for (const [i, change] of changes.entries()) {
      if (i === large || pages.length >= AT_ONCE) return false;
      const content = contentOf(cutting, 'change', news[i]?.position as Position);
      const writer = writePages(head, content, salt, cutting.most);
      const rows = reader.copyOut(copyDelta(cutting.table, change, cutting));
      for await (const lines of pageLines(rows, cutting.codes))
        for (const line of lines) pages.push(...writer.push(line));
      pages.push(...writer.end());
      head = writer.head();
    }
    return true;
  });
  return { head, pages, isAll };
}

/** Fields that the query reads: those that are shown, and those of the condition. */
function readable({ table, columns, scope }: Cutting): readonly string[] {
  const asked = isConditional(scope) ? scope.conditional.flatMap(({ condition }) => condition.reads) : [];
  const known = new Set(table.entity.fields.map((field) => field.name));
  return [...new Set([...columns, ...asked])].filter((name) => known.has(name));
}

const isConditional = (scope: Cutting['scope']): scope is Extract<Cutting['scope'], { conditional: unknown }> =>
  typeof scope === 'object' && 'conditional' in scope;

const isAfter = (a: Position, b: Position) => a.epoch > b.epoch || (a.epoch === b.epoch && a.position > b.position);
const rowsOf = ({ rowsNew = 0, rowsChanged = 0, rowsEnded = 0 }: ChangeSet) => rowsNew + rowsChanged + rowsEnded;

interface Cutting {
  readonly stream: FeedStream;
  readonly table: RegisterTable;
  readonly columns: readonly string[];
  readonly scope: Awaited<ReturnType<typeof readScope>>;
  readonly codes: ReadonlyMap<number, string>;
  /** Lines of a page: a page leaves whole, so that no more may be in it than quota and budget let through in a period. */
  readonly most: number;
}

async function openCutting({ context }: Build, db: Db, stream: FeedStream): Promise<Cutting> {
  const table = await openRegister(db, stream.register);
  const { quota = null, subjects = null } = (await findAgreement(db, stream.agreement)) ?? {};
  return {
    stream,
    table,
    columns: stream.columns,
    scope: await readScope(context, db, table, stream.scope),
    codes: (await treeOf(context, db)).codes,
    most: Math.min(quota ?? MOST_LINES, subjects ?? MOST_LINES),
  };
}

const contentOf = ({ stream, table, columns }: Cutting, kind: 'change' | 'snapshot', at: Position): PageContent => ({
  kind,
  at,
  register: stream.register,
  columns,
  release: table.release,
  plan: table.plan.hash,
});

/** Everything as it stands, at the begin of an epoch. Half a snapshot of a killed maker is left behind with its epoch. */
async function cutSnapshot(build: Build, id: number): Promise<void> {
  const { db, clock } = build.context;
  const found = await db.transaction(async (tx) => {
    const stream = await lockStream(tx, id);
    if (!stream || (!stream.head.opening && !stream.partial)) return undefined;
    const head = stream.head.size === 0 && !stream.partial ? stream.head : openEpoch(stream.head);
    await saveHead(tx, id, { head, partial: true, now: clock.now() });
    return { ...stream, head };
  });
  if (!found) return;
  const known = await openCutting(build, db, found);
  await prepareReader(db, known.table, readable(known));
  await snapshotAt(db, clock.now(), async (tx, at) => {
    const cutting = await openCutting(build, tx, found);
    await asReader(tx, cutting.table, readable(cutting), async (reader) => {
      await reader.script(inUtc);
      const rows = reader.copyOut(copyRows(cutting.table, cutting));
      await storeAsCut(build, { cutting, rows, content: contentOf(cutting, 'snapshot', at) });
    });
  });
}

async function cutLarge(build: Build, id: number, due: Due): Promise<void> {
  const { db } = build.context;
  const stream = await findStream(db, id);
  if (!stream || stream.partial || !isAfter(due.position, stream.head.builtTo)) return;
  const cutting = await openCutting(build, db, stream);
  const change = await getChangeSet(db, due.changeSet);
  await asReader(db, cutting.table, readable(cutting), async (reader) => {
    await reader.script(inUtc);
    const rows = reader.copyOut(copyDelta(cutting.table, change, cutting));
    await storeAsCut(build, { cutting, rows, content: contentOf(cutting, 'change', due.position) });
  });
}

interface Stored {
  readonly cutting: Cutting;
  readonly rows: AsyncIterable<Buffer>;
  readonly content: PageContent;
}

/** Stores pages on other connections while the rows are still being copied. */
async function storeAsCut(build: Build, { cutting, rows, content }: Stored): Promise<void> {
  const { db } = build.context;
  const { stream } = cutting;
  const writer = writePages(stream.head, content, salt, cutting.most);
  let pages: Page[] = [];
  let storing: Promise<void> = Promise.resolve();
  const flush = async (last: boolean) => {
    await storing;
    const [taken, head] = [pages, writer.head()];
    pages = [];
    storing = db.transaction(async (tx) => {
      await lockStream(tx, stream.id);
      await store(build, tx, { stream, head, pages: taken, partial: !last });
      if (last) await clearDue(tx, stream.id, content.at);
    });
    storing.catch(() => undefined); // heard at the next flush
  };
  for await (const lines of pageLines(rows, cutting.codes)) {
    for (const line of lines) pages.push(...writer.push(line));
    if (pages.length >= AT_ONCE) await flush(false);
  }
  pages.push(...writer.end());
  await flush(true);
  await storing;
}

interface Appending {
  readonly stream: FeedStream;
  readonly head: StreamHead;
  readonly pages: readonly Page[];
  readonly partial: boolean;
}

/** Pages, tree and signature, with the stream's lock held. */
async function store(build: Build, tx: Db, { stream, head, pages, partial }: Appending): Promise<void> {
  const now = build.context.clock.now();
  const at = { stream: stream.id, epoch: head.epoch };
  const from = head.size - pages.length;
  const leaves = pages.map(leafOf);
  const bodies = await Promise.all(pages.map((page) => zstd(printPage(page), packed)));
  if (pages.length > 0) {
    const rows = pages.map(({ header }, i) => ({
      idx: header.idx,
      kind: header.kind,
      lines: header.lines,
      release: header.release,
      leaf: leaves[i] as Buffer,
      body: bodies[i] as Buffer,
    }));
    await insertPages(tx, at, rows, now);
    await writeTiles(tx, at, growTree(from, await readTiles(tx, at, openTiles(from))).append(leaves));
  }
  await saveHead(tx, stream.id, { head, partial, now });
  if (pages.length === 0 && (await newestCheckpoint(tx, at))?.size === head.size) return;
  const root = rootOf(head);
  const origin = originOfLog(head.stream, head.epoch);
  const key = { name: build.keys.node, publicKey: build.keys.publicKey };
  const note = signCheckpoint({ origin, size: head.size, root }, key, (bytes) => build.keys.sign(bytes));
  await insertCheckpoint(tx, at, { size: head.size, root, note }, now);
}
