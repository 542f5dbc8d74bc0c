/** A simulated node as the consumer: asks, applies rows and cursor in one step, forgets. What is taken, the engine decides. */
import {
  endsSnapshot,
  isLostAtHome,
  linesOf,
  readLine,
  type ConsumerEffect,
  type ConsumerEvent,
  type ConsumerState,
  type Cursor,
  type Page,
} from '../../src/exchange/protocol/index.ts';
import { ports } from './engine.ts';
import {
  neighbours,
  streamOf,
  type Entry,
  type Incoming,
  type Message,
  type Packet,
  type Peer,
  type Row,
  type StreamPlan,
} from './model.ts';
import { post, receiveMessage } from './mail.ts';
import { commit, takeId } from './provide.ts';
import { count, type World } from './world.ts';

const incoming = (peer: Peer, stream: string) => peer.store.in.get(stream) as Incoming;
const provider = (stream: string) => (streamOf.get(stream) as StreamPlan).from;

export function happens(world: World, peer: Peer, stream: string, event: ConsumerEvent): void {
  if (peer.fence.mode !== 'open') return;
  const { state } = incoming(peer, stream);
  const life = turnOf(peer, provider(stream));
  const { effects } = skipping(world, state, event) ?? world.engine.consumer(state, event, { ...ports, life });
  for (const effect of effects) carryOut(world, peer, stream, effect);
}

/** The bug that believes whatever arrives. */
function skipping(world: World, state: ConsumerState, event: ConsumerEvent) {
  if (world.bug !== 'no-verify' || event.type !== 'answered' || event.answer.type !== 'pages') return undefined;
  const { pages, epoch, from } = event.answer;
  if (state.phase.name !== 'following' || epoch !== state.cursor?.epoch || from !== state.cursor.size) return undefined;
  const next = { ...state, cursor: { epoch, size: from + pages.length } };
  const apply = { type: 'apply', life: event.life ?? 0, expect: state.cursor, next, pages } as const;
  return { state, effects: [apply] as ConsumerEffect[] };
}

function carryOut(world: World, peer: Peer, stream: string, effect: ConsumerEffect): void {
  const to = provider(stream);
  switch (effect.type) {
    case 'ask':
      world.send(peer.n, to, { type: 'ask', stream, cursor: effect.cursor, seen: effect.seen, turn: turnOf(peer, to) });
      break;
    case 'apply':
      apply(world, peer, stream, effect);
      break;
    case 'keep':
      if (stands(peer, stream, effect.expect)) keep(peer, stream, { state: effect.next });
      break;
    case 'acknowledge':
      world.send(peer.n, to, { type: 'acknowledge', stream, cursor: effect.cursor });
      break;
    case 'purge':
      purge(world, peer, stream);
      break;
    case 'acknowledge-purge':
      world.send(peer.n, to, { type: 'acknowledge-purge', stream, turn: turnOf(peer, to) });
      break;
    case 'report':
      count(world, `reported ${effect.fault}`);
      if (effect.fault === 'forked') world.faults.push(`node ${String(peer.n)} saw two logs of ${stream}`);
      break;
  }
}

const keep = (peer: Peer, stream: string, change: Partial<Incoming>) =>
  peer.store.in.set(stream, { ...incoming(peer, stream), ...change });

/** A neighbour that came back has been told how far it was seen: what it answered before that is of another life. */
const turnOf = (peer: Peer, of: number) => peer.store.turns.get(of) ?? 0;

function stands(peer: Peer, stream: string, expect: Cursor | null): boolean {
  const { cursor } = incoming(peer, stream).state;
  return cursor?.epoch === expect?.epoch && cursor?.size === expect?.size;
}

type Apply = Extract<ConsumerEffect, { type: 'apply' }>;

/** Later than the decision, as with a database: in between others may have been here. */
function apply(world: World, peer: Peer, stream: string, effect: Apply): void {
  const born = peer.store;
  world.at(world.luck.between(0, 6), () => {
    // The process that began it is gone, and with it the transaction.
    if (!peer.up || peer.store !== born || peer.fence.mode !== 'open') return;
    if (effect.life !== turnOf(peer, provider(stream))) return;
    inOneTransaction(world, peer, stream, effect);
  });
}

