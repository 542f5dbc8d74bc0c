/** Differences that a room to the right settles with a clock of its own stand among the defects, and lead there. */
import type { Db } from '../../platform/db/db.ts';
import type { Sql } from '../../platform/db/sql.ts';
import { frameworkOf } from '../framework.ts';
import type { Timed } from '../rules-of-register.ts';
import { foundNow } from './clock.ts';
import { mirror } from './store/mirror.ts';

export interface Mirrored {
  readonly register: string;
  /** Who warns: `registers.corrections`. */
  readonly source: string;
  readonly rule: string;
  readonly dimension: string;
  /** See `store/mirror.ts`. */
  readonly rows: Sql;
}

/** Opens what is new, follows what has changed, closes what is settled, in the transaction of the act. */
export const mirrorDefects = (tx: Db, timed: Timed, of: Mirrored): Promise<void> =>
  mirror(tx, { ...of, dues: foundNow(timed), prefix: frameworkOf(timed.profile).codePrefix });
