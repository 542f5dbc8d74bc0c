/** A county whose dictionary is changed: a steward who proposes, two people of the data office, an officer who reads. */
import { testDatabase } from '../../../test/harness/database.ts';
import { testServer, type TestServer } from '../../../test/harness/server.ts';
import type { TestContext } from '../../../test/harness/context.ts';
import { assignPost, getBody, importBodies } from '../../bodies/index.ts';
import { call, ProblemError } from '../../platform/http/call.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Post, PermissionTable } from '../../platform/room.ts';
import * as contract from '../contract.ts';
import { install } from '../install.ts';
import { permissions } from '../permissions.ts';
import type { ProposalPage } from '../proposals/proposal-shapes.ts';
import { routes } from '../routes.ts';
import { todayOf } from '../write-change.ts';
import { by, countyContext } from './context.ts';

export const people = {
  steward: { post: 'steward', id: 1 },
  otherSteward: { post: 'steward', id: 2 },
  office: { post: 'data-office', id: 3 },
  chief: { post: 'data-office', id: 4 },
  reader: { post: 'officer', id: 5 },
} as const satisfies Readonly<Record<string, { post: Post; id: number }>>;
export type Who = keyof typeof people;

export interface ProposalStory extends AsyncDisposable {
  readonly context: TestContext;
  readonly server: TestServer;
  readonly bodies: Readonly<Record<'office' | 'north' | 'south', number>>;
  /** Who calls from now on. */
  as(who: Who): void;
  account(who: Who): string;
}

const accountOf = (who: Who) => `00000000-0000-7000-8000-00000000000${String(people[who].id)}`;
const homes: Readonly<Record<Who, 'office' | 'north' | 'south'>> = {
  steward: 'north',
  otherSteward: 'south',
  office: 'office',
  chief: 'office',
  reader: 'north',
};

const allows = (caller: Caller, permission: string): boolean => {
  const reach = (permissions as PermissionTable)[permission]?.reach ?? {};
  return 'anyone' in reach || caller.roles.some((role) => Object.hasOwn(reach, role));
};

export async function openProposals(changes: Readonly<Record<string, string>> = {}): Promise<ProposalStory> {
  const context = await countyContext(await testDatabase(), changes);
  await install(context);
  const text = `
- { code: OFF, names: { en: Data office }, kind: office, level: central }
- { code: N, names: { en: North }, kind: office, level: province, parent: OFF }
- { code: S, names: { en: South }, kind: office, level: province, parent: OFF }
`;
  await importBodies(context, { files: [{ text, format: 'yaml' }], by });
  const idOf = async (code: string) => (await getBody(context.db, code, todayOf(context))).id;
  const bodies = { office: await idOf('OFF'), north: await idOf('N'), south: await idOf('S') };
  for (const who of Object.keys(people) as Who[]) {
    await assignPost(context, { account: accountOf(who), body: bodies[homes[who]], post: people[who].post }, by);
  }
  const server = await testServer({
    authorize: (caller, permission) =>
      Promise.resolve({ allowed: allows(caller, permission), rule: 'test/table', facts: {} }),
  });
  routes(server.server, context);
  return {
    context,
    server,
    bodies,
    account: accountOf,
    as: (who) => {
      server.become({
        account: accountOf(who),
        name: who,
        kind: 'person',
        body: bodies[homes[who]],
        roles: [people[who].post],
        language: 'en',
      });
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

export const etag = (revision: number) => `"${String(revision)}"`;

/** The slug and status of the problem that it ends in; what it gave when it ended in none. */
export async function ending(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return [error.status, error.problem.type.split('/').at(-1)];
  }
}

/** A new draft of the caller with these entries in it. */
export async function draft(
  { server }: ProposalStory,
  entries: readonly {
    kind: 'element' | 'entity' | 'code-list' | 'settings';
    key: string;
    authored: Record<string, unknown> | null;
  }[],
): Promise<ProposalPage> {
  const body = { title: 'Names of people', reason: 'The law was changed' };
  const { number } = await call(server.send, contract.createProposal, { body });
  let revision = 1;
  for (const { kind, key, authored } of entries) {
    const page = await call(server.send, contract.putProposalEntry, {
      params: { proposal: number, kind, key },
      body: authored === null ? { action: 'remove' } : { action: 'put', authored },
      ifMatch: etag(revision),
    });
    ({ revision } = page);
  }
  return call(server.send, contract.getProposal, { params: { proposal: number } });
}
