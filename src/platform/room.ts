/** What a room shows to `node.ts`, which builds one node out of ten of them. */
import type { Follower } from './changes/follower.ts';
import type { Context } from './context.ts';
import type { Holding } from './holdings/model.ts';
import type { RowKeeping } from './keeping.ts';
import type { ProblemKind } from './http/problem.ts';
import type { Server } from './http/serve.ts';
import type { Round } from './rounds.ts';
import type { Travel } from './travel.ts';

/** How far a post reaches with a permission, seen from the caller's own body. */
export type Reach = 'everywhere' | 'own-tree' | 'own-body';

export interface Permission {
  /** Whether it changes anything: the compliance post holds none of these. */
  readonly changes: boolean;
  /** Post → how far. A post that is absent has no reach. `anyone` stands for everybody who is signed in and holds one. */
  readonly reach: Readonly<Partial<Record<Post | 'anyone', Reach>>>;
  /** The mode of agreement that opens it beyond one's own scope; absent: `query`. */
  readonly mode?: 'lookup' | 'query' | 'feed' | 'statistics';
  /** Its readers hold every row against the conditions of agreements; where they do not, a condition opens nothing. */
  readonly conditions?: boolean;
  /**
   * It changes rows, which is for the body that keeps them, as the register's updating rule says. `load`: a body above
   * may also do it on behalf, where the rule names its level.
   */
  readonly keeps?: 'edit' | 'load';
  /**
   * It opens what is the caller's own and nothing else (session, account, window): the person whom data describe, who
   * holds no post, has this and nothing more.
   */
  readonly own?: true;
  /** Where the profile asks, whoever does it has proved within minutes who he is (`platform/http/strength.ts`). */
  readonly strong?: true;
}

export type PermissionTable = Readonly<Record<string, Permission>>;

/**
 * The posts a person may hold in a body. `administrator` keeps the node running and reads no record; `technical` answers
 * for the safety of what is exchanged; `contact` is whom others ask about a body's data.
 */
export type Post =
  | 'leader'
  | 'data-office'
  | 'data-manager'
  | 'steward'
  | 'officer'
  | 'developer'
  | 'technical'
  | 'contact'
  | 'compliance'
  | 'administrator';

export interface Room {
  readonly name: string;
  readonly permissions: PermissionTable;
  readonly problems: Readonly<Record<string, { readonly kind: ProblemKind }>>;
  /** Puts the profile's part in place. Idempotent: run at every start of a new profile edition. */
  install?(context: Context): Promise<void>;
  routes?(server: Server, context: Context): void;
  followers?(context: Context): readonly Follower[];
  /** What it does again and again while the node runs. */
  rounds?(context: Context): readonly Round[];
  /** What of it travels to other nodes. */
  readonly travels?: readonly Travel[];
  /** What it holds for a body, which goes over when bodies merge. */
  readonly holdings?: readonly Holding[];
  /** What it has to do with rows that are destroyed. */
  readonly keeping?: RowKeeping;
}
