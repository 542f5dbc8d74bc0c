/** A simulated node as the provider: commits, numbers, cuts pages, answers. What is decided, the engine decides. */
import { createHash } from 'node:crypto';
import { consistencyProof, newFrontier, nodeHash, type HashAt } from '../../src/platform/ledger/merkle.ts';
import {
  appendPages,
  droppable,
  leafOf,
  openEpoch,
  printLine,
  rootOf,
  type Answer,
  type Cursor,
  type Page,
  type PageKind,
  type ProviderEvent,
  type StreamCheckpoint,
} from '../../src/exchange/protocol/index.ts';
import { ports, signNote } from './engine.ts';
import { learn } from './fence.ts';
import {
  endOf,
  streamOf,
  type Change,
  type Entry,
  type Outgoing,
  type Peer,
  type Row,
  type StreamPlan,
} from './model.ts';
import { count, type World } from './world.ts';

/** Rows and change set in one transaction. `id` was taken before the work. */
export function commit(peer: Peer, id: number, entries: readonly Entry[]): void {
  const { store } = peer;
  for (const { record, before, after } of entries) {
    if (after) store.rows.set(record, after);
    else {
      store.rows.delete(record);
      store.ended.set(record, Math.max(before?.version ?? 0, store.ended.get(record) ?? 0));
    }
  }
  store.changes = [...store.changes, { id, at: null, entries }];
}

export const takeId = (peer: Peer): number => peer.store.nextChange++;

/** Gives every committed change set its number, in the order in which they were committed. */
export function sequence(world: World, { store }: Peer): void {
  const waiting = store.changes.filter(({ at }) => at === null);
  if (waiting.length === 0) return;
  if (world.bug === 'stamps-by-id') waiting.sort((a, b) => a.id - b.id);
  const numbers = new Map(waiting.map(({ id }, i) => [id, store.position + i + 1]));
  store.changes = store.changes.map((change) => {
    const position = numbers.get(change.id);
    return position === undefined ? change : { ...change, at: { epoch: store.epoch, position } };
  });
  for (const { id } of waiting) {
    store.position += 1;
    world.life += 1;
    store.marks.set(`${String(store.epoch)}/${String(store.position)}`, `${String(world.life)}/${String(id)}`);
  }
}

const inScope = ({ homes }: StreamPlan, row: Row | null): row is Row =>
  row !== null && row.shared && homes.includes(row.home);

function linesOf(world: World, plan: StreamPlan, { entries }: Pick<Change, 'entries'>): Buffer[] {
  return entries.flatMap(({ record, before, after }) => {
    if (inScope(plan, after)) return [upsert(record, after)];
    const left = inScope(plan, before) && world.bug !== 'no-gone';
    return left ? [Buffer.from(printLine({ sign: '-', record, version: before.version }))] : [];
  });
}

const upsert = (record: string, row: Row) =>
  Buffer.from(
    printLine({
      sign: '+',
      record,
      version: row.version,
      body: String(row.home),
      values: [row.value, row.shared ? 'yes' : 'no'],
    }),
  );

/** Cuts what is new into pages: once, then they stay as they are. */
export function build(world: World, peer: Peer, plan: StreamPlan): void {
  const { store } = peer;
  const out = store.out.get(plan.name) as Outgoing;
  if (out.head.opening) sequence(world, peer);
  const next = plan.kind === 'messages' ? buildMessages(peer, plan, out) : buildRows(world, peer, { plan, out });
  if (next !== out) store.out.set(plan.name, next);
}

const salt = (peer: Peer, out: Outgoing) => () =>
  createHash('sha256')
    .update(`${out.head.stream} ${String(out.head.epoch)} ${String(out.head.size)} ${String(peer.store.nextChange)}`)
    .digest()
    .subarray(0, 16);

interface Piece {
  readonly kind: PageKind;
  readonly position: number;
  readonly lines: readonly Buffer[];
}

function append(peer: Peer, out: Outgoing, { kind, position, lines }: Piece): Outgoing {
  const { store } = peer;
  const content = {
    kind,
    at: { epoch: store.epoch, position },
    register: kind === 'message' ? '' : 'members',
    columns: kind === 'message' ? [] : ['value', 'shared'],
    release: store.release,
    plan: `plan-${String(store.release)}`,
  };
  const made = appendPages(out.head, content, { lines, salt: salt(peer, out) });
  const pages = made.pages.map((page) => ({ leaf: leafOf(page), page }));
  return { ...out, head: made.head, pages: [...out.pages, ...pages] };
}

