/** A proxy on loopback that breaks connections, slows them, and lets nobody through: what a bad line does, without a kernel's help. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface BadLine extends AsyncDisposable {
  readonly address: string;
  /** Connections that were broken so far. */
  readonly broken: number;
  /** Nobody is let through, and whoever is connected is cut off, until it is over. */
  partition(isCut: boolean): void;
}

export interface Faults {
  /** 0 to 1: connections that are broken, after some bytes of their answer. */
  readonly breaks: number;
  readonly random: () => number;
}

/** @param target `http://127.0.0.1:<port>` */
export async function openBadLine(target: string, { breaks, random }: Faults): Promise<BadLine> {
  const { port } = new URL(target);
  const open = new Set<Socket>();
  let [broken, isCut] = [0, false];
  const server = createServer((client) => {
    if (isCut) return void client.destroy();
    const upstream = connect(Number(port), '127.0.0.1');
    let left = random() < breaks ? 12_000 + Math.floor(random() * 60_000) : Infinity;
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          open.delete(socket);
          client.destroy();
          upstream.destroy();
        });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left > 0) return void client.write(chunk);
      broken += 1;
      client.write(chunk.subarray(0, Math.max(0, chunk.length + left)), () => client.resetAndDestroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    get broken() {
      return broken;
    },
    partition: (cut) => {
      isCut = cut;
      if (cut) for (const socket of open) socket.destroy();
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
