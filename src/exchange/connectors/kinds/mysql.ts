/** Tables of a MySQL or MariaDB. */
import type { RowDataPacket } from 'mysql2/promise';
import { mysqlDialect } from './keyset.ts';
import { CONNECT_MS, sqlKind, type Connect } from './sql-kind.ts';

const connect: Connect = async ({ address, host, port, database, user, password, tls }) => {
  // Read when such a database is asked: a driver is not what a start waits for.
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({
    ...{ host: address, port, database, user, password },
    ...(tls && { ssl: { rejectUnauthorized: true, servername: host } as object }),
    connectTimeout: CONNECT_MS,
    rowsAsArray: true,
    // A server may ask for a file of this machine (LOAD DATA LOCAL): it gets none.
    flags: ['-LOCAL_FILES'],
    multipleStatements: false,
  });
  await connection.query('set session transaction read only');
  return {
    async ask({ text, values }) {
      // Values go apart from the statement: written into it by this side, a backslash would mean what the server's mode says.
      const [rows] = await (values.length > 0
        ? connection.execute<RowDataPacket[]>(text, [...values])
        : connection.query<RowDataPacket[]>(text));
      return rows as unknown as (string | null)[][];
    },
    [Symbol.asyncDispose]: () => connection.end(),
  };
};

export const mysqlKind = sqlKind('mysql', mysqlDialect, connect);
