/** Tables of another PostgreSQL. */
import pg from 'pg';
import { postgresqlDialect } from './keyset.ts';
import { CONNECT_MS, sqlKind, type Connect } from './sql-kind.ts';

const connect: Connect = async ({ address, host, port, database, user, password, tls }) => {
  const client = new pg.Client({
    ...{ host: address, port, database, user, password },
    ssl: tls ? { servername: host } : false,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'artery',
    // Nothing is written there, whatever rights the user has.
    options: '-c default_transaction_read_only=on -c datestyle=ISO -c timezone=UTC',
  });
  client.on('error', () => undefined);
  await client.connect();
  return {
    async ask({ text, values }) {
      const { rows } = await client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' });
      return rows;
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
};

export const postgresqlKind = sqlKind('postgresql', postgresqlDialect, connect);
