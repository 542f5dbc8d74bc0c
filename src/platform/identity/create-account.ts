/** Makes an account. */
import { brokenConstraint, type Db } from '../db/db.ts';
import { newId } from '../ids.ts';
import { fold } from '../search/fold.ts';
import type { Account } from './model.ts';
import { hashPassword, refuseWeakPassword } from './password.ts';
import { problems } from './problems.ts';
import { insertAccount } from './store/account.ts';

export interface NewAccount {
  /** What is typed to sign in; compared without marks and capitals. */
  readonly name: string;
  readonly displayName: string;
  /** Without it nobody signs in with a password: demo accounts, machines. */
  readonly password?: string | undefined;
  readonly kind?: Account['kind'] | undefined;
  /** `contractor`: works for somebody else. Default `staff`. */
  readonly employment?: 'staff' | 'contractor' | undefined;
  /** An invented person of a demo, whom anybody may enter as; works only where the profile is a demo. */
  readonly demo?: boolean;
}

/** @throws problems.nameTaken, problems.nameUnusable, problems.weakPassword, problems.machineUsesKeys */
export async function createAccount(tx: Db, account: NewAccount, now: Date = new Date()): Promise<Account> {
  const name = account.name.normalize('NFC').trim();
  const folded = fold(name);
  if (folded === '') throw problems.nameUnusable();
  if (account.password !== undefined && account.kind === 'machine') throw problems.machineUsesKeys();
  if (account.password !== undefined) refuseWeakPassword(account.password, name);
  const passwordHash = account.password === undefined ? null : await hashPassword(account.password);
  const { displayName, kind = 'person', employment = 'staff', demo = false } = account;
  const row = { id: newId(now), name, folded, displayName, kind, employment, passwordHash, demo, now };
  try {
    await tx.transaction((inner) => insertAccount(inner, row));
  } catch (error) {
    if (brokenConstraint(error) === 'account_name_taken') throw problems.nameTaken({ name });
    throw error;
  }
  const createdAt = now.toISOString();
  return { id: row.id, name, displayName, kind, demo, language: null, createdAt, disabledAt: null };
}
