/** Bodies that are not JSON: passed on as they arrive and counted while they pass; only small ones are held whole. */
import { Transform, type Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { problems } from '../problems.ts';

export interface UploadLimits {
  /** Largest body in bytes. */
  readonly bytes: number;
  /** Longest silence between two chunks, in milliseconds. */
  readonly silenceMs: number;
}

/**
 * The request's body as a stream that fails with `tooLarge` at the first byte over the limit, with `tooSlow` when the
 * sender falls silent and with `interrupted` when it goes away: whatever consumes it stores nothing.
 */
export function limitedBody(source: Readable, limits: UploadLimits, declared: string | undefined): Readable {
  if (declared !== undefined && Number(declared) > limits.bytes) throw problems.tooLarge({ limit: limits.bytes });
  let passed = 0;
  const heardNothing = () => {
    // A full buffer means that we are the slow ones.
    if (body.writableNeedDrain) silence.refresh();
    else body.destroy(problems.tooSlow({ seconds: limits.silenceMs / 1000 }));
  };
  const silence = setTimeout(heardNothing, limits.silenceMs);
  silence.unref();
  const body = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length;
      silence.refresh();
      if (passed > limits.bytes) done(problems.tooLarge({ limit: limits.bytes }));
      else done(null, chunk);
    },
    destroy(error, done) {
      clearTimeout(silence);
      done(error);
    },
    final(done) {
      clearTimeout(silence);
      done();
    },
  });
  body.on('error', () => undefined); // whoever consumes it hears it too; unheard it would end the process
  const lost = () => {
    if (!source.readableEnded && !(source as IncomingMessage).complete) body.destroy(problems.interrupted());
  };
  source.once('aborted', lost).once('error', lost).once('close', lost);
  // Not `pipeline`: it would destroy the request together with the body, and the answer could not be read any more.
  source.pipe(body);
  return body;
}

const LINGER = { bytes: 64 * 1024 * 1024, ms: 10_000 };

/**
 * Reads and forgets the rest of a body nobody wants, so that the sender gets to read the answer (a socket closed with
 * unread bytes resets the connection); cuts the line when too much or too long.
 */
export function forgetRest(request: IncomingMessage): void {
  if (request.complete || request.destroyed) return;
  let forgotten = 0;
  const cut = setTimeout(() => request.destroy(), LINGER.ms);
  cut.unref();
  request.unpipe();
  request.on('data', (chunk: Buffer) => {
    forgotten += chunk.length;
    if (forgotten > LINGER.bytes) request.destroy();
  });
  request.once('close', () => clearTimeout(cut)).once('end', () => clearTimeout(cut));
  request.on('error', () => undefined);
  request.resume();
}

/**
 * A small upload, whole: for files that are judged before anything of them is used.
 * @param limit in bytes @param refusal what is thrown at the first byte over it
 */
export async function readWhole(
  upload: Readable,
  limit: number,
  refusal: () => Error = () => problems.tooLarge({ limit }),
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of upload) {
    size += (chunk as Buffer).length;
    if (size > limit) throw refusal();
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
