/** Streams on the air: translation between HTTP and the provider's engine. */
import { promisify } from 'node:util';
import { gzip, zstdCompress } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { openRegister } from '../../records/index.ts';
import { acknowledgeTo, streamOfGrant, type Provider } from './answer-pages.ts';
import * as contract from './contract.ts';
import { answerHeld } from './hold-pages.ts';
import type { FeedStream } from './model.ts';
import { PACKED_PAGES, PAGES } from './media.ts';
import { keepPurge, readPurgeOrder } from './order-purge.ts';
import type { ProviderPorts } from './ports.ts';
import { problems } from './problems.ts';
import { newestCheckpoint } from './store/page.ts';
import { findSeat, findStream } from './store/stream.ts';
import { printAnswer } from './wire.ts';

const encodings = { zstd: promisify(zstdCompress), gzip: promisify(gzip) };

export function serveStreams(server: Server, provider: Provider & { readonly ports: ProviderPorts }): void {
  const { context, ports, news } = provider;
  // Whoever is held is answered before the server waits for its answers to end.
  server.fastify.addHook('preClose', (done) => {
    news?.close();
    done();
  });
  serve(server, contract.listStreams, async ({ request, reply }) => {
    const stream = await streamOfGrant(provider, await ports.admit(request, reply));
    return { items: [await viewOf(context, stream)] };
  });
  serve(server, contract.readPages, async ({ request, reply, params, query, outside }) => {
    const grant = await ports.admit(request, reply);
    const { epoch, from, limit, wait = 0 } = query;
    const seen = query.seen === undefined ? undefined : Buffer.from(query.seen, 'base64url').toString();
    const cursor = epoch === undefined || from === undefined ? null : { epoch, size: from };
    const asked = { stream: params.stream, cursor, limit, seen };
    const waiting = { news: provider.news, ms: wait * 1000, gone: goneOf(reply), still: () => ports.still(request) };
    const sending = await answerHeld(provider, grant, asked, { ...waiting, outside });
    const packed = request.headers.accept?.includes(PACKED_PAGES) ?? false;
    void reply.type(packed ? PACKED_PAGES : PAGES);
    return encoded(request, reply, { body: await printAnswer(sending, packed), packed });
  });
  serve(server, contract.readStreamCheckpoint, async ({ request, reply, params }) => {
    const grant = await ports.admit(request, reply);
    const [seat, stream] = [await findSeat(context.db, grant.id), await findStream(context.db, params.stream)];
    const at = stream && seat?.stream === stream.id ? { stream: stream.id, epoch: stream.head.epoch } : undefined;
    const signed = at && (await newestCheckpoint(context.db, at));
    if (!signed) throw problems.streamNotFound({ stream: params.stream });
    return signed.note;
  });
  serve(server, contract.acknowledgePages, async ({ request, reply, params, body }) => {
    await acknowledgeTo(provider, await ports.admit(request, reply), { ...body, stream: params.stream });
  });
  serve(server, contract.readOrder, async ({ request, params }) => {
    const { name } = await ports.caller(request);
    return { order: await readPurgeOrder(provider, { node: name, ...params }) };
  });
  serve(server, contract.acknowledgePurge, async ({ request, params, body }) => {
    const { name } = await ports.caller(request);
    return { heard: await keepPurge(provider, { node: name, ...params, note: body.note }) };
  });
}

function goneOf(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

/** Compressed once more only for who does not take the pages as they are stored. */
async function encoded(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { body, packed }: { readonly body: Buffer; readonly packed: boolean },
): Promise<Buffer> {
  const accepted = String(headers['accept-encoding'] ?? '');
  const encoding = (['zstd', 'gzip'] as const).find((name) => accepted.includes(name));
  if (packed || !encoding || body.length < 1000) return body;
  void reply.header('content-encoding', encoding);
  return encodings[encoding](body);
}

export async function viewOf({ db }: Pick<Context, 'db'>, stream: FeedStream): Promise<contract.StreamView> {
  const { id, agreement, register, scope, columns, head } = stream;
  const { release } = await openRegister(db, register);
  const trees = scope.trees === 'all' ? scope.trees : [...scope.trees];
  return {
    number: id,
    stream: head.stream,
    agreement,
    register,
    scope: { ...scope, trees },
    columns: [...columns],
    epoch: head.epoch,
    size: head.size,
    release,
  };
}
