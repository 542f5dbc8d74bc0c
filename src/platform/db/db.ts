/** The small database interface every store is written against, on node-postgres. */
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { AsyncLocalStorage } from 'node:async_hooks';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { planAnew, render, renderLiteral, type Sql } from './sql.ts';

export interface Db {
  /** Rows checked against a TypeBox type, so that a type cannot lie about a table. */
  many<T extends TSchema>(row: T, query: Sql): Promise<Static<T>[]>;
  /** The first row, checked, or undefined. */
  one<T extends TSchema>(row: T, query: Sql): Promise<Static<T> | undefined>;
  /** Rows unchecked: for bulk reads and for columns known only at run time. */
  rows<R = Record<string, unknown>>(query: Sql): Promise<R[]>;
  /** Number of rows touched. */
  run(query: Sql): Promise<number>;
  /** Several statements without parameters: migrations and emitted DDL. */
  script(text: string): Promise<void>;
  /** `copy … from stdin`; returns the number of rows. */
  copyIn(query: Sql, source: AsyncIterable<string | Buffer> | Readable): Promise<number>;
  /** `copy … to stdout` as a stream of chunks. */
  copyOut(query: Sql): AsyncIterable<Buffer>;
  /** One transaction; inside another, a savepoint. */
  transaction<T>(work: (tx: Db) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** The database that it is of, or it itself: what is remembered of one is remembered under this. */
  readonly pool: object;
}

export interface TransactionOptions {
  readonly isolation?: 'read committed' | 'repeatable read';
  readonly readOnly?: boolean;
  /** Runs under this role instead of the one that logged in; inside another transaction it is taken off again after `work`. */
  readonly role?: string;
}

/** The pool of a node: a `Db` whose statements may run on any connection. */
export interface Database extends Db, AsyncDisposable {
  /** Calls back on every NOTIFY on the channel until the returned function is called. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  /** Where it is connected, for people and for child processes of the bench. */
  readonly connection: ConnectionTarget;
}

export interface ConnectionTarget {
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly database?: string;
  readonly connectionString?: string;
}

// What leaves the driver is plain JSON: dates stay text, bigint becomes number (ids and positions stay below 2^53).
const types = new Map<number, (text: string) => unknown>([
  [20, Number],
  [1082, String],
  [1114, String],
  [1184, (text: string) => new Date(text).toISOString()],
]);
const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  types.get(oid) ?? pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser;

const checkers = new WeakMap<TSchema, { Check(value: unknown): boolean; Errors(value: unknown): unknown[] }>();
function checkRows<T extends TSchema>(type: T, rows: unknown[]): Static<T>[] {
  let checker = checkers.get(type);
  if (!checker) {
    checker = Compile(type) as unknown as { Check(value: unknown): boolean; Errors(value: unknown): unknown[] };
    checkers.set(type, checker);
  }
  for (const row of rows) {
    if (!checker.Check(row)) {
      throw new TypeError(`a row does not have its declared type: ${JSON.stringify(checker.Errors(row).slice(0, 3))}`);
    }
  }
  return rows as Static<T>[];
}

type Queryable = Pick<pg.ClientBase, 'query'>;

// "cached plan must not change result type": a column got another type since this connection planned the statement.
const STALE_PLAN = '0A000';

async function ask(client: Queryable, query: Sql): Promise<pg.QueryResult> {
  const rendered = render(query);
  try {
    return await client.query(rendered);
  } catch (error) {
    if (rendered.name === undefined || sqlState(error) !== STALE_PLAN) throw error;
    planAnew(rendered);
    // Inside a transaction the failure has ended it: its own error says more than the next one.
    return client.query(render(query)).catch(() => Promise.reject(error as Error));
  }
}

abstract class Session implements Db {
  abstract readonly pool: object;
  protected abstract use<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T>;
  abstract transaction<T>(work: (tx: Db) => Promise<T>, options?: TransactionOptions): Promise<T>;

