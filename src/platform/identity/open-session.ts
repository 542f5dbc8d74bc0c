/** Opens a session for an account and forgets what has expired. */
import type { Db } from '../db/db.ts';
import { newId } from '../ids.ts';
import type { IdentityDeps, Strength } from './model.ts';
import { deleteOldAttempts } from './store/attempt.ts';
import { deleteExpiredSessions, insertSession } from './store/session.ts';
import { hashToken, newSessionToken } from './tokens.ts';

export interface OpenedSession {
  readonly id: string;
  /** Goes into the cookie and nowhere else. */
  readonly token: string;
  readonly expiresAt: string;
  readonly authenticatedAt: string;
  readonly strength: Strength;
}

const HOUR_MS = 3_600_000;

export async function openSession(
  tx: Db,
  config: IdentityDeps['config'],
  session: {
    readonly account: string;
    readonly agent: string;
    readonly now: Date;
    /** When the person was asked; default now. */
    readonly authenticatedAt?: Date;
    readonly strength?: Strength;
    readonly issuer?: string;
  },
): Promise<OpenedSession> {
  const { account, now, authenticatedAt = now, strength = 'single', issuer = null } = session;
  const id = newId(now);
  const token = newSessionToken();
  const endsAt = new Date(now.getTime() + config.sessionLength * HOUR_MS);
  const idle = new Date(now.getTime() + config.sessionIdle * 60_000);
  const expiresAt = idle < endsAt ? idle : endsAt;
  const agent = session.agent.slice(0, 200);
  await insertSession(tx, {
    id,
    hash: hashToken(token),
    account,
    now,
    expiresAt,
    endsAt,
    agent,
    authenticatedAt,
    strength,
    issuer,
  });
  await deleteExpiredSessions(tx, now);
  await deleteOldAttempts(tx, new Date(now.getTime() - 24 * HOUR_MS));
  return { id, token, expiresAt: expiresAt.toISOString(), authenticatedAt: authenticatedAt.toISOString(), strength };
}
