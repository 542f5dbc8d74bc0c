/** Rows that quota or budget of an agreement kept back, in words: beside a page, or as the refusal of all of it. */
import { spentProblem, type Withheld } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { explain } from '../platform/http/refusal.ts';
import type { Translate } from '../platform/i18n.ts';
import type { RegisterTable } from './model.ts';
import type { WithheldRows } from './schemas.ts';

interface Asking {
  readonly caller: Caller;
  readonly t: Translate;
}

/** Said once an agreement, the page's own refusals before what was used up already. */
export function withheldViews({ caller, t }: Asking, withheld: readonly Withheld[]): WithheldRows[] {
  const views = new Map<string, WithheldRows>();
  for (const { agreement, decision, freeAgain } of withheld) {
    views.set(agreement, {
      agreement,
      decision: explain(decision, t, caller.language),
      ...(freeAgain !== undefined && { freeAgain }),
    });
  }
  return [...views.values()];
}

/** The refusal, audited as one. */
export async function refusedAsSpent(
  context: Context,
  { caller }: Pick<Asking, 'caller'>,
  { register }: Pick<RegisterTable, 'register'>,
  [first]: readonly Withheld[],
): Promise<Error> {
  if (!first) return spentProblem(context, undefined, caller.language);
  const { decision } = first;
  await context.audit.append({
    action: 'records.read',
    actor: caller.account,
    body: caller.body,
    subject: register,
    allowed: false,
    rule: decision.rule,
    detail: { facts: decision.facts },
  });
  return spentProblem(context, first, caller.language);
}