function inOneTransaction(world: World, peer: Peer, stream: string, effect: Apply): void {
  if (!stands(peer, stream, effect.expect)) return;
  const unknown = effect.pages.find(({ header }) => header.release > peer.store.release);
  if (unknown && world.bug !== 'drops-unknown-release') {
    count(world, 'parked');
    happens(world, peer, stream, { type: 'release-unknown', release: unknown.header.release });
    return;
  }
  const crash = !world.healed && world.luck.next() < 0.04;
  if (world.bug === 'cursor-first') keep(peer, stream, { state: effect.next });
  if (crash && world.bug === 'cursor-first') {
    fall(world, peer);
    return;
  }
  const pages = unknown ? effect.pages.filter(({ header }) => header.release <= peer.store.release) : effect.pages;
  applyPages(world, peer, stream, pages);
  if (crash && world.bug === 'rows-first') {
    fall(world, peer);
    return;
  }
  keep(peer, stream, { state: effect.next });
  happens(world, peer, stream, { type: 'applied', next: effect.next });
}

export function fall(world: World, peer: Peer): void {
  peer.up = false;
  count(world, 'crashes');
  world.at(20 + world.luck.between(0, 80), () => {
    peer.up = true;
  });
}

function applyPages(world: World, peer: Peer, stream: string, pages: readonly Page[]): void {
  const messages = streamOf.get(stream)?.kind === 'messages';
  for (const page of pages) {
    if (messages) {
      for (const line of linesOf(page.body)) receiveMessage(world, peer, JSON.parse(line.toString()) as Message);
      continue;
    }
    applyRows(world, peer, stream, page);
    if (endsSnapshot(page)) endSnapshot(world, peer, stream);
  }
}

function applyRows(world: World, peer: Peer, stream: string, { header, body }: Page): void {
  const was = incoming(peer, stream);
  const rows = new Set(was.rows);
  const named = new Set(header.kind === 'snapshot' && header.part === 0 ? [] : was.named);
  const entries: Entry[] = [];
  for (const text of linesOf(body)) {
    const line = readLine(text.toString(), header.columns.length);
    const before = peer.store.rows.get(line.record) ?? null;
    if (line.sign === '-') {
      const isIt = before !== null && before.version <= line.version;
      if (isIt) entries.push({ record: line.record, before, after: null });
      rows.delete(line.record);
      continue;
    }
    rows.add(line.record);
    named.add(line.record);
    const [value = '', shared] = line.values;
    const after: Row = { version: line.version, value: value ?? '', shared: shared === 'yes', home: Number(line.body) };
    if (before === null || before.version < after.version) entries.push({ record: line.record, before, after });
    else if (isLostAtHome(before.version, { kind: header.kind, version: line.version }))
      tellHome(world, peer, line.record, before);
  }
  if (entries.length > 0) commit(peer, takeId(peer), entries);
  keep(peer, stream, { rows, named });
}

/** A snapshot names an older version than is held here: its home lost the newer one, and gets it back to decide on. */
function tellHome(world: World, peer: Peer, record: string, { home, version, value }: Row): void {
  if (!neighbours(peer.n).includes(home)) return;
  const id = `${String(peer.n)}/held/${record}/${String(version)}`;
  post(peer, { id, to: home, record, value, answer: false, held: version });
  count(world, 'given back');
}

/** What the snapshot did not name is gone. */
function endSnapshot(world: World, peer: Peer, stream: string): void {
  const { rows, named } = incoming(peer, stream);
  if (world.bug !== 'no-sweep')
    remove(
      peer,
      [...rows].filter((record) => !named.has(record)),
    );
  keep(peer, stream, { rows: world.bug === 'no-sweep' ? rows : named, named: new Set() });
}

function remove(peer: Peer, records: readonly string[]): void {
  const entries = records.flatMap((record): Entry[] => {
    const before = peer.store.rows.get(record);
    return before ? [{ record, before, after: null }] : [];
  });
  if (entries.length > 0) commit(peer, takeId(peer), entries);
}

function purge(world: World, peer: Peer, stream: string): void {
  const { rows } = incoming(peer, stream);
  if (world.bug !== 'no-purge') remove(peer, [...rows]);
  keep(peer, stream, { rows: new Set(), named: new Set() });
  count(world, 'purged');
  happens(world, peer, stream, { type: 'purged' });
}

export function answered(world: World, peer: Peer, packet: Extract<Packet, { type: 'answer' }>): void {
  const { stream, answer, at, turn } = packet;
  const from = provider(stream);
  if (turn !== turnOf(peer, from)) return; // what it says of its log's end is of another life as well
  const known = peer.store.witnessed.get(from);
  if (!known || known.epoch < at.epoch || (known.epoch === at.epoch && known.size < at.size)) {
    peer.store.witnessed.set(from, at);
  }
  happens(world, peer, stream, { type: 'answered', answer, life: turn });
}
