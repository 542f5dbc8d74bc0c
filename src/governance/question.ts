/** What `decide` is asked: who asks for what, and the facts somebody gathered beforehand. Pure. */
import type { Permission, Post } from '../platform/room.ts';
import type { Texts } from '../platform/texts.ts';
import type { Grant } from './model.ts';
import type { AskedField } from './rules/fields.ts';

/** How the body somebody asks about stands to the caller's own. `unknown`: there is none of that name. */
export type Relation = 'same' | 'above' | 'below' | 'elsewhere' | 'unknown';

export interface AskedBody {
  /** As the asker wrote it: code or id. */
  readonly given: string | number;
  /** From the directory of bodies, which is open to everybody who is signed in; absent when it has no such body. */
  readonly names?: Texts;
  readonly relation: Relation;
  /** Ids from the root to the body; empty when unknown. Never printed. */
  readonly path: readonly number[];
  /** Who keeps this body's rows of the asked register; absent when it has no updating rule. From the same directory. */
  readonly keeper?: { readonly id: number; readonly names: Texts };
}

export interface AskedRegister {
  readonly name: string;
  /** Held outside: nobody's own tree covers it. */
  readonly external: boolean;
  readonly managerBody: number | null;
  readonly managerNames?: Texts;
  /** Names of the purpose that a refusal proposes to agree on. */
  readonly remedyPurpose?: Texts;
  /** Its updating rule says who keeps which rows; absent for a draft without one. Levels that may load on behalf. */
  readonly keeping?: { readonly onBehalf: readonly string[] };
}

export interface Question {
  readonly caller: {
    readonly kind: 'person' | 'machine' | 'system' | 'nobody';
    /** Null for nobody, for the node itself, and for an account without a post. */
    readonly body: { readonly id: number; readonly names: Texts; readonly level?: string } | null;
    readonly posts: readonly string[];
    /** He acts for the body above; absent: in his own posts. */
    readonly onBehalf?: {
      readonly by: Texts;
      readonly permissions: readonly string[];
      /** Null: whichever. */
      readonly registers: readonly string[] | null;
    };
    /** He reads in an emergency that two persons opened; absent: there is none, or it is over. */
    readonly emergency?: { readonly permissions: readonly string[]; readonly registers: readonly string[] | null };
  };
  readonly permission: {
    readonly name: string;
    /** The entry in the rooms' tables; absent when no table has it. */
    readonly entry?: Permission;
  };
  readonly about: {
    readonly body?: AskedBody;
    /** Absent when none was named; null when there is no register of that name. */
    readonly register?: AskedRegister | null;
    readonly purpose?: string;
    /** A field of the register; null when it has none of that name. */
    readonly field?: AskedField | null;
  };
  /** Grants of the caller's body on that register; `decide` itself checks state, period, purpose and rows. */
  readonly grants: readonly Grant[];
  /** Today, in the node's time zone. */
  readonly day: string;
}

export type Holder = Post | 'anyone';
