/** The demo's story with bodies and governance installed, its people, and a server that decides by the real rules. */
import { join } from 'node:path';
import { testContext, type TestContext } from './context.ts';
import { testDatabase } from './database.ts';
import { atEndOfFile } from './end-of-file.ts';
import { testServer, type TestServer } from './server.ts';
import { bodiesRoom, describeCaller } from '../../src/bodies/index.ts';
import { authorizer, governanceRoom } from '../../src/governance/index.ts';
import type { Caller } from '../../src/platform/caller.ts';
import { ProblemError } from '../../src/platform/http/call.ts';
import { findAccountByName } from '../../src/platform/identity/index.ts';
import { readProfile } from '../../src/platform/profile.ts';
import type { PermissionTable, Room } from '../../src/platform/room.ts';

/** What the rooms to the right ship, as far as these tests need it. */
export const laterRooms: PermissionTable = {
  'records.read': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      leader: 'own-tree',
      'data-manager': 'everywhere',
      compliance: 'everywhere',
    },
  },
  'records.load': { changes: true, keeps: 'load', reach: { officer: 'own-tree' } },
  'registers.lookup': { changes: false, mode: 'lookup', reach: { officer: 'own-tree' } },
  'records.edit': { changes: true, keeps: 'edit', reach: { officer: 'own-tree', compliance: 'everywhere' } },
};

/** What the profile lets be broken open is there, whichever room has it. */
function namedBy(settings: Readonly<Record<string, unknown>>): PermissionTable {
  const { permissions = [] } = (settings['breakGlass'] ?? {}) as { readonly permissions?: readonly string[] };
  const missing = permissions.filter((name) => !Object.hasOwn(laterRooms, name));
  return Object.fromEntries(missing.map((name) => [name, { changes: false, reach: { steward: 'own-tree' } }]));
}

export interface Story {
  readonly context: TestContext;
  readonly server: TestServer;
  /** The caller behind one of the story's accounts. */
  as(name: string): Caller;
}

export const profiles = join(import.meta.dirname, '../../profiles');

interface More {
  /** Over those of the profile. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Served besides bodies and governance. */
  readonly rooms?: readonly Room[];
}

/** Call it in `beforeAll`. */
export async function tellStory({ settings = {}, rooms = [] }: More = {}): Promise<Story> {
  const db = await testDatabase();
  const read = readProfile(profiles, 'vn-demo');
  const profile = { ...read, settings: { ...read.settings, ...settings } };
  const context = await testContext(db, { at: '2026-11-22T03:00:00Z', profile });
  await bodiesRoom.install?.(context);
  await governanceRoom.install?.(context);
  const tables = [governanceRoom.permissions, bodiesRoom.permissions, laterRooms, namedBy(profile.settings)];
  const authorize = authorizer(context, [...tables, ...rooms.map(({ permissions }) => permissions)]);
  const server = await testServer({ authorize });
  atEndOfFile(() => server[Symbol.asyncDispose]());
  bodiesRoom.routes?.(server.server, context);
  governanceRoom.routes?.(server.server, context);
  for (const room of rooms) room.routes?.(server.server, context);
  const people = new Map<string, Caller>();
  for (const name of ['lanhdao', 'vanphong', 'chuquan', 'tinh', 'xa', 'tuanthu']) {
    const account = await findAccountByName(db, name);
    people.set(name, await describeCaller(db, account?.id ?? '', 'vi'));
  }
  return { context, server, as: (name) => people.get(name) as Caller };
}

/** How a call ends: 200, or the problem it was refused with. */
export const ending = (work: Promise<unknown>): Promise<{ status: number; problem: Record<string, unknown> }> =>
  work.then(
    () => ({ status: 200, problem: {} }),
    (error: unknown) => {
      if (error instanceof ProblemError) return { status: error.status, problem: { ...error.problem } };
      throw error;
    },
  );
