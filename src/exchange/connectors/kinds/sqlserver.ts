/** Tables of a Microsoft SQL Server (TDS 7.4). */
import { connect as connectTcp } from 'node:net';
import type * as tedious from 'tedious';
import { sqlserverDialect, type Statement } from './keyset.ts';
import { CONNECT_MS, sqlKind, type Connect } from './sql-kind.ts';

const connect: Connect = async ({ address, host, port, database, user, password, tls }) => {
  // Read when such a database is asked: a driver is not what a start waits for.
  const driver = await import('tedious');
  const connection = new driver.Connection({
    server: host,
    authentication: { type: 'default', options: { userName: user, password } },
    options: {
      ...{ port, database, appName: 'artery', connectTimeout: CONNECT_MS },
      // Connected to the address that was checked, whatever the name resolves to by now.
      connector: () => Promise.resolve(connectTcp({ host: address, port })),
      encrypt: tls,
      trustServerCertificate: false,
      readOnlyIntent: true,
      useUTC: true,
    },
  });
  await new Promise<void>((done, fail) => {
    connection.connect((error) => (error ? fail(error) : done()));
  });
  return {
    ask: (statement) => ask(driver, connection, statement),
    [Symbol.asyncDispose]: () =>
      new Promise((done) => {
        connection.once('end', () => done());
        connection.close();
      }),
  };
};

type Driver = Pick<typeof tedious, 'Request' | 'TYPES'>;

function ask({ Request, TYPES }: Driver, connection: tedious.Connection, { text, values }: Statement) {
  return new Promise<(string | null)[][]>((done, fail) => {
    const rows: (string | null)[][] = [];
    const request = new Request(text, (error) => (error ? fail(error) : done(rows)));
    values.forEach((value, i) => request.addParameter(`p${String(i + 1)}`, TYPES.NVarChar, value));
    request.on('row', (cells: readonly { value: unknown }[]) => {
      rows.push(cells.map(({ value }) => (value === null || value === undefined ? null : String(value))));
    });
    connection.execSql(request);
  });
}

export const sqlserverKind = sqlKind('sqlserver', sqlserverDialect, connect);