function buildRows(world: World, peer: Peer, { plan, out }: { plan: StreamPlan; out: Outgoing }): Outgoing {
  const { store } = peer;
  if (out.head.opening) {
    const rows = [...store.rows].filter(([, row]) => inScope(plan, row)).sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = rows.map(([record, row]) => upsert(record, row));
    return append(peer, out, { kind: 'snapshot', position: store.position, lines });
  }
  const { builtTo } = out.head;
  const byId = world.bug === 'reads-by-id';
  const since = store.changes.filter(({ at, id }) =>
    byId
      ? id > builtTo.position
      : at !== null && (at.epoch > builtTo.epoch || (at.epoch === builtTo.epoch && at.position > builtTo.position)),
  );
  const place = (change: Change) => (byId ? change.id : (change.at?.position ?? 0));
  let next = out;
  for (const change of since.sort((a, b) => place(a) - place(b))) {
    next = append(peer, next, { kind: 'change', position: place(change), lines: linesOf(world, plan, change) });
  }
  return next;
}

function buildMessages(peer: Peer, plan: StreamPlan, out: Outgoing): Outgoing {
  const all = peer.store.outbox.get(plan.to[0] as number) ?? [];
  const fresh = out.head.opening ? all : all.slice(out.sent);
  if (fresh.length === 0 && !out.head.opening) return out;
  const lines = fresh.map((message) => Buffer.from(JSON.stringify(message)));
  // The first page of an epoch is a snapshot, also of messages: whoever had them knows them by their ids.
  const kind = out.head.opening ? 'snapshot' : 'message';
  return { ...append(peer, out, { kind, position: peer.store.position, lines }), sent: all.length };
}

/** Runs the engine for one consumer's event and keeps what it says. */
function step(
  world: World,
  peer: Peer,
  { stream, consumer, event }: { stream: string; consumer: number; event: ProviderEvent },
) {
  const out = peer.store.out.get(stream) as Outgoing;
  const seat = out.seats.get(consumer);
  if (!seat) return [];
  const now = {
    ...seat,
    grant: world.over.has(stream) && world.bug !== 'no-check-of-grant' ? 'over' : 'active',
  } as const;
  const { state, effects } = world.engine.provider({ head: out.head, seat: now }, event);
  if (world.bug === 'no-new-epoch' && effects.some(({ type }) => type === 'fence')) return [];
  const reopened = state.head.epoch !== out.head.epoch;
  const seats = new Map(out.seats).set(consumer, state.seat);
  peer.store.out.set(stream, { ...out, head: state.head, seats, pages: reopened ? [] : out.pages });
  return effects;
}

interface Asked {
  readonly stream: string;
  readonly consumer: number;
  readonly cursor: Cursor | null;
  readonly seen: StreamCheckpoint | null;
  readonly turn: number;
}

/** Whether this log has that root at that size, of a note with this node's own signature. */
function shownTo(world: World, { store }: Peer, { stream, seen }: Asked) {
  const mine = seen && ports.open(stream, seen.note);
  if (!mine || world.bug === 'no-fence') return null;
  const { head, pages } = store.out.get(stream) as Outgoing;
  const log = newFrontier();
  for (const { leaf } of pages.slice(0, mine.size)) log.push(leaf);
  const agrees = mine.epoch === head.epoch && log.size === mine.size && log.root().equals(mine.root);
  return { epoch: mine.epoch, size: mine.size, agrees };
}

export function asked(world: World, peer: Peer, question: Asked): void {
  const { stream, consumer, cursor } = question;
  if (peer.fence.mode !== 'open') return;
  const plan = streamOf.get(stream) as StreamPlan;
  build(world, peer, plan);
  for (const effect of step(world, peer, {
    stream,
    consumer,
    event: { type: 'asked', cursor, shown: shownTo(world, peer, question) },
  })) {
    switch (effect.type) {
      case 'send':
        say(pagesFrom(world, peer, { stream, from: effect.from }));
        break;
      case 'send-reset':
        say({ type: 'reset', epoch: effect.epoch });
        break;
      case 'send-purge':
        say({ type: 'purge' });
        break;
      case 'send-behind':
        say({ type: 'behind', epoch: effect.epoch, size: effect.size });
        break;
      case 'fence':
        learn(world, peer);
        break;
      case 'send-granted':
      case 'send-wait':
      case 'take-snapshot':
      case 'keep-acknowledged':
      case 'keep-purged':
        break;
    }
  }
  function say(answer: Answer | undefined): void {
    const at = endOf(peer.store);
    if (answer)
      world.send(peer.n, consumer, { type: 'answer', stream, answer: forged(world, answer), at, turn: question.turn });
  }
}

