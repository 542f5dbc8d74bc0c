/**
 * The facts a decision needs, gathered before `decide` is asked: bodies, registers, grants. Remembered per edition of
 * bodies and of governance: a change made in this process is seen by the next question, one made by another process
 * within a tenth of a second.
 */
import { absorbedIds, bodiesEdition, findBody, listBodies, pathOf, subtreeIds, type Body } from '../bodies/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Db } from '../platform/db/db.ts';
import type { About } from '../platform/http/endpoint.ts';
import type { PermissionTable } from '../platform/room.ts';
import type { Texts } from '../platform/texts.ts';
import type { Catalogues } from '../platform/i18n.ts';
import { keeperOf } from './keeper.ts';
import { askedField, restrictedFields, type AskedField } from './rules/fields.ts';
import { briefly } from '../platform/briefly.ts';
import type { Grant, UpdatingRule } from './model.ts';
import type { AskedBody, AskedRegister, Question, Relation } from './question.ts';
import { listGrants, listPurposes } from './store/agreement.ts';
import { edition } from './edition.ts';
import { conditionWords, entitiesOfRegisters } from './row-conditions.ts';
import * as store from './store/register.ts';

export interface Facts {
  question(caller: Caller, permission: string, about: About): Promise<Question>;
  /** Ids of bodies and of everything below them. */
  subtrees(bodies: readonly number[]): Promise<readonly number[]>;
  /** Ids of bodies that these took over whole: their rows are the successor's own. */
  absorbed(bodies: readonly number[]): Promise<readonly number[]>;
  /** Who keeps the rows of a register, by their home; empty when its updating rule names nobody. */
  keepers(register: string): Promise<ReadonlyMap<number, number>>;
  /** Homes of the rows of a register that a body keeps. */
  keptBy(register: string, body: number): Promise<readonly number[]>;
  /** Fields of a register that labels keep from somebody, by physical name; empty where there are none. */
  fields(register: string): Promise<ReadonlyMap<string, AskedField>>;
}

// A release put in force by another process counts a tenth of a second later.
const entities = briefly((db) => entitiesOfRegisters(db));

/** The field of a register as it is asked about; null when it has none of that name. */
async function askedAbout(db: Db, { register = '', field: name }: About): Promise<Pick<Question['about'], 'field'>> {
  if (name === undefined) return {};
  const field = (await entities.read(db, '')).get(register)?.fields.find((one) => one.name === name);
  return { field: field ? askedField(field) : null };
}

/** A register as it is asked about, with the rule that says who keeps its rows. */
type Known = AskedRegister & { readonly rule: UpdatingRule | null };

interface Memory {
  readonly edition: string;
  readonly bodies: Map<number | string, Promise<Body | undefined>>;
  readonly paths: Map<number, Promise<readonly number[]>>;
  readonly subtrees: Map<number, Promise<readonly number[]>>;
  readonly absorbed: Map<number, Promise<readonly number[]>>;
  readonly grants: Map<number, Promise<readonly Grant[]>>;
  readonly keepers: Map<string, Promise<ReadonlyMap<number, number>>>;
  registers: Promise<ReadonlyMap<string, Known>> | undefined;
}

// Codes come from whoever asks: what is remembered of them is bounded.
const MOST_REMEMBERED = 20_000;

const emptyMemory = (edition: string): Memory => ({
  edition,
  bodies: new Map(),
  paths: new Map(),
  subtrees: new Map(),
  absorbed: new Map(),
  grants: new Map(),
  keepers: new Map(),
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
      const known =
        about.register === undefined ? undefined : await registerOf({ db, memory: now, day }, about.register);
      const register = known && withoutRule(known);
      const body =
        about.body === undefined ? undefined : await askedBody({ db, memory: now, day }, about.body, { own, known });
      return {
        caller: await askerOf(db, now, { caller, own }),
        permission: { name: permission, ...(entry && { entry }) },
        about: {
          ...(body && { body }),
          ...(known !== undefined && { register: register ?? null }),
          ...(about.purpose !== undefined && { purpose: about.purpose }),
          ...(await askedAbout(db, about)),
        },
        // What an agreement opened for the body is read by itself.
        grants: own && register && !caller.onBehalf ? await grantsOf({ db, memory: now, words }, own.id) : [],
        day,
      };
    },
    async subtrees(bodies) {
      const now = await fresh();
      const all = bodies.map((body) => remembered(now.subtrees, body, () => subtreeIds(db, body)));
      return (await Promise.all(all)).flat();
    },
    async absorbed(bodies) {
      const now = await fresh();
      return (await Promise.all(bodies.map((body) => absorbedBy(db, now, body)))).flat();
    },
    async keepers(register) {
      return keepersIn({ db, memory: await fresh(), day: today() }, register);
    },
    async keptBy(register, body) {
      const keepers = await keepersIn({ db, memory: await fresh(), day: today() }, register);
      return [...keepers].flatMap(([home, keeper]) => (keeper === body ? [home] : []));
    },
    async fields(register) {
      const entity = (await entities.read(db, '')).get(register);
      return entity ? restrictedFields(entity) : new Map();
    },
  };
}

