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

/** How somebody proved who he is: by a button of a demo, one thing, or several. */
export type Strength = 'demo' | 'single' | 'several';

/** What a request was known by. */
export type Credential =
  | {
      readonly kind: 'session';
      readonly id: string;
      readonly account: string;
      /** The token its page sends along with changes. */
      readonly csrf: () => string;
      readonly expiresAt: string;
      /** When the person was last asked who he is, and how. */
      readonly authenticatedAt: string;
      readonly strength: Strength;
      /** The delegation under which he acts for another body; null: in his own posts. */
      readonly acting: string | null;
    }
  | { readonly kind: 'key'; readonly id: string; readonly account: string };

/** Filled by rooms to the right; identity knows no bodies. */
export interface IdentityDeps {
  readonly config: Pick<Config, 'origin' | 'sessionIdle' | 'sessionLength' | 'issuersFile'>;
  /** The account with its posts today. */
  /** Under a delegation, as a member of the body he acts for; one that does not hold leaves him in his own posts. */
  readonly describeCaller: (db: Db, account: string, language: string, acting?: string) => Promise<Caller>;
  /** Codes and names of bodies by id, for showing. */
  readonly nameBodies: (db: Db, ids: readonly number[]) => Promise<ReadonlyMap<number, { code: string; name: Texts }>>;
}

export type IdentityContext = Pick<Context, 'db' | 'clock' | 'audit' | 'words' | 'profile' | 'secrets'>;
