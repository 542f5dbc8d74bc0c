/** Accesses of an agreement, as its provider sees them, and a consumer its own. */
import { listBodies, type Body } from '../../bodies/index.ts';
import { listAgreements } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { explain } from '../../platform/http/refusal.ts';
import { problems } from '../problems.ts';
import type { BiAccess, BiPage } from './bi-contract.ts';
import { viewOf } from './change-bi.ts';
import { unfit } from './judge-bi.ts';
import { newestAccesses, type Access } from './store/access.ts';
import { databaseName } from './store/login.ts';

interface Asking {
  readonly caller: Caller;
  readonly mayDecide: boolean;
}

/** @throws problems.grantNotFound */
export async function readBi(context: Context, agreement: string, { caller, mayDecide }: Asking): Promise<BiPage> {
  const { db, words } = context;
  const { language } = caller;
  const t = words.translator(language);
  const found = (await listAgreements(db)).find(({ code }) => code === agreement);
  if (!found) throw problems.grantNotFound();
  const seesAll = caller.kind === 'system' || caller.body === found.provider;
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  const items = (await newestAccesses(db, agreement)).flatMap((access) => {
    const body = bodies.get(access.consumer);
    return body && (seesAll || body.id === caller.body) ? [view(context, access, { body, language })] : [];
  });
  const against = unfit(found);
  const place = await placeOf(context);
  return { items, mayDecide, unfit: against ? explain(against, t, language).words.reason : null, ...place };
}

export function view(
  { words }: Pick<Context, 'words'>,
  { role, register, openedAt, validUntil, seenAt, closedAt, closedBy, agreement }: Access,
  { body, language }: { readonly body: Body; readonly language: string },
): BiAccess {
  const { id, code, names } = body;
  const said = closedBy === null ? null : { allowed: false, rule: closedBy, facts: { agreement } };
  return {
    ...{ openedAt, validUntil, seenAt, closedAt, closedBy },
    consumer: { id, code, names },
    login: role,
    view: `${role}.${viewOf(register)}`,
    closedWords: said && explain(said, words.translator(language), language).words.reason,
  };
}

/** Where the database is; from outside only who runs the node knows it: `bi: { address: … }` of the profile. */
export async function placeOf({ db, profile }: Pick<Context, 'db' | 'profile'>): Promise<{
  address: string | null;
  database: string;
}> {
  const { address } = (profile.settings['bi'] ?? {}) as { address?: unknown };
  return { address: typeof address === 'string' ? address : null, database: await databaseName(db) };
}
