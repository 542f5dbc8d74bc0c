/** The provider's end of a stream: how pages are cut, and what a consumer is answered. docs/protocol.md §5. Pure. */
import { newFrontier } from '../../platform/ledger/merkle.ts';
import type { Cursor, ProviderEffect, ProviderEvent, ProviderState, Seat, Step, StreamHead } from './model.ts';
import { leafOf, MOST_BYTES, MOST_LINES, recordRoot, type Page, type PageContent } from './page.ts';

/** A stream's first epoch; its snapshot is still to be taken. */
export const newStream = (stream: string): StreamHead => ({
  stream,
  epoch: 1,
  size: 0,
  complete: [],
  kept: 0,
  builtTo: { epoch: 1, position: 0 },
  opening: true,
});

/** Another epoch: it begins with a snapshot, and its numbers begin at 0. */
export const openEpoch = (head: StreamHead, epoch = head.epoch + 1): StreamHead => ({
  ...newStream(head.stream),
  epoch,
  builtTo: head.builtTo,
});

export interface PageWriter {
  /** Takes a line without its line feed; gives the pages that are full. */
  push(line: Buffer): Page[];
  /** Gives the last page, which says so. A snapshot of nothing is one empty page; a change of nothing is none. */
  end(): Page[];
  /** The stream's end after the pages given so far. */
  head(): StreamHead;
}

/**
 * Cuts the lines of one change into pages of at most 512 lines and 64 KiB, and appends them to the stream.
 * @param salt 16 random bytes each time
 * @param most lines of a page, where the provider wants fewer: one at least
 */
export function writePages(
  head: StreamHead,
  content: PageContent,
  salt: () => Buffer,
  most: number = MOST_LINES,
): PageWriter {
  const log = newFrontier({ from: head });
  let lines: Buffer[] = [];
  let bytes = 0;
  let part = 0;
  const cut = (last: boolean): Page => {
    const body = Buffer.concat(lines.flatMap((line) => [line, LINE_FEED]));
    const root = recordRoot(lines).toString('base64');
    const place = { stream: head.stream, epoch: head.epoch, idx: log.size, part, last };
    const page = { header: { ...content, ...place, lines: lines.length, bytes, root }, salt: salt(), body };
    log.push(leafOf(page));
    lines = [];
    bytes = 0;
    part += 1;
    return page;
  };
  return {
    push: (line) => {
      const full =
        lines.length >= Math.max(1, Math.min(most, MOST_LINES)) ||
        (lines.length > 0 && bytes + line.length + 1 > MOST_BYTES);
      const pages = full ? [cut(false)] : [];
      lines.push(line);
      bytes += line.length + 1;
      return pages;
    },
    end: () => (lines.length > 0 || (content.kind === 'snapshot' && part === 0) ? [cut(true)] : []),
    head: () => ({
      ...head,
      size: log.size,
      complete: log.complete,
      builtTo: content.at,
      opening: head.opening && content.kind !== 'snapshot',
    }),
  };
}

const LINE_FEED = Buffer.from('\n');

/** Both in one go, for changes that fit in memory. */
export function appendPages(
  head: StreamHead,
  content: PageContent,
  { lines, salt }: { readonly lines: Iterable<Buffer>; readonly salt: () => Buffer },
): { readonly head: StreamHead; readonly pages: readonly Page[] } {
  const writer = writePages(head, content, salt);
  const pages: Page[] = [];
  for (const line of lines) pages.push(...writer.push(line));
  pages.push(...writer.end());
  return { head: writer.head(), pages };
}

/** The root of the stream's log as it stands: what a checkpoint signs. */
export const rootOf = (head: StreamHead): Buffer => newFrontier({ from: head }).root();

export function stepProvider(state: ProviderState, event: ProviderEvent): Step<ProviderState, ProviderEffect> {
  switch (event.type) {
    case 'asked':
      return answer(state, event);
    case 'acknowledged':
      return acknowledge(state, event.cursor);
    case 'purged':
      if (state.seat.grant === 'active') return { state, effects: [{ type: 'send-granted' }] };
      return { state: { ...state, seat: { ...state.seat, purged: true } }, effects: [{ type: 'keep-purged' }] };
    case 'scope-changed': {
      const head = openEpoch(state.head);
      return { state: { ...state, head }, effects: [{ type: 'take-snapshot', epoch: head.epoch }] };
    }
  }
}

type Asked = Extract<ProviderEvent, { type: 'asked' }>;

function answer(state: ProviderState, { cursor, shown }: Asked): Step<ProviderState, ProviderEffect> {
  const { head, seat } = state;
  const say = (...effects: ProviderEffect[]) => ({ state, effects });
  if (seat.grant === 'over') return say({ type: 'send-purge' });
  if (shown && (isBeyond(shown, head) || (shown.epoch === head.epoch && !shown.agrees))) {
    return reopen(state, Math.max(head.epoch, shown.epoch) + 1, { type: 'fence', shown });
  }
  if (cursor && isBeyond(cursor, head)) return say({ type: 'send-behind', epoch: head.epoch, size: head.size });
  if (head.opening || seat.unheard) return say({ type: 'send-wait' });
  const from = cursor?.epoch === head.epoch ? cursor.size : 0;
  // Its pages are gone: the stream begins anew, with a snapshot.
  if (from < head.kept) return reopen(state, head.epoch + 1);
  if (cursor?.epoch !== head.epoch) return say({ type: 'send-reset', epoch: head.epoch });
  return say({ type: 'send', epoch: head.epoch, from });
}

const isBeyond = (cursor: Cursor, head: StreamHead): boolean =>
  cursor.epoch > head.epoch || (cursor.epoch === head.epoch && cursor.size > head.size);

function reopen(state: ProviderState, epoch: number, ...first: ProviderEffect[]): Step<ProviderState, ProviderEffect> {
  const head = openEpoch(state.head, epoch);
  return { state: { ...state, head }, effects: [...first, { type: 'take-snapshot', epoch }, { type: 'send-wait' }] };
}

function acknowledge(state: ProviderState, cursor: Cursor): Step<ProviderState, ProviderEffect> {
  const { head, seat } = state;
  const before = seat.acknowledged;
  const known = cursor.epoch === head.epoch && cursor.size <= head.size;
  const newer = before?.epoch !== cursor.epoch || before.size < cursor.size;
  if (!known || !newer) return { state, effects: [] };
  return {
    state: { ...state, seat: { ...seat, acknowledged: cursor } },
    effects: [{ type: 'keep-acknowledged', cursor }],
  };
}

/** Up to which page bodies may be dropped: what every consumer with a grant has acknowledged of this epoch. */
export function droppable(head: StreamHead, seats: readonly Seat[]): number {
  const active = seats.filter((seat) => seat.grant === 'active');
  if (active.length === 0) return head.size;
  return Math.min(...active.map(({ acknowledged }) => (acknowledged?.epoch === head.epoch ? acknowledged.size : 0)));
}
