/** Builds one node out of the rooms: the only file that knows them all. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Type from 'typebox';
import { architectureRoom } from './architecture/index.ts';
import { describeCaller, isWithin, listBodies, postsOn, roomOfBodies } from './bodies/index.ts';
import { dictionaryRoom } from './dictionary/index.ts';
import { bodiesElsewhere, guardOwnNode, mustWait, readFence, roomOfExchange } from './exchange/index.ts';
import { actFor, authorizer, governanceRoom, inEmergency, permissionTable, visibleBodies } from './governance/index.ts';
import { approvalsRoom } from './platform/approvals/index.ts';
import { followerStates, healthOf, startFollowers, type Running } from './platform/changes/index.ts';
import type { Caller } from './platform/caller.ts';
import { dayOf, systemClock, type Clock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import type { Context } from './platform/context.ts';
import { openDatabase, type Database, type Db } from './platform/db/db.ts';
import { startServer, type Server as Engine } from './platform/db/embedded.ts';
import { migrate, readMigrations } from './platform/db/migrate.ts';
import { migratedRooms } from './platform/db/rooms.ts';
import { id, raw, sql } from './platform/db/sql.ts';
import { createServer, type HttpServer } from './platform/http/server.ts';
import { insistOnStrength, stepUpMinutes } from './platform/http/strength.ts';
import { readCatalogues } from './platform/i18n.ts';
import { identifier, identityRoom } from './platform/identity/index.ts';
import { jobsRoom } from './platform/jobs/index.ts';
import { keyFilePort, openDataKeys } from './platform/encryption/index.ts';
import { ledgerRoom, openAudit, openKeys, type Ledger } from './platform/ledger/index.ts';
import { markGuard, marksRoom } from './platform/marks/index.ts';
import { createLog } from './platform/log.ts';
import { readProfile } from './platform/profile.ts';
import type { Room } from './platform/room.ts';
import { startRounds } from './platform/rounds.ts';
import { secretsOf } from './platform/secrets.ts';
import { readSetting } from './platform/setting.ts';
import { workRoom } from './platform/work/index.ts';
import { qualityRoom } from './quality/index.ts';
import { roomOfRecords } from './records/index.ts';
import { registersRoom } from './registers/index.ts';
import { strategyRoom } from './strategy/index.ts';

const ROOT = join(import.meta.dirname, '..');
/** Where deployments lie as data. */
export const PROFILES = join(ROOT, 'profiles');

export interface NodeOptions {
  readonly config: Config;
  readonly clock?: Clock;
  /** Folder of profiles; by default the ones beside the program. */
  readonly profiles?: string;
  /** Answers are held against their contracts: tests. */
  readonly checkAnswers?: boolean;
  /** Opened by a command that ends soon: a node that is started meanwhile waits for its end. */
  readonly passing?: boolean;
}

/** A node without its doors: database, audit trail, rooms; what the command line works on. */
export interface OpenNode extends AsyncDisposable {
  readonly context: Context;
  readonly ledger: Ledger;
  readonly rooms: readonly Room[];
  /** True when another process runs the embedded engine, and this one joined it. */
  readonly joined: boolean;
  /** Puts the profile in place: run at every start, idempotent. */
  install(): Promise<void>;
  /** Lets every follower catch up, and go on until it is disposed; what comes round again begins. */
  follow(): Promise<Running>;
  /** The HTTP server with every room's contract on the air; not listening yet. */
  serve(): Promise<HttpServer>;
}

const NAME = 'artery';
/** What a new data folder is set up with when nobody says. */
const TRIAL = 'vn-demo';

