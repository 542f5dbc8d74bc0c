/** What whoever reads a request may do with it: the decision of each route, then what the use case itself insists on. */
import { homesElsewhere } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import { sayAllowed } from '../say-allowed.ts';
import { appealing, insistOnAppeal } from './appeal-request.ts';
import { askingBack } from './ask-back.ts';
import { insistOnStand, type Stand } from './change-request.ts';
import { decidingAppeal, insistOnJudge } from './decide-appeal.ts';
import { deciding, insistOnPart } from './decide-part.ts';
import type { RequestRecord } from './model.ts';
import type { RequestPage } from './request-contract.ts';
import { withdrawing } from './withdraw-request.ts';
import { rewriting } from './write-request.ts';

/** @param manager the body that answers for the register */
export async function allowedOnRequest(
  context: Context,
  caller: Caller,
  { request, manager }: { readonly request: RequestRecord; readonly manager: number },
): Promise<RequestPage['allowed']> {
  const elsewhere = await homesElsewhere(context);
  const stand =
    (one: Stand, more: () => void = () => undefined) =>
    () => {
      insistOnStand(one, request, { elsewhere, manager });
      more();
    };
  const asker = { permission: 'governance.request-data', about: { body: request.by } };
  const decider = { permission: 'governance.decide-agreements', about: { body: manager } };
  return sayAllowed(context, caller, {
    'governance.rewriteRequest': { ...asker, insists: stand(rewriting) },
    'governance.withdrawRequest': { ...asker, insists: stand(withdrawing) },
    'governance.appealRequest': { ...asker, insists: stand(appealing, () => insistOnAppeal(request)) },
    'governance.decideContent': {
      ...decider,
      insists: stand(deciding, () => insistOnPart(request, 'content', caller)),
    },
    'governance.decideSecurity': {
      permission: 'governance.decide-security',
      insists: stand(deciding, () => insistOnPart(request, 'security', caller)),
    },
    'governance.askBack': {
      ...{ permission: 'governance.ask-back', about: { body: manager } },
      insists: stand(askingBack),
    },
    'governance.decideAppeal': {
      ...{ permission: 'governance.decide-appeals', ...(request.appeal && { about: { body: request.appeal.body } }) },
      insists: () => {
        if (!request.appeal) throw problems.noAppeal({ request: request.code });
        stand(decidingAppeal, () => insistOnJudge(request, caller))();
      },
    },
  });
}
