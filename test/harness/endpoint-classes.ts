/** For whom each endpoint is, and which show data about people: `endpoint-classes.yaml`, held against what is served. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { addressOf } from '../../src/platform/http/call.ts';
import type { AnyEndpoint } from '../../src/platform/http/endpoint.ts';

type ByRoom = Readonly<Record<string, readonly string[]>>;
interface Written {
  readonly public: ByRoom;
  readonly own: ByRoom;
  readonly post: ByRoom;
  readonly people: Readonly<Record<'named' | 'mine' | 'copied' | 'window', readonly string[]>>;
}

const written = parse(readFileSync(join(import.meta.dirname, 'endpoint-classes.yaml'), 'utf8')) as Written;
const namesOf = (rooms: ByRoom) =>
  Object.entries(rooms).flatMap(([room, verbs]) => verbs.map((verb) => `${room}.${verb}`));

export const classes = {
  public: namesOf(written.public),
  own: namesOf(written.own),
  post: namesOf(written.post),
  people: written.people,
};

/** Addresses of a reading endpoint, its braces filled with what is there; at most `most`. */
export function addressesOf(
  endpoint: AnyEndpoint,
  known: Readonly<Record<string, readonly string[]>>,
  most: number,
): string[] {
  const names = [...endpoint.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
  let filled: Record<string, string>[] = [{}];
  for (const name of names) {
    filled = filled.flatMap((params) => {
      const values = (name === 'record' && known[`record of ${params['register'] ?? ''}`]) || known[name];
      return (values ?? ['1']).map((value) => ({ ...params, [name]: value }));
    });
  }
  return filled.slice(0, most).map((params) => addressOf(endpoint, params, {}));
}
