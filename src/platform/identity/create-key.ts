/** Makes an API key for a program that acts for an account. */
import { newId } from '../ids.ts';
import type { IdentityContext } from './model.ts';
import { problems } from './problems.ts';
import { insertKey, listKeysOf } from './store/key.ts';
import { hashToken, newKeyToken } from './tokens.ts';

const DAY_MS = 86_400_000;
const DAYS = 365;
const MOST_KEYS = 50;

export interface CreatedKey {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly usedAt: null;
  /** Shown once; only its hash is stored. */
  readonly key: string;
}

/** @throws problems.tooManyKeys */
export async function createKey(
  { db, clock, audit }: Pick<IdentityContext, 'db' | 'clock' | 'audit'>,
  wanted: { readonly account: string; readonly label: string; readonly days?: number | undefined },
): Promise<CreatedKey> {
  const { account, label } = wanted;
  const now = clock.now();
  const key = newKeyToken();
  const expiresAt = new Date(now.getTime() + (wanted.days ?? DAYS) * DAY_MS);
  const row = { id: newId(now), hash: hashToken(key), hint: key.slice(0, 8), label, account, now, expiresAt };
  await db.transaction(async (tx) => {
    if ((await listKeysOf(tx, account, now)).length >= MOST_KEYS) throw problems.tooManyKeys({ most: MOST_KEYS });
    await insertKey(tx, row);
    await audit.record(tx, {
      action: 'identity.create-key',
      actor: account,
      body: null,
      subject: `key ${row.id}`,
      allowed: true,
      rule: 'identity/own',
    });
  });
  const { id, hint } = row;
  return { id, label, hint, key, createdAt: now.toISOString(), expiresAt: expiresAt.toISOString(), usedAt: null };
}
