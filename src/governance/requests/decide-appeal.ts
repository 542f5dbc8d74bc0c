/** Decides an appeal: the refusal stands, or the content is granted after all and security has its say. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import { changeRequest } from './change-request.ts';
import { opinionOf, settled, type DecidePart } from './decide-part.ts';
import type { RequestRecord } from './model.ts';

/** @throws problems.requestNotFound, problems.requestMovedOn, problems.reasonUnknown, problems.samePersonDecides */
export function decideAppeal(
  context: Context,
  { code, ...said }: Omit<DecidePart, 'part'>,
  by: Author,
): Promise<RequestRecord> {
  const step = { code, action: 'governance.decide-appeal', from: ['appealed'], side: 'decider' } as const;
  return changeRequest(context, step, by, (request, scene) => {
    const { appeal, content, security } = request;
    const judged = [content?.account, security?.account];
    if (by.body !== null && judged.includes(by.account)) throw problems.samePersonDecides({ request: code });
    const decision = opinionOf(said, by, scene);
    const decided = { ...request, appeal: appeal && { ...appeal, decision } };
    if (!decision.allowed) return { ...decided, stage: 'refused' };
    const { calendar, today, rules } = scene;
    const securityDue = security ? request.securityDue : calendar.addWorkingDays(today, rules.days.security);
    const open = { stage: 'deciding', outcome: null, decided: null, reason: null, securityDue } as const;
    return settled(context, { ...decided, ...open, content: decision }, scene);
  });
}
