/**
 * A door on loopback that leads to one checked address and nowhere else, for a driver that connects by itself: it cannot
 * be given an address to keep to, and a server of its kind may send it on to another host (TNS REDIRECT), past the
 * guard of outgoing hosts. The door encrypts and checks the server's certificate, so that the answer is read here.
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { connect as connectTls } from 'node:tls';

export interface Door {
  /** The checked address, and the name that its certificate bears. */
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** Milliseconds until the far end has to be there. */
  readonly within: number;
}

/** One connection goes through; the door is closed behind it. */
export async function openRelay(door: Door): Promise<AsyncDisposable & { readonly port: number }> {
  const far = await reach(door);
  const server = createServer();
  server.maxConnections = 1;
  const ends: { destroy(): void }[] = [far];
  server.once('connection', (near) => {
    ends.push(near);
    server.close();
    // Whichever end breaks, both are over: the driver sees a connection that ended.
    void Promise.all([pipeline(near, far), pipeline(far, keptHere(), near)]).catch(() => {
      for (const end of ends) end.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const end of ends) end.destroy();
      if (server.listening) await new Promise((done) => server.close(done));
    },
  };
}

async function reach({ address, host, port, tls, within }: Door): Promise<Socket> {
  const far = tls ? connectTls({ host: address, port, servername: host }) : connect({ host: address, port });
  far.setTimeout(within, () => far.destroy(new Error('the far end is silent')));
  await once(far, tls ? 'secureConnect' : 'connect');
  far.setTimeout(0);
  return far;
}

/** Of a packet: its length in the first two bytes, its kind in the fifth. */
const HEAD = 8;
const KIND_AT = 4;
const ACCEPT = 2;
const REDIRECT = 5;

/** Lets packets of the far end through until it accepts; one that sends elsewhere ends the connection. */
export function keptHere(): Transform {
  let isAccepted = false;
  let left = 0;
  let head = Buffer.alloc(0);
  return new Transform({
    transform(chunk: Buffer, _, done) {
      let rest = chunk;
      while (!isAccepted && rest.length > 0) {
        if (left > 0) {
          this.push(rest.subarray(0, left));
          const passed = Math.min(left, rest.length);
          [left, rest] = [left - passed, rest.subarray(passed)];
          continue;
        }
        head = Buffer.concat([head, rest]);
        rest = Buffer.alloc(0);
        if (head.length < HEAD) break;
        const kind = head.readUInt8(KIND_AT);
        left = head.readUInt16BE(0);
        if (kind === REDIRECT || left < HEAD) return done(new Error('the far end sends elsewhere'));
        isAccepted = kind === ACCEPT;
        [rest, head] = [head, Buffer.alloc(0)];
      }
      if (rest.length > 0) this.push(rest);
      done();
    },
  });
}
