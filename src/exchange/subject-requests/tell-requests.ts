/** What a person of a trial's story asked, filed and acknowledged on its days by the ordinary path. */
import { describeCaller } from '../../bodies/index.ts';
import { fixedClock } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { findAccountByName } from '../../platform/identity/index.ts';
import { addDays } from '../../platform/relative-day.ts';
import { fold } from '../../platform/search/fold.ts';
import { personOf } from '../window/store/window.ts';
import { answerRequest } from './answer-request.ts';
import type { SubjectKind } from './contract.ts';
import { fileRequest } from './file-request.ts';

export interface ToldRequest {
  /** Code of the body that keeps her. */
  readonly body: string;
  /** Name of her account. */
  readonly account: string;
  readonly kind: SubjectKind;
  readonly reason: string;
  readonly purpose?: string;
  readonly daysAgo: number;
  readonly acknowledged?: { readonly daysAgo: number; readonly by: string; readonly words: string };
}

const rule = 'governance/node-itself';

export async function tellRequests(context: Context, told: readonly ToldRequest[], today: string): Promise<void> {
  for (const { account, daysAgo, acknowledged, body: _, ...asked } of told) {
    const { past, caller } = await actorOf(context, account, addDays(today, -daysAgo));
    const person = await personOf(context.db, caller.account);
    if (person === undefined) continue;
    const id = await fileRequest(past, caller, { ...asked, person }, { account: caller.account, body: null, rule });
    if (!acknowledged) continue;
    const later = await actorOf(context, acknowledged.by, addDays(today, -acknowledged.daysAgo));
    const by = { account: later.caller.account, body: later.caller.body, rule };
    await answerRequest(later.past, later.caller, { id, act: 'acknowledge', words: acknowledged.words }, by);
  }
}

async function actorOf(context: Context, name: string, day: string) {
  const account = await findAccountByName(context.db, fold(name));
  const caller = await describeCaller(context.db, account?.id ?? '', context.profile.languages[0] ?? 'en');
  return { caller, past: { ...context, clock: fixedClock(`${day}T02:00:00Z`) } };
}