  async many<T extends TSchema>(row: T, query: Sql): Promise<Static<T>[]> {
    return checkRows(row, await this.rows(query));
  }
  async one<T extends TSchema>(row: T, query: Sql): Promise<Static<T> | undefined> {
    return (await this.many(row, query))[0];
  }
  async rows<R>(query: Sql): Promise<R[]> {
    return this.use(async (client) => (await ask(client, query)).rows as R[]);
  }
  async run(query: Sql): Promise<number> {
    return this.use(async (client) => (await ask(client, query)).rowCount ?? 0);
  }
  async script(text: string): Promise<void> {
    await this.use((client) => client.query(text));
  }
  async copyIn(query: Sql, source: AsyncIterable<string | Buffer> | Readable): Promise<number> {
    return this.use(async (client) => {
      const target = client.query(copyFrom(renderLiteral(query)));
      await pipeline(source instanceof Readable ? source : Readable.from(source), target);
      return target.rowCount;
    });
  }
  async *copyOut(query: Sql): AsyncIterable<Buffer> {
    const client = await this.hold();
    try {
      for await (const chunk of client.client.query(copyTo(renderLiteral(query)))) yield chunk as Buffer;
    } finally {
      client.release();
    }
  }
  protected abstract hold(): Promise<{ client: pg.ClientBase; release: () => void }>;
}

class Transaction extends Session {
  private readonly client: pg.ClientBase;
  private readonly depth: number;
  readonly pool: object;
  constructor(client: pg.ClientBase, depth: number, pool: object) {
    super();
    this.client = client;
    this.depth = depth;
    this.pool = pool;
  }
  protected use<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    return work(this.client);
  }
  protected hold(): Promise<{ client: pg.ClientBase; release: () => void }> {
    return Promise.resolve({ client: this.client, release: () => undefined });
  }
  async transaction<T>(work: (tx: Db) => Promise<T>, { role }: TransactionOptions = {}): Promise<T> {
    const point = `s${String(this.depth)}`;
    const [on, off] =
      role === undefined ? ['', ''] : [`; set local role ${pg.escapeIdentifier(role)}`, 'set local role none; '];
    try {
      await this.client.query(`savepoint ${point}${on}`);
      const result = await work(new Transaction(this.client, this.depth + 1, this.pool));
      await this.client.query(`${off}release savepoint ${point}`);
      return result;
    } catch (error) {
      await this.client.query(`rollback to savepoint ${point}`);
      throw error;
    }
  }
}

/** Of work that holds a connection already: it waits for each other's short statements only. */
const NESTED_SIZE = 4;

/** For tests of what goes wrong otherwise. */
export interface PoolOptions {
  /** Whoever holds a connection and asks for another gets it from the same ones. */
  readonly isFlat?: boolean;
  /** How long to wait for a connection, in milliseconds; for ever where it is not said. */
  readonly waitMs?: number;
}

/**
 * Connections in tiers. Work inside a transaction that asks the pool for a second connection waits for one of the next
 * tier, never for one of those who wait as it does: however many come together, somebody can always go on.
 */
class Pool extends Session implements Database {
  private readonly tiers: pg.Pool[] = [];
  private readonly depth = new AsyncLocalStorage<number>();
  private readonly size: number;
  private readonly options: PoolOptions;
  readonly pool = this;
  readonly connection: ConnectionTarget;
  constructor(connection: ConnectionTarget, size: number, options: PoolOptions) {
    super();
    this.connection = connection;
    this.size = size;
    this.options = options;
    this.tier(0);
  }
  private tier(depth: number): pg.Pool {
    const known = this.tiers[depth];
    if (known) return known;
    const max = depth === 0 ? this.size : Math.min(this.size, NESTED_SIZE);
    const wait = this.options.waitMs === undefined ? {} : { connectionTimeoutMillis: this.options.waitMs };
    const tier = new pg.Pool({ ...this.connection, max, types: { getTypeParser }, ...wait });
    // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
    tier.on('error', () => undefined);
    // One in use breaks its statement, which says so; the event beside it would end the process as well.
    tier.on('connect', (client) => client.on('error', () => undefined));
    this.tiers[depth] = tier;
    return tier;
  }
  protected async hold(): Promise<{ client: pg.PoolClient; release: (error?: Error) => void }> {
    const depth = this.options.isFlat ? 0 : (this.depth.getStore() ?? 0);
    const client = await this.tier(depth).connect();
    return { client, release: (error) => client.release(error) };
  }
  protected async use<T>(work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
    const held = await this.hold();
    try {
      const result = await work(held.client);
      held.release();
      return result;
    } catch (error) {
      // A failed COPY can leave the protocol in the middle of a message: such a connection is not used again.
      held.release(error instanceof pg.DatabaseError ? undefined : (error as Error));
      throw error;
    }
  }
  async transaction<T>(work: (tx: Db) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    return this.use(async (client) => {
      const isolation = options.isolation ? ` isolation level ${options.isolation}` : '';
      const role = options.role === undefined ? '' : `; set local role ${pg.escapeIdentifier(options.role)}`;
      await client.query(`begin${isolation}${options.readOnly ? ' read only' : ''}${role}`);
      try {
        const result = await this.depth.run((this.depth.getStore() ?? 0) + 1, () =>
          work(new Transaction(client, 1, this)),
        );
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    });
  }
  async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    const client = new pg.Client({ ...this.connection });
    client.on('error', () => undefined);
    client.on('notification', (message) => heard(message.payload ?? ''));
    await client.connect();
    await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    return () => client.end();
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.tiers.map((tier) => tier.end()));
  }
}

/** Opens a pool. The caller owns it: `await using db = openDatabase(…)`. */
export function openDatabase(connection: ConnectionTarget, size = 10, options: PoolOptions = {}): Database {
  return new Pool(connection, size, options);
}

/** The name of the constraint a statement broke, or undefined: stores translate it into a problem. */
export function brokenConstraint(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.constraint : undefined;
}

/** The SQLSTATE of a database error, or undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}
