/** What the kinds of databases share: pages in the order of a key, asked over one connection to a checked address. */
import type { Cursor, Reach, SourceBatch, SourceKind } from '../model.ts';
import { problems } from '../problems.ts';
import { batchOf, PAGE_ROWS, pageStatement, placeIn, type Dialect, type Statement } from './keyset.ts';
import { SqlSettings } from './sql-settings.ts';

/** An open connection; rows as arrays of text. */
export interface Connection extends AsyncDisposable {
  ask(statement: Statement): Promise<(string | null)[][]>;
}

/** Where and as whom; the address is checked, the host is the name for its certificate. */
export interface Access {
  readonly address: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: boolean;
}

export type Connect = (access: Access, signal: AbortSignal) => Promise<Connection>;

/** How long a server may take to answer, in milliseconds. */
export const CONNECT_MS = 10_000;

/** @param Settings where a kind takes less than all of them may say */
export function sqlKind(
  kind: string,
  dialect: Dialect,
  connect: Connect,
  Settings: typeof SqlSettings = SqlSettings,
): SourceKind<SqlSettings> {
  const open = async (settings: SqlSettings, reach: Reach): Promise<Connection> => {
    const port = settings.port ?? dialect.port;
    const address = await reach.out.addressOf(settings.host, { port, usual: dialect.port });
    const { host, database, user, tls = true } = settings;
    const password = reach.secret(settings.secret);
    return told(connect({ address, host, port, database, user, password, tls }, reach.signal));
  };
  async function* read(settings: SqlSettings, reach: Reach, cursor: Cursor | undefined): AsyncGenerator<SourceBatch> {
    await using connection = await open(settings, reach);
    let after = placeIn(settings, cursor);
    for (;;) {
      reach.signal.throwIfAborted();
      const rows = await told(connection.ask(pageStatement(settings, dialect, after)));
      const next = batchOf(settings, rows, cursor);
      if (rows.length > 0) yield next.batch;
      if (rows.length < PAGE_ROWS) return;
      after = next.after;
    }
  }
  return {
    kind,
    Settings,
    async describe(settings, reach) {
      await using connection = await open(settings, reach);
      await told(connection.ask(pageStatement(settings, dialect, undefined)));
      return { columns: settings.columns, offered: [] };
    },
    read,
  };
}

/** A server's own words may tell of it more than whoever reads them should know: only their code is kept. */
async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    throw problems.farEndRefused({ status: typeof code === 'string' || typeof code === 'number' ? String(code) : '–' });
  }
}