/** Opens the database (starting the embedded engine if there is no DATABASE_URL) and brings its schema up to date. */
export async function openNode({
  config,
  clock = systemClock,
  profiles,
  checkAnswers,
  passing = false,
}: NodeOptions): Promise<OpenNode> {
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const stack = new AsyncDisposableStack();
  try {
    const engine =
      config.databaseUrl === undefined
        ? stack.use(await startServer({ dataDir: join(config.dataDir, 'postgres'), passing }))
        : undefined;
    const db = stack.use(await connect(config, engine));
    await migrate(db, readMigrations(import.meta.dirname, migratedRooms));
    const profile = readProfile(profiles ?? PROFILES, await profileOf(db, config.profile));
    const words = await readCatalogues(join(ROOT, 'locales'), profile.languages);
    const keys = openKeys(config.keysDir);
    const ledger = stack.use(await openAudit(db, clock, keys, { held: await mustWait(db) }));
    const log = createLog(config.logLevel);
    const { keysDir, dropDir } = config;
    const secrets = secretsOf(config.secrets, keysDir);
    const homesElsewhere = () => bodiesElsewhere({ db, keysDir });
    const context: Context = {
      ...{ db, clock, audit: ledger, log, words, profile, keysDir },
      ...{ homesElsewhere, secrets, dropDir },
      dataKeys: openDataKeys(keyFilePort(keys), clock),
    };
    await guardOwnNode(context, { passing });
    const rooms = roomsOf(context, config);
    return {
      context,
      ledger,
      rooms,
      joined: engine?.joined ?? false,
      install: () => install(context, rooms),
      follow: () => follow(context, rooms),
      serve: () => serveRooms(context, rooms, { config, checkAnswers: checkAnswers ?? false }),
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

export class OtherProfileError extends Error {
  override name = 'OtherProfileError';
}

/** Data belong to the profile they were set up with. */
async function profileOf(db: Db, asked: string | undefined): Promise<string> {
  const known = await readSetting(db, 'profile', Type.String());
  if (known !== undefined && asked !== undefined && known !== asked) {
    throw new OtherProfileError(
      `this data folder was set up with the profile ${known}, not ${asked}: leave ARTERY_PROFILE out, or choose another ARTERY_DATA`,
    );
  }
  return known ?? asked ?? TRIAL;
}

async function connect(config: Config, engine: Engine | undefined): Promise<Database> {
  if (!engine) return openDatabase({ connectionString: config.databaseUrl as string }, config.dbConnections);
  await using admin = openDatabase(engine.target, 1);
  const there = await admin.rows(sql`select 1 from pg_database where datname = ${NAME}`);
  if (there.length === 0) await admin.run(sql`create database ${id(NAME)}`);
  return openDatabase({ ...engine.target, database: NAME }, config.dbConnections);
}

/** From left to right; the platform's own rooms first. */
function roomsOf(context: Context, config: Config): readonly Room[] {
  const { db } = context;
  const describe = describerOf(context);
  const rooms: readonly Room[] = [
    identityRoom({ config, describeCaller: describe, nameBodies }),
    ledgerRoom({ visibleBodies: (caller, permission) => visibleBodies(db, caller, permission) }),
    workRoom,
    approvalsRoom({
      ...{ nameBodies, isWithin, postsOn },
      describeCaller: describe,
      tables: () => rooms.map((room) => room.permissions),
    }),
    jobsRoom,
    marksRoom,
    roomOfBodies(() => rooms.flatMap((room) => room.holdings ?? [])),
    dictionaryRoom,
    governanceRoom,
    roomOfRecords(() => rooms.flatMap((room) => room.keeping ?? [])),
    qualityRoom,
    registersRoom,
    roomOfExchange(() => rooms.flatMap((room) => room.travels ?? [])),
    architectureRoom,
    strategyRoom,
  ];
  return rooms;
}

/** Who is behind an account today: in his own posts, in an emergency that two opened, or for another body. */
function describerOf({ clock, profile }: Context) {
  return async (db: Db, account: string, language: string, delegation?: string): Promise<Caller> => {
    const caller = await describeCaller(db, account, language);
    if (delegation === undefined) return inEmergency(db, caller, clock.now());
    const day = dayOf(clock.now(), profile.timeZone);
    return actFor(db, caller, { delegation, day, tables: permissionTable(db) });
  };
}

async function nameBodies(db: Db, ids: readonly number[]) {
  const wanted = new Set(ids);
  const found = (await listBodies(db)).filter((body) => wanted.has(body.id));
  return new Map(found.map((body) => [body.id, { code: body.code, name: body.names }]));
}

async function install(context: Context, rooms: readonly Room[]): Promise<void> {
  for (const room of rooms) await room.install?.(context);
}

async function follow(context: Context, rooms: readonly Room[]): Promise<Running> {
  const followers = await startFollowers(
    context,
    rooms.flatMap((room) => room.followers?.(context) ?? []),
  );
  const rounds = startRounds(
    context,
    rooms.flatMap((room) => room.rounds?.(context) ?? []),
  );
  const stop = async () => {
    await rounds[Symbol.asyncDispose]();
    await followers[Symbol.asyncDispose]();
  };
  return { ...followers, [Symbol.asyncDispose]: stop };
}

async function serveRooms(
  context: Context,
  rooms: readonly Room[],
  options: { config: Config; checkAnswers: boolean },
): Promise<HttpServer> {
  const { config, checkAnswers } = options;
  const server = await createServer({
    authorize: authorizer(
      context,
      rooms.map((room) => room.permissions),
    ),
    identify: identifier(context, { config, describeCaller: describerOf(context) }),
    insistOnStrength: insistOnStrength({
      tables: rooms.map((room) => room.permissions),
      minutes: stepUpMinutes(context.profile.settings),
      clock: context.clock,
    }),
    audit: context.audit,
    words: context.words,
    marks: markGuard(context),
    log: context.log,
    config,
    webRoot: join(ROOT, 'dist', 'web'),
    languages: context.profile.languages,
    kinds: rooms.flatMap((room) => Object.values(room.problems).map((problem) => problem.kind)),
    health: {
      database: async () =>
        (await context.db.rows<{ version: string }>(raw(`select current_setting('server_version') as version`)))[0]
          ?.version ?? '',
      followers: async () =>
        Object.fromEntries((await followerStates(context.db)).map((state) => [state.name, healthOf(state)])),
      // Read-only after a restore, it still answers: it says so, and is not taken out of service.
      fence: async () => (await readFence(context.db)).state,
    },
    lag: async () => Object.fromEntries((await followerStates(context.db)).map((state) => [state.name, state.lag])),
    checkAnswers,
  });
  for (const room of rooms) room.routes?.(server, context);
  return server;
}
