/** What the use cases of this room reach for: handed in once by `node.ts` and by the server they are served on. */
import type { Caller } from '../caller.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import type { Db } from '../db/db.ts';
import type { Server } from '../http/serve.ts';
import type { PermissionTable } from '../room.ts';
import type { Texts } from '../texts.ts';
import type { FourEyesAct, FourEyesRules } from './model.ts';
import type { Seal } from './sealed-request.ts';
import type { ApprovalRow } from './store.ts';

/** Rooms to the right answer; the platform only asks. */
export interface ApprovalDeps {
  readonly tables: () => readonly PermissionTable[];
  readonly describeCaller: (db: Db, account: string, language: string, acting?: string) => Promise<Caller>;
  readonly nameBodies: (db: Db, ids: readonly number[]) => Promise<ReadonlyMap<number, { code: string; name: Texts }>>;
  /** Whether a body stands in another's tree, or is it. */
  readonly isWithin: (db: Db, inner: number, outer: number) => Promise<boolean>;
  readonly postsOn: (db: Db, day: string) => Promise<{ account: string; body: number; post: string }[]>;
}

export type ApprovalContext = Pick<Context, 'db' | 'clock' | 'audit' | 'profile' | 'words' | 'keysDir'>;

export interface Desk {
  readonly context: ApprovalContext;
  readonly deps: ApprovalDeps;
  readonly server: Server;
  readonly rules: FourEyesRules;
  readonly seal: Seal | undefined;
}

/** What is asked about an act that waits. */
export type Waiting = Pick<ApprovalRow, 'account' | 'body' | 'about'> & { readonly permission: string };

/**
 * Whether somebody may be the second person by his posts: he holds the permission for what the act is about, or a post
 * that the profile names, in the proposer's body or above it.
 */
export async function isEntitled(desk: Desk, caller: Caller, waiting: Waiting): Promise<boolean> {
  const decision = await desk.server.authorize(caller, waiting.permission, waiting.about);
  if (decision.allowed) return true;
  const act = desk.rules.acts.get(waiting.permission);
  if (!act || caller.body === null || !caller.roles.some((role) => act.agree.includes(role))) return false;
  return waiting.body === null || desk.deps.isWithin(desk.context.db, waiting.body, caller.body);
}

/** Whether the body of one stands below the body of the other. Who stands in no body stands below nobody. */
export const standsBelow = async (desk: Desk, one: number | null, other: number | null): Promise<boolean> =>
  one !== null && other !== null && one !== other && desk.deps.isWithin(desk.context.db, one, other);

export interface Addressee {
  readonly body: number;
  readonly post: string;
}

const MOST_ADDRESSEES = 60;

/** Posts of bodies in which somebody else may agree: they owe it. */
export async function addresseesOf(desk: Desk, waiting: Waiting, act: FourEyesAct): Promise<Addressee[]> {
  const { context, deps } = desk;
  const reach = deps.tables().find((table) => Object.hasOwn(table, act.permission))?.[act.permission]?.reach ?? {};
  const posts = new Set([...Object.keys(reach), ...act.agree]);
  const held = await deps.postsOn(context.db, dayOf(context.clock.now(), context.profile.timeZone));
  const wanted = held.filter(({ post, account }) => posts.has(post) && account !== waiting.account);
  const distinct = new Map(wanted.map((one) => [`${String(one.body)} ${one.post}`, one]));
  const found: Addressee[] = [];
  for (const { account, body, post } of [...distinct.values()].slice(0, MOST_ADDRESSEES)) {
    const caller: Caller = { account, name: '', kind: 'person', body, roles: [post], language: 'en' };
    if (await standsBelow(desk, body, waiting.body)) continue;
    if (await isEntitled(desk, caller, waiting)) found.push({ body, post });
  }
  return found;
}
