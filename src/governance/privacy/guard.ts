/** What every use case of privacy asks first: the profile's rules, names that are there, texts that name nobody. */
import { getBody, homesElsewhere } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { visibleBodies } from '../authorizer.ts';
import { insistOnHome } from '../insist-on-home.ts';
import { listCategories } from '../store/agreement.ts';
import { listRegisters } from '../store/register.ts';
import { privacyProblems as problems } from './problems.ts';
import { type Part } from './parts.ts';
import { namesPeople, privacyRulesOf, type PrivacyRules } from './rules.ts';

/** @throws governance/privacy-unruled */
export function insistOnRules({ profile }: Pick<Context, 'profile'>): PrivacyRules {
  const rules = privacyRulesOf(profile);
  if (!rules) throw problems.privacyUnruled();
  return rules;
}

/** @throws governance/privacy-names-people */
export function insistOnNobody(
  rules: PrivacyRules,
  texts: Readonly<Record<string, string | null | undefined>>,
  language = 'en',
): void {
  const found = namesPeople(texts, rules.identifiers);
  if (!found) return;
  throw problems.privacyNamesPeople({ field: found.field, what: found.names[language] ?? '' });
}

export interface Naming {
  readonly registers?: readonly string[] | undefined;
  readonly categories?: readonly string[] | undefined;
  readonly contents?: Readonly<Record<string, string>> | undefined;
}

/** @throws governance/privacy-unknown */
export async function insistOnNames(db: Db, given: Naming, parts: readonly Part[]): Promise<void> {
  const absent = (field: string, wanted: readonly string[], there: readonly string[]) => {
    const value = wanted.find((one) => !there.includes(one));
    if (value !== undefined) throw problems.privacyUnknown({ field, value });
  };
  if (given.registers)
    absent(
      'registers',
      given.registers,
      (await listRegisters(db, true)).map(({ name }) => name),
    );
  if (given.categories)
    absent(
      'categories',
      given.categories,
      (await listCategories(db)).map(({ code }) => code),
    );
  if (given.contents)
    absent(
      'contents',
      Object.keys(given.contents),
      parts.map(({ code }) => code),
    );
}

/** The body that answers, at home here. @throws bodies/body-not-found, governance/decided-elsewhere */
export async function answeringBody(context: Context, given: string | number, today: string) {
  const body = await getBody(context.db, given, today);
  insistOnHome(await homesElsewhere(context), body.id, body.code);
  return body;
}

export const READ_PRIVACY = 'governance.read-privacy';

/** Whether the caller may see what a body answers for. */
export async function privacySight(db: Db, caller: Caller): Promise<(body: number) => boolean> {
  const visible = await visibleBodies(db, caller, READ_PRIVACY);
  if (visible === 'all') return () => true;
  const seen = new Set(visible);
  return (body) => seen.has(body);
}

/** What is not there and what is not for him read the same. @throws governance/privacy-not-found */
export async function seen<T extends { readonly body: number }>(
  db: Db,
  caller: Caller,
  code: string,
  found: T | undefined,
): Promise<T> {
  if (found && (await privacySight(db, caller))(found.body)) return found;
  throw problems.privacyNotFound({ code });
}
