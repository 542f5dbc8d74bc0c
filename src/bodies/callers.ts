/** Who somebody is in the tree of bodies: the posts of an account, and the caller it makes. */
import { briefly } from '../platform/briefly.ts';
import { nobody, type Caller } from '../platform/caller.ts';
import type { Db } from '../platform/db/db.ts';
import { gather } from '../platform/gather.ts';
import type { Post } from '../platform/room.ts';
import type { Texts } from '../platform/texts.ts';
import { accountsByIds } from './accounts.ts';
import * as bodies from './store/body.ts';
import * as store from './store/post.ts';

export interface PostsInBody {
  readonly body: number;
  readonly posts: readonly Post[];
}

/** What an account holds, body by body, the oldest assignment first. Without a day: today by the database's clock. */
export async function postsOf(db: Db, account: string, on?: string): Promise<PostsInBody[]> {
  return byBody(await store.ofAccounts(db, [account], on));
}

/** Bodies in which somebody holds the post on the day. */
export async function bodiesHolding(db: Db, post: Post, on: string): Promise<number[]> {
  return (await store.bodiesWith(db, post, on)).map((row) => row.body);
}

/** Every post that is held on the day, whoever holds it. */
export async function postsOn(db: Db, day: string): Promise<{ account: string; body: number; post: Post }[]> {
  return (await store.allOn(db, day)).map(({ account, body, post }) => ({ account, body, post: post as Post }));
}

/** Posts that nobody holds on the day, with the last day on which somebody did. */
export const lastDaysOfPosts = store.lastDays;

function byBody(rows: readonly store.AssignmentRow[]): PostsInBody[] {
  const found = new Map<number, Post[]>();
  for (const { body, post } of rows) found.set(body, [...(found.get(body) ?? []), post as Post]);
  return [...found].map(([body, posts]) => ({ body, posts }));
}

interface Described {
  readonly name: string;
  readonly kind: 'person' | 'machine';
  readonly held: readonly PostsInBody[];
}

// Requests that come together are described by one statement each on accounts and posts.
const gatherers = new WeakMap<Db, (account: string) => Promise<Described | undefined>>();

function gathererOf(db: Db): (account: string) => Promise<Described | undefined> {
  let describe = gatherers.get(db);
  if (!describe) gatherers.set(db, (describe = gather((accounts: readonly string[]) => describeMany(db, accounts))));
  return describe;
}

async function describeMany(db: Db, ids: readonly string[]): Promise<Map<string, Described>> {
  const [accounts, rows] = await Promise.all([accountsByIds(db, ids), store.ofAccounts(db, ids)]);
  return new Map(
    [...accounts].map(([id, { displayName, kind }]) => {
      const held = byBody(rows.filter((row) => row.account === id));
      return [id, { name: displayName, kind, held }];
    }),
  );
}

/** Who asks again within a tenth of a second is not looked up again; a change of posts here is seen at once. */
export const described = briefly((db, account) => gathererOf(db)(account));

/**
 * The caller behind an account: the body he acts for and his posts there. Somebody with posts in several bodies acts
 * for the one he was given first, or for `acting` when he holds a post there. An unknown account is nobody.
 */
export async function describeCaller(db: Db, account: string, language: string, acting?: number): Promise<Caller> {
  const found = await described.read(db, account);
  if (!found) return nobody(language);
  const here = found.held.find(({ body }) => body === acting) ?? found.held[0];
  return { account, name: found.name, kind: found.kind, body: here?.body ?? null, roles: here?.posts ?? [], language };
}

/** Codes and names of bodies by id, for showing. */
export async function nameBodies(
  db: Db,
  ids: readonly number[],
): Promise<ReadonlyMap<number, { readonly code: string; readonly name: Texts }>> {
  const found = await bodies.namesByIds(db, ids);
  return new Map(found.map(({ id, code, names }) => [id, { code, name: names }]));
}
