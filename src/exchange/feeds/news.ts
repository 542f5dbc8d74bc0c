/**
 * Who waits for news of a stream: held in this process and woken by the database, whichever process made the news. A look
 * at what is due goes beside it, so that a notification that was lost costs two seconds and nothing else.
 */
import type { Context } from '../../platform/context.ts';
import { NEWS, streamsDue } from './store/due.ts';

export interface News {
  /** How often a stream has had news: taken before looking, given to `wait`, so that what comes between is not lost. */
  heard(stream: number): number;
  /** Whether there may be something now; false when the time is over, the signal says so, or nobody is held here. */
  wait(stream: number, waiting: Waiting): Promise<boolean>;
  /** Hears what the database tells, until the signal says so. Only meanwhile anybody is held. */
  listen(signal: AbortSignal): Promise<void>;
  /** Lets everybody go, and holds nobody from now on. */
  close(): void;
}

export interface Waiting {
  readonly since: number;
  readonly ms: number;
  readonly signal: AbortSignal;
}

interface Place {
  rung: number;
  wokenAt: number;
  timer: NodeJS.Timeout | undefined;
  readonly waiting: Set<(isNews: boolean) => void>;
}

/** A stream that changes all the time is cut twice a second: its changes share a page, a signature and an answer. */
const PACE_MS = 500;
const LOOK_MS = 2000;
/** Connections of one process; whoever comes after is answered at once. */
const MOST_HELD = 10_000;

export interface NewsOptions {
  /** Done with every look: what else may have become of the streams. */
  readonly look?: () => Promise<void>;
}

export function openNews(context: Pick<Context, 'db' | 'log'>, { look }: NewsOptions = {}): News {
  const room = new WaitingRoom();
  const told = (text: string) => room.ring(text === 'all' ? 'all' : text.split(',').map(Number));
  let closed = false;
  return {
    heard: (stream) => room.place(stream).rung,
    wait: (stream, waiting) => room.wait(room.place(stream), waiting),
    listen: async (signal) => {
      const hush = await context.db.listen(NEWS, told);
      room.open = !closed && !signal.aborted;
      try {
        while (!signal.aborted) {
          await pause(LOOK_MS, signal);
          await lookAgain(context, room, look);
        }
      } finally {
        room.letGo();
        await hush();
      }
    },
    close: () => {
      closed = true;
      room.letGo();
    },
  };
}

/** For the notification that was lost. */
async function lookAgain({ db, log }: Pick<Context, 'db' | 'log'>, room: WaitingRoom, look: NewsOptions['look']) {
  const streams = room.occupied();
  if (streams.length === 0) return;
  try {
    await look?.();
    room.ring(await streamsDue(db, streams));
  } catch (error) {
    log.warn({ err: error }, 'what is due could not be looked at; it comes again');
  }
}

class WaitingRoom {
  open = false;
  private readonly places = new Map<number, Place>();
  private held = 0;

  place(stream: number): Place {
    let place = this.places.get(stream);
    if (!place) this.places.set(stream, (place = { rung: 0, wokenAt: 0, timer: undefined, waiting: new Set() }));
    return place;
  }

  occupied(): number[] {
    return [...this.places].filter(([, { waiting }]) => waiting.size > 0).map(([stream]) => stream);
  }

  ring(streams: 'all' | readonly number[]): void {
    for (const stream of streams === 'all' ? [...this.places.keys()] : streams) {
      const place = this.places.get(stream);
      if (!place) continue;
      place.rung += 1;
      if (place.waiting.size === 0) continue;
      const early = place.wokenAt + PACE_MS - performance.now();
      if (early <= 0) wake(place, true);
      else place.timer ??= setTimeout(() => wake(place, true), early);
    }
  }

  async wait(place: Place, { since, ms, signal }: Waiting): Promise<boolean> {
    if (place.rung > since) return true;
    if (!this.open || this.held >= MOST_HELD || signal.aborted) return false;
    this.held += 1;
    const isNews = await new Promise<boolean>((resolve) => {
      const done = (news: boolean) => {
        clearTimeout(timer);
        signal.removeEventListener('abort', gone);
        place.waiting.delete(done);
        resolve(news);
      };
      const gone = () => done(false);
      const timer = setTimeout(gone, ms);
      signal.addEventListener('abort', gone, { once: true });
      place.waiting.add(done);
    });
    this.held -= 1;
    return isNews;
  }

  letGo(): void {
    this.open = false;
    for (const place of this.places.values()) wake(place, false);
  }
}

function wake(place: Place, isNews: boolean): void {
  clearTimeout(place.timer);
  place.timer = undefined;
  place.wokenAt = performance.now();
  for (const done of [...place.waiting]) done(isNews);
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
