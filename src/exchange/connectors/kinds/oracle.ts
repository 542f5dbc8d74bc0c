/** Tables of an Oracle Database from 12c on (thin mode of the driver), through a door that keeps it where it may go. */
import { oracleDialect } from './keyset.ts';
import { openRelay } from './relay.ts';
import { CONNECT_MS, sqlKind, type Connect } from './sql-kind.ts';
import { OracleSettings } from './sql-settings.ts';

/** Days, instants and numbers as text, whatever the server's habits are: what orders by them compares with the same. */
const SESSION = `alter session set nls_date_format = 'YYYY-MM-DD"T"HH24:MI:SS'
  nls_timestamp_format = 'YYYY-MM-DD"T"HH24:MI:SS.FF9'
  nls_timestamp_tz_format = 'YYYY-MM-DD"T"HH24:MI:SS.FF9TZH:TZM' nls_numeric_characters = '.,'`;

const connect: Connect = async ({ address, host, port, database, user, password, tls }) => {
  // Loaded when somebody reads an Oracle: it costs every start otherwise.
  const { default: oracledb } = await import('oracledb');
  const relay = await openRelay({ address, host, port, tls, within: CONNECT_MS });
  try {
    // The name of the service holds nothing that could end its place here: `OracleSettings`.
    const service = `(CONNECT_DATA=(SERVICE_NAME=${database}))`;
    const to = `(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${String(relay.port)}))`;
    const seconds = String(CONNECT_MS / 1000);
    const connectString = `(DESCRIPTION=(CONNECT_TIMEOUT=${seconds})${to}${service})`;
    const connection = await oracledb.getConnection({ user, password, connectString });
    await connection.execute(SESSION);
    await connection.execute('set transaction read only');
    return {
      ask: async ({ text, values }) => (await connection.execute(text, [...values])).rows ?? [],
      [Symbol.asyncDispose]: async () => {
        await connection.close().catch(() => undefined);
        await relay[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await relay[Symbol.asyncDispose]();
    throw error;
  }
};

export const oracleKind = sqlKind('oracle', oracleDialect, connect, OracleSettings);
