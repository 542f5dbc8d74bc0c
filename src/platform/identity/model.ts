/** Identity's words: accounts, what a request is known by, how long it lasts. */
import type { Caller } from '../caller.ts';
import type { Config } from '../config.ts';
import type { Context } from '../context.ts';
import type { Db } from '../db/db.ts';
import type { Texts } from '../texts.ts';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly kind: 'person' | 'machine';
  readonly language: string | null;
  /** Whether it is an invented person of a demo, whom anybody may enter as. */
  readonly demo: boolean;
  readonly createdAt: string;
  readonly disabledAt: string | null;
}

/** What a request was known by. */
export type Credential =
  | {
      readonly kind: 'session';
      readonly id: string;
      readonly account: string;
      /** The token its page sends along with changes. */
      readonly csrf: () => string;
      readonly expiresAt: string;
    }
  | { readonly kind: 'key'; readonly id: string; readonly account: string };

/** Filled by rooms to the right; identity knows no bodies. */
export interface IdentityDeps {
  readonly config: Pick<Config, 'origin' | 'sessionIdle' | 'sessionLength'>;
  /** The account with its posts today. */
  readonly describeCaller: (db: Db, account: string, language: string) => Promise<Caller>;
  /** Codes and names of bodies by id, for showing. */
  readonly nameBodies: (db: Db, ids: readonly number[]) => Promise<ReadonlyMap<number, { code: string; name: Texts }>>;
}

export type IdentityContext = Pick<Context, 'db' | 'clock' | 'audit' | 'words' | 'profile'>;
