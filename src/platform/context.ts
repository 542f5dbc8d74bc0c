/** What a use case may reach for besides its own room: the database, the time, the audit trail, the words. */
import type { Audit } from './ledger/audit.ts';
import type { Clock } from './clock.ts';
import type { Database } from './db/db.ts';
import type { DataKeys } from './encryption/index.ts';
import type { Catalogues } from './i18n.ts';
import type { Log } from './log.ts';
import type { Profile } from './profile.ts';
import type { Secrets } from './secrets.ts';

export interface Context {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly log: Log;
  readonly words: Catalogues;
  readonly profile: Profile;
  /** Folder of the node's own keys; absent: it has none. */
  readonly keysDir?: string;
  /**
   * Bodies (ids) whose records have their home at another node, with its name: here they are read. Absent: there are none.
   * Asked before a transaction begins: it may take a connection of its own.
   */
  readonly homesElsewhere?: () => Promise<ReadonlyMap<number, string>>;
  /** Keys of records whose fields are stored sealed; absent: this node can store none. */
  readonly dataKeys?: DataKeys;
  /** Secrets by name; absent: there are none. */
  readonly secrets?: Secrets;
  /** Folder under which the drop folders of connectors lie; absent: no files are taken. */
  readonly dropDir?: string;
}
