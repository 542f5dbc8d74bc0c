/** The demo's strategy with its bodies and people, and a server that decides by the real rules. */
import { atEndOfFile } from './end-of-file.ts';
import { profiles } from './story.ts';
import { testContext, type TestContext } from './context.ts';
import { testDatabase } from './database.ts';
import { testServer, type TestServer } from './server.ts';
import { bodiesRoom, describeCaller, getBody } from '../../src/bodies/index.ts';
import { authorizer, governanceRoom } from '../../src/governance/index.ts';
import type { Caller } from '../../src/platform/caller.ts';
import { findAccountByName } from '../../src/platform/identity/index.ts';
import { readProfile, type Profile } from '../../src/platform/profile.ts';
import { strategyRoom } from '../../src/strategy/index.ts';

export interface StrategyStory {
  readonly context: TestContext;
  readonly server: TestServer;
  /** From now on this account of the story calls. */
  become(name: string): Promise<Caller>;
  /** From now on somebody with this post in that body calls. */
  becomePost(body: string, post: string): Promise<Caller>;
}

/** What a file of the demo's profile says instead. */
export type Instead = Readonly<Record<string, (text: string) => string>>;

export function demoProfile(instead: Instead = {}): Profile {
  const profile = readProfile(profiles, 'vn-demo');
  return {
    ...profile,
    files: (folder) =>
      profile.files(folder).map((file) => ({ ...file, text: instead[file.path]?.(file.text) ?? file.text })),
  };
}

/** Call it in `beforeAll`. */
export async function tellStrategy(): Promise<StrategyStory> {
  const db = await testDatabase();
  const context = await testContext(db, { at: '2026-11-22T03:00:00Z', profile: demoProfile() });
  for (const room of [bodiesRoom, governanceRoom, strategyRoom]) await room.install?.(context);
  const authorize = authorizer(context, [governanceRoom.permissions, bodiesRoom.permissions, strategyRoom.permissions]);
  const server = await testServer({ authorize });
  atEndOfFile(() => server[Symbol.asyncDispose]());
  strategyRoom.routes?.(server.server, context);
  const as = (caller: Caller) => {
    server.become(caller);
    return caller;
  };
  return {
    context,
    server,
    become: async (name) => {
      const account = await findAccountByName(db, name);
      return as(await describeCaller(db, account?.id ?? '', 'vi'));
    },
    becomePost: async (body, post) =>
      as({
        account: '00000000-0000-7000-8000-000000000042',
        name: 'Somebody',
        kind: 'person',
        body: (await getBody(db, body)).id,
        roles: [post],
        language: 'en',
      }),
  };
}