/** Somebody on the way changes a byte now and then. */
function forged(world: World, answer: Answer): Answer {
  if (world.healed || answer.type !== 'pages' || answer.pages.length === 0 || world.luck.next() > 0.03) return answer;
  count(world, 'forged');
  const [first, ...rest] = answer.pages as [Page, ...Page[]];
  const body = Buffer.from(first.body.toString().replace('v', 'w'));
  return { ...answer, pages: [{ ...first, body }, ...rest] };
}

function pagesFrom(world: World, peer: Peer, { stream, from }: { stream: string; from: number }): Answer | undefined {
  const { head, pages } = peer.store.out.get(stream) as Outgoing;
  const most = Math.min(head.size, from + world.luck.between(1, world.healed ? 8 : 3));
  const release = pages[from]?.page?.header.release;
  const other = pages.findIndex(({ page }, i) => i > from && page?.header.release !== release);
  const to = other < 0 ? most : Math.min(most, other);
  const wanted = pages.slice(from, to).map(({ page }) => page);
  if (wanted.some((page) => page === null)) return undefined;
  const leaves = pages.map(({ leaf }) => leaf);
  const at: HashAt = (height, index) =>
    height === 0 ? (leaves[index] as Buffer) : nodeHash(at(height - 1, 2 * index), at(height - 1, 2 * index + 1));
  const note = signNote(stream, { epoch: head.epoch, size: head.size, root: rootOf(head) });
  return {
    type: 'pages',
    epoch: head.epoch,
    from,
    pages: wanted as Page[],
    note,
    proof: consistencyProof(to, head.size, at),
  };
}

export function acknowledged(
  world: World,
  peer: Peer,
  { stream, consumer, cursor }: { stream: string; consumer: number; cursor: Cursor },
): void {
  step(world, peer, { stream, consumer, event: { type: 'acknowledged', cursor } });
}

interface Purged {
  readonly stream: string;
  readonly consumer: number;
  readonly turn: number;
}

export function purgedBy(world: World, peer: Peer, { stream, consumer, turn }: Purged): void {
  const at = endOf(peer.store);
  for (const effect of step(world, peer, { stream, consumer, event: { type: 'purged' } })) {
    if (effect.type === 'send-granted') {
      world.send(peer.n, consumer, { type: 'answer', stream, answer: { type: 'granted' }, at, turn });
    }
  }
}

/** Retention: bodies that everybody has are dropped; the leaves stay. */
export function dropBodies(world: World, peer: Peer): void {
  for (const [name, out] of peer.store.out) {
    const upTo = world.bug === 'drops-unacknowledged' ? out.head.size : droppable(out.head, [...out.seats.values()]);
    if (upTo <= out.head.kept) continue;
    count(world, 'bodies dropped');
    const pages = out.pages.map((kept, i) => (i < upTo ? { ...kept, page: null } : kept));
    // What the bug forgets is to say so: who needs them is never given a snapshot.
    const kept = world.bug === 'drops-unacknowledged' ? out.head.kept : upTo;
    peer.store.out.set(name, { ...out, pages, head: { ...out.head, kept } });
  }
}

/** Columns or rows of a stream are others now: it begins anew. */
export function changeScope(world: World, peer: Peer, stream: string): void {
  const out = peer.store.out.get(stream) as Outgoing;
  const [consumer] = out.seats.keys();
  if (consumer !== undefined) step(world, peer, { stream, consumer, event: { type: 'scope-changed' } });
  count(world, 'scopes changed');
}

export function reopenAll({ store }: Peer): void {
  for (const [name, out] of store.out) {
    store.out.set(name, {
      ...out,
      head: { ...openEpoch(out.head), builtTo: { epoch: store.epoch, position: 0 } },
      pages: [],
      sent: 0,
    });
  }
}
