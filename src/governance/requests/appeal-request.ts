/** Appeals a refusal of the content to the body above the data manager: once. Security is not decided there. */
import { findBody, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import { changeRequest, type Stand } from './change-request.ts';
import type { RequestRecord } from './model.ts';
import { decidersOf } from './owe-request.ts';

export const appealing: Stand = { from: ['refused'], side: 'asker' };

/** Once, of the content alone. @throws problems.noAppeal */
export function insistOnAppeal({ code, content, security, appeal }: RequestRecord): void {
  if (content?.allowed !== false || security?.allowed === false || appeal) throw problems.noAppeal({ request: code });
}

/** @throws problems.requestNotFound, problems.requestMovedOn, problems.noAppeal */
export function appealRequest(
  context: Context,
  { code, text }: { readonly code: string; readonly text: string },
  by: Author,
): Promise<RequestRecord> {
  const step = { code, action: 'governance.appeal-request', ...appealing };
  return changeRequest(context, step, by, async (request, { tx, today, calendar, rules }) => {
    const { manager } = await decidersOf(context, tx, request.register);
    const above = (await findBody(tx, manager))?.parent ?? null;
    insistOnAppeal(request);
    if (above === null) throw problems.noAppeal({ request: code });
    const due = calendar.addWorkingDays(today, rules.days.appeal);
    return { ...request, stage: 'appealed', appeal: { text, on: today, due, body: above, decision: null } };
  });
}
