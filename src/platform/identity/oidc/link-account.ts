/** Says that an identity at an issuer stands for an account. Only people sign in through issuers. */
import type { IdentityContext } from '../model.ts';
import { problems } from '../problems.ts';
import { findAccount } from '../store/account.ts';
import { hashToken } from '../tokens.ts';
import type { Issuer } from './issuers.ts';
import { insertLink } from './store.ts';

/** What is kept of a subject, bound to its issuer. */
export const subjectHash = (issuer: Pick<Issuer, 'url'>, subject: string): Buffer =>
  hashToken(`${issuer.url}\n${subject}`);

/** @throws problems.issuerNotFound */
export function issuerNamed(issuers: readonly Issuer[], name: string): Issuer {
  const found = issuers.find((one) => one.name === name);
  if (!found) throw problems.issuerNotFound({ issuer: name });
  return found;
}

export interface Link {
  readonly account: string;
  readonly issuer: Issuer;
  readonly subject: string;
}

/** @throws problems.accountNotFound, problems.machineUsesKeys, problems.linkTaken */
export async function linkAccount(
  { db, audit, clock }: Pick<IdentityContext, 'db' | 'audit' | 'clock'>,
  actor: string,
  { account, issuer, subject }: Link,
): Promise<void> {
  const found = await findAccount(db, account);
  if (!found || found.disabledAt !== null) throw problems.accountNotFound();
  if (found.kind === 'machine') throw problems.machineUsesKeys();
  await db.transaction(async (tx) => {
    const row = { issuer: issuer.name, subject: subjectHash(issuer, subject), account, now: clock.now(), by: actor };
    if (!(await insertLink(tx, row))) throw problems.linkTaken();
    const entry = { action: 'identity.link-account', actor, body: null, subject: `account ${account}` };
    await audit.record(tx, { ...entry, allowed: true, rule: 'identity/manage', detail: { issuer: issuer.name } });
  });
}
