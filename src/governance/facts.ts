/**
 * The facts a decision needs, gathered before `decide` is asked: bodies, registers, grants. Remembered per edition of
 * bodies and of governance: a change made in this process is seen by the next question, one made by another process
 * within a tenth of a second.
 */
import { bodiesEdition, findBody, pathOf, subtreeIds, type Body } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Db } from '../platform/db/db.ts';
import type { About } from '../platform/http/endpoint.ts';
import type { PermissionTable } from '../platform/room.ts';
import type { Texts } from '../platform/texts.ts';
import type { Catalogues } from '../platform/i18n.ts';
import type { Grant } from './model.ts';
import type { AskedBody, AskedRegister, Question, Relation } from './question.ts';
import { listGrants, listPurposes } from './store/agreement.ts';
import { edition } from './edition.ts';
import { conditionWords, entitiesOfRegisters } from './row-conditions.ts';
import * as store from './store/register.ts';

export interface Facts {
  question(caller: Caller, permission: string, about: About): Promise<Question>;
  /** Ids of a body and of everything below it. */
  subtree(body: number): Promise<readonly number[]>;
}

interface Memory {
  readonly edition: string;
  readonly bodies: Map<number | string, Promise<Body | undefined>>;
  readonly paths: Map<number, Promise<readonly number[]>>;
  readonly subtrees: Map<number, Promise<readonly number[]>>;
  readonly grants: Map<number, Promise<readonly Grant[]>>;
  registers: Promise<ReadonlyMap<string, AskedRegister>> | undefined;
}

// Codes come from whoever asks: what is remembered of them is bounded.
const MOST_REMEMBERED = 20_000;

const emptyMemory = (edition: string): Memory => ({
  edition,
  bodies: new Map(),
  paths: new Map(),
  subtrees: new Map(),
  grants: new Map(),
  registers: undefined,
});

function remembered<K, V>(map: Map<K, Promise<V>>, key: K, find: () => Promise<V>): Promise<V> {
  let value = map.get(key);
  if (!value) {
    if (map.size >= MOST_REMEMBERED) map.clear();
    value = find();
    map.set(key, value);
    // A failed reading is not remembered.
    value.catch(() => map.delete(key));
  }
  return value;
}

export interface Around {
  readonly today: () => string;
  /** For conditions in words; without them they stand as they are written. */
  readonly words: Catalogues | undefined;
}

export function openFacts(db: Db, tables: PermissionTable, { today, words }: Around): Facts {
  let memory = emptyMemory('');
  const fresh = async (): Promise<Memory> => {
    const day = today();
    const [tree, own] = await Promise.all([bodiesEdition(db, day), edition.read(db, '')]);
    const name = `${day}/${String(tree)}/${String(own)}`;
    if (memory.edition !== name) memory = emptyMemory(name);
    return memory;
  };
  return {
    async question(caller, permission, about) {
      const [now, day] = [await fresh(), today()];
      const own = caller.body === null ? undefined : await bodyOf(db, now, caller.body);
      const entry = Object.hasOwn(tables, permission) ? tables[permission] : undefined;
      const register = about.register === undefined ? undefined : await registerOf(db, now, about.register);
      return {
        caller: {
          kind: caller.kind,
          body: own ? { id: own.id, names: own.names } : null,
          posts: caller.roles,
        },
        permission: { name: permission, ...(entry && { entry }) },
        about: {
          ...(about.body !== undefined && { body: await askedBody({ db, memory: now, day }, about.body, own) }),
          ...(register !== undefined && { register }),
          ...(about.purpose !== undefined && { purpose: about.purpose }),
        },
        grants: own && register ? await grantsOf({ db, memory: now, words }, own.id) : [],
        day,
      };
    },
    async subtree(body) {
      const now = await fresh();
      return remembered(now.subtrees, body, () => subtreeIds(db, body));
    },
  };
}

const bodyOf = (db: Db, memory: Memory, key: number | string, day?: string): Promise<Body | undefined> =>
  remembered(memory.bodies, key, () => findBody(db, key, day));

const grantsOf = (
  { db, memory, words }: { readonly db: Db; readonly memory: Memory; readonly words: Catalogues | undefined },
  consumer: number,
): Promise<readonly Grant[]> =>
  remembered(memory.grants, consumer, async () => {
    const grants = await listGrants(db, consumer);
    if (!words || grants.every(({ condition }) => condition === null)) return grants;
    const entities = await entitiesOfRegisters(db);
    const said = (grant: Grant & { condition: string }) => ({
      ...grant,
      conditionWords: conditionWords(grant.condition, entities.get(grant.register), words),
    });
    return grants.map((grant) => (grant.condition === null ? grant : said({ ...grant, condition: grant.condition })));
  });

async function askedBody(
  { db, memory, day }: { db: Db; memory: Memory; day: string },
  given: number | string,
  own: Body | undefined,
): Promise<AskedBody> {
  // A code that nobody bears today may be a former one: its last bearer is meant.
  const found =
    (await bodyOf(db, memory, given, typeof given === 'string' ? day : undefined)) ??
    (typeof given === 'string'
      ? await remembered(memory.bodies, `${given}\0ever`, () => findBody(db, given))
      : undefined);
  if (!found) return { given, relation: 'unknown', path: [] };
  const path = await remembered(memory.paths, found.id, () => pathOf(db, found.id));
  return { given, names: found.names, relation: relate(own, found.id, path), path };
}

/** How a body stands to one's own, by their paths from the root. */
export function relate(own: Pick<Body, 'id' | 'path'> | undefined, asked: number, path: readonly number[]): Relation {
  if (!own) return 'elsewhere';
  if (own.id === asked) return 'same';
  if (path.includes(own.id)) return 'below';
  return own.path.includes(asked) ? 'above' : 'elsewhere';
}

async function registerOf(db: Db, memory: Memory, name: string): Promise<AskedRegister | null> {
  memory.registers ??= readRegisters(db, memory);
  return (await memory.registers).get(name) ?? null;
}

async function readRegisters(db: Db, memory: Memory): Promise<ReadonlyMap<string, AskedRegister>> {
  const purposes = new Map((await listPurposes(db)).map(({ code, names }) => [code, names]));
  const registers = await store.listRegisters(db, true);
  const all = registers.map(async (register): Promise<[string, AskedRegister]> => {
    const manager = register.managerBody === null ? undefined : await bodyOf(db, memory, register.managerBody);
    const managerNames: Texts | undefined = manager?.names ?? register.ownerNames ?? undefined;
    const remedyPurpose = register.remedyPurpose === null ? undefined : purposes.get(register.remedyPurpose);
    return [
      register.name,
      {
        name: register.name,
        external: register.external,
        managerBody: register.managerBody,
        ...(managerNames && { managerNames }),
        ...(remedyPurpose && { remedyPurpose }),
      },
    ];
  });
  return new Map(await Promise.all(all));
}
