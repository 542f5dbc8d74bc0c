/** The driver of Oracle goes where it may go, and nowhere that a server sends it. */
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import oracledb from 'oracledb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { compileChecker } from '../../../platform/http/input.ts';
import { outgoing } from '../../../platform/http/outgoing.ts';
import { parseAllowed, type AllowedHost } from '../../../platform/http/outgoing-hosts.ts';
import { oracleKind } from './oracle.ts';
import { keptHere } from './relay.ts';
import { OracleSettings, type SqlSettings } from './sql-settings.ts';

const ACCEPT = 2;
const REDIRECT = 5;
/** A packet of a listener (TNS): length, kind, and what it holds. */
const packet = (kind: number, body: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(8 + body.length, 0);
  head.writeUInt8(kind, 4);
  return Buffer.concat([head, body]);
};
const portOf = (server: Server) => (server.address() as AddressInfo).port;
let elsewhere = 0;
/** Where nobody may go: counts who came. */
const inside = createServer((socket) => {
  elsewhere += 1;
  socket.destroy();
});
/** A listener that sends everybody there. */
const listener = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    const to = Buffer.from(`(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${String(portOf(inside))}))`);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(to.length);
    socket.write(packet(REDIRECT, Buffer.concat([length, to])));
  });
});
beforeAll(async () => {
  for (const server of [inside, listener]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
});
afterAll(() => {
  inside.close();
  listener.close();
});
beforeEach(() => void (elsewhere = 0));

const settings = (): SqlSettings => ({
  ...{ host: '127.0.0.1', port: portOf(listener), database: 'orcl.example', user: 'u', secret: 's', tls: false },
  ...{ table: 'PEOPLE', columns: ['NO'], key: ['NO'] },
});

describe('an Oracle', () => {
  it('that sends the driver to another host is left, and the other host hears nothing', async () => {
    const reach = {
      out: outgoing({ allowed: [parseAllowed(`127.0.0.1:${String(portOf(listener))}`) as AllowedHost] }),
      ...{ secret: () => 'pass', signal: new AbortController().signal, wanted: [] },
    };
    await expect(oracleKind.describe(settings(), reach)).rejects.toMatchObject({ kind: { slug: 'far-end-refused' } });
    expect(elsewhere).toBe(0);
  });
  it('reaches it without the door: the twin', async () => {
    const connectString = `127.0.0.1:${String(portOf(listener))}/orcl`;
    await expect(oracledb.getConnection({ user: 'u', password: 'p', connectString })).rejects.toThrow();
    expect(elsewhere).toBeGreaterThan(0);
  });
  it('has a service name that ends no descriptor', () => {
    const { check } = compileChecker(OracleSettings);
    expect(check(settings())).toBe(true);
    expect(check({ ...settings(), database: 'x))(ADDRESS=(HOST=10.0.0.1)' })).toBe(false);
  });
});

describe('what the door lets through', () => {
  const passed = async (chunks: readonly Buffer[]) => {
    const door = keptHere();
    const out: Buffer[] = [];
    door.on('data', (chunk: Buffer) => out.push(chunk));
    const ended = new Promise((done) => door.once('error', done).once('end', () => done('whole')));
    for (const chunk of chunks) door.write(chunk);
    door.end();
    return { ended: await ended, bytes: Buffer.concat(out) };
  };
  const bytes = (buffer: Buffer) => [...buffer].map((byte) => Buffer.from([byte]));
  const accepted = Buffer.concat([packet(11, Buffer.from('again')), packet(ACCEPT, Buffer.from('come'))]);

  it('is every byte until and after it is accepted, in whatever pieces they come', async () => {
    const all = Buffer.concat([accepted, packet(REDIRECT, Buffer.from('only data now'))]);
    for (const chunks of [[all], bytes(all)]) expect(await passed(chunks)).toEqual({ ended: 'whole', bytes: all });
  });
  it('ends with what sends elsewhere, in whatever pieces it comes', async () => {
    const all = Buffer.concat([packet(11, Buffer.from('again')), packet(REDIRECT, Buffer.from('there'))]);
    for (const chunks of [[all], bytes(all)]) {
      const { ended, bytes: through } = await passed(chunks);
      expect(ended).toBeInstanceOf(Error);
      expect(through.includes('there')).toBe(false);
    }
  });
});