async function askerOf(
  db: Db,
  memory: Memory,
  { caller, own }: { readonly caller: Caller; readonly own: Body | undefined },
): Promise<Question['caller']> {
  const { kind, roles, onBehalf, emergency } = caller;
  const asker = {
    ...{ kind, body: own ? { id: own.id, names: own.names, level: own.level } : null, posts: roles },
    ...(emergency && { emergency: { permissions: emergency.permissions, registers: emergency.registers } }),
  };
  if (!onBehalf) return asker;
  const { by, permissions, registers } = onBehalf;
  return { ...asker, onBehalf: { by: (await bodyOf(db, memory, by))?.names ?? {}, permissions, registers } };
}

const withoutRule = ({ rule: _, ...register }: Known): AskedRegister => register;

const keepersIn = (at: Reading, register: string): Promise<ReadonlyMap<number, number>> =>
  remembered(at.memory.keepers, register, async () => {
    const rule = (await registerOf(at, register))?.rule;
    if (!rule) return new Map();
    const bodies = new Map((await listBodies(at.db)).map((body) => [body.id, body]));
    const placed = (path: readonly number[]) => path.flatMap((id) => bodies.get(id) ?? []);
    const keepers = new Map<number, number>();
    for (const { id, path } of bodies.values()) keepers.set(id, keeperOf(rule, placed(path), at.day) ?? id);
    return keepers;
  });

const absorbedBy = (db: Db, memory: Memory, body: number): Promise<readonly number[]> =>
  remembered(memory.absorbed, body, () => absorbedIds(db, body));

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
    const said = (grant: Grant, condition: string) => ({
      ...grant,
      conditionWords: conditionWords(condition, entities.get(grant.register), words),
    });
    return grants.map((grant) => {
      // Of rows on consent the words are those of the provider's own condition, where there is one.
      const condition = grant.consent ? grant.consent.condition : grant.condition;
      return condition === null ? grant : said(grant, condition);
    });
  });

interface Reading {
  readonly db: Db;
  readonly memory: Memory;
  readonly day: string;
}

async function askedBody(
  { db, memory, day }: Reading,
  given: number | string,
  { own, known }: { readonly own: Body | undefined; readonly known: Known | null | undefined },
): Promise<AskedBody> {
  // A code that nobody bears today may be a former one: its last bearer is meant.
  const found =
    (await bodyOf(db, memory, given, typeof given === 'string' ? day : undefined)) ??
    (typeof given === 'string'
      ? await remembered(memory.bodies, `${given}\0ever`, () => findBody(db, given))
      : undefined);
  if (!found) return { given, relation: 'unknown', path: [] };
  const path = await remembered(memory.paths, found.id, () => pathOf(db, found.id));
  const keeper = known?.rule ? await keeperHere({ db, memory, day }, known.rule, path) : undefined;
  const isOwn = own !== undefined && found.ended !== null && (await absorbedBy(db, memory, own.id)).includes(found.id);
  const relation = isOwn ? 'same' : relate(own, found.id, path);
  return { given, names: found.names, relation, path, ...(keeper && { keeper }) };
}

async function keeperHere({ db, memory, day }: Reading, rule: UpdatingRule, path: readonly number[]) {
  const bodies = await Promise.all(path.map((id) => bodyOf(db, memory, id)));
  const id = keeperOf(
    rule,
    bodies.flatMap((body) => body ?? []),
    day,
  );
  const keeper = id === undefined ? undefined : await bodyOf(db, memory, id);
  return keeper && { id: keeper.id, names: keeper.names };
}

/** How a body stands to one's own, by their paths from the root. */
export function relate(own: Pick<Body, 'id' | 'path'> | undefined, asked: number, path: readonly number[]): Relation {
  if (!own) return 'elsewhere';
  if (own.id === asked) return 'same';
  if (path.includes(own.id)) return 'below';
  return own.path.includes(asked) ? 'above' : 'elsewhere';
}

async function registerOf({ memory, ...at }: Reading, name: string): Promise<Known | null> {
  memory.registers ??= readRegisters({ memory, ...at });
  return (await memory.registers).get(name) ?? null;
}

async function readRegisters({ db, memory, day }: Reading): Promise<ReadonlyMap<string, Known>> {
  const purposes = new Map((await listPurposes(db)).map(({ code, names }) => [code, names]));
  const registers = await store.listRegisters(db, true, day);
  const all = registers.map(async (register): Promise<[string, Known]> => {
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
        rule: register.updatingBody,
        ...(register.updatingBody && { keeping: { onBehalf: register.updatingBody.onBehalf ?? [] } }),
      },
    ];
  });
  return new Map(await Promise.all(all));
}
