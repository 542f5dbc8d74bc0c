/** A server that a passing command started: who holds it says so by a lock, and who wants to stay waits for its end. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { ConnectionTarget } from './db.ts';

// One number for every process on a server; chosen once, never changed (the lock of migrations is its neighbour).
const LOCK = 4_710_302;
/** Who waits for the end of a server is nobody the server must wait for. */
const WAITING = 'artery waiting';
const LOOK_EVERY_MS = 50;

async function connect(target: ConnectionTarget, name: string): Promise<pg.Client> {
  const client = new pg.Client({ ...target, application_name: name });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Marks the server as a passing one, for as long as the connection lives. */
export async function holdPassing(target: ConnectionTarget): Promise<pg.Client> {
  const client = await connect(target, 'artery passing');
  await client.query('select pg_advisory_lock($1)', [LOCK]);
  return client;
}

/** Whether somebody holds it who is only passing through; a server that is ending already is one of those. */
export async function isPassing(target: ConnectionTarget): Promise<boolean> {
  const query =
    "select 1 from pg_locks where locktype = 'advisory' and ((classid::bigint << 32) | objid::bigint) = $1 and granted";
  try {
    const client = await connect(target, WAITING);
    try {
      return (await client.query(query, [LOCK])).rowCount !== 0;
    } finally {
      await client.end();
    }
  } catch {
    return true;
  }
}

/** Until the lock is given back, or the server ends under the connection, which is the usual way. */
export async function untilPassed(target: ConnectionTarget): Promise<void> {
  try {
    const client = await connect(target, WAITING);
    try {
      await client.query('select pg_advisory_lock($1)', [LOCK]);
    } finally {
      await client.end();
    }
  } catch {
    // It has ended, or is ending.
    await sleep(LOOK_EVERY_MS);
  }
}

/** Until nobody else works on the server. */
export async function othersGone(held: pg.Client): Promise<void> {
  for (;;) {
    const { rowCount } = await held.query(
      `select 1 from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid() and application_name <> $1`,
      [WAITING],
    );
    if (rowCount === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}
