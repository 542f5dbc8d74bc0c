/** The order to remove what came by a stream, for a consumer whose grant is over; and its word that it is done. */
import { stepProvider } from '../protocol/index.ts';
import type { Provider } from './answer-pages.ts';
import { alignSeats } from './open-seat.ts';
import { openOrder, signOrder } from './orders.ts';
import type { ProviderPorts } from './ports.ts';
import { problems } from './problems.ts';
import { findStream, keepPurged, seatsOf } from './store/stream.ts';

type Ordering = Provider & { readonly ports: ProviderPorts };

interface AskedBy {
  /** Name of the node that asks. */
  readonly node: string;
  readonly stream: number;
  /** Code of the body that consumed. */
  readonly body: string;
}

/** The body's seat. One refusal for every stranger, whatever there is. @throws problems.orderNotFound */
async function seatOf({ context, ports }: Ordering, { node, stream: id, body }: AskedBy) {
  await alignSeats(context);
  const stream = await findStream(context.db, id);
  const seat = stream && (await seatsOf(context.db, id)).find(({ consumer }) => consumer === body);
  if (!seat || !(await ports.isHomeOf(node, body))) throw problems.orderNotFound();
  return { stream, seat };
}

/** A signed note. @throws problems.orderNotFound */
export async function readPurgeOrder(provider: Ordering, asked: AskedBy): Promise<string> {
  const { stream, seat } = await seatOf(provider, asked);
  if (seat.endedAt === null) throw problems.orderNotFound();
  const order = { what: 'purge', stream: stream.head.stream, consumer: seat.consumer, at: seat.endedAt } as const;
  return signOrder(order, provider.ports.keys);
}

/** @throws problems.orderNotFound, problems.noteNotSigned */
export async function keepPurge(
  provider: Ordering,
  asked: AskedBy & { readonly note: string },
): Promise<'purged' | 'granted'> {
  const { context, ports } = provider;
  const { stream, seat } = await seatOf(provider, asked);
  const now = context.clock.now();
  const done = openOrder(asked.note, 'purged', await ports.keysOf(asked.node, now));
  if (done?.stream !== stream.head.stream || done.consumer !== seat.consumer) throw problems.noteNotSigned();
  const { effects } = stepProvider(
    {
      head: stream.head,
      seat: {
        consumer: seat.consumer,
        grant: seat.endedAt === null ? 'active' : 'over',
        acknowledged: null,
        purged: false,
      },
    },
    { type: 'purged' },
  );
  if (effects.some(({ type }) => type === 'send-granted')) return 'granted';
  await keepPurged(context.db, seat.grant, asked.note, now);
  return 'purged';
}
