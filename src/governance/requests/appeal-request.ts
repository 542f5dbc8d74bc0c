/** Appeals a refusal of the content to the body above the data manager: once. Security is not decided there. */
import { findBody, type Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { problems } from '../problems.ts';
import { changeRequest } from './change-request.ts';
import type { RequestRecord } from './model.ts';
import { decidersOf } from './owe-request.ts';

/** @throws problems.requestNotFound, problems.requestMovedOn, problems.noAppeal */
export function appealRequest(
  context: Context,
  { code, text }: { readonly code: string; readonly text: string },
  by: Author,
): Promise<RequestRecord> {
  const step = { code, action: 'governance.appeal-request', from: ['refused'], side: 'asker' } as const;
  return changeRequest(context, step, by, async (request, { tx, today, calendar, rules }) => {
    const { manager } = await decidersOf(context, tx, request.register);
    const above = (await findBody(tx, manager))?.parent ?? null;
    const isOpen = request.content?.allowed === false && request.security?.allowed !== false;
    if (!isOpen || request.appeal || above === null) throw problems.noAppeal({ request: code });
    const due = calendar.addWorkingDays(today, rules.days.appeal);
    return { ...request, stage: 'appealed', appeal: { text, on: today, due, body: above, decision: null } };
  });
}
