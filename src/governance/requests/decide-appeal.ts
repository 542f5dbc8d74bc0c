/** Decides an appeal: the refusal stands, or the content is granted after all and security has its say. */
import { homesElsewhere, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import { changeRequest, type Stand } from './change-request.ts';
import { opinionOf, settled, type DecidePart } from './decide-part.ts';
import type { RequestRecord } from './model.ts';
import { decidersOf } from './owe-request.ts';

export const decidingAppeal: Stand = { from: ['appealed'], side: 'above' };

/** It is not decided, and whoever decides judged nothing before. @throws problems.requestMovedOn, problems.samePersonDecides */
export function insistOnJudge(
  { code, stage, appeal, content, security }: RequestRecord,
  by: Pick<Author, 'account' | 'body'>,
): void {
  if (appeal?.decision) throw problems.requestMovedOn({ request: code, stage });
  const judged = [content?.account, security?.account];
  if (by.body !== null && judged.includes(by.account)) throw problems.samePersonDecides({ request: code });
}

/** @throws problems.requestNotFound, problems.requestMovedOn, problems.reasonUnknown, problems.samePersonDecides */
export async function decideAppeal(
  context: Context,
  { code, ...said }: Omit<DecidePart, 'part'>,
  by: Author,
): Promise<RequestRecord> {
  const elsewhere = await homesElsewhere(context);
  const step = { code, action: 'governance.decide-appeal', ...decidingAppeal };
  return changeRequest(context, step, by, async (request, scene) => {
    insistOnJudge(request, by);
    const { appeal, security } = request;
    const decision = opinionOf(said, by, scene);
    const decided = { ...request, appeal: appeal && { ...appeal, decision } };
    // Carried out at the data manager's node, which is told of it.
    const { manager } = await decidersOf(context, scene.tx, request.register);
    if (elsewhere.has(manager)) return decided;
    if (!decision.allowed) return { ...decided, stage: 'refused' };
    const { calendar, today, rules } = scene;
    const securityDue = security ? request.securityDue : calendar.addWorkingDays(today, rules.days.security);
    const open = { stage: 'deciding', outcome: null, decided: null, reason: null, securityDue } as const;
    return settled(context, { ...decided, ...open, content: decision }, scene);
  });
}
