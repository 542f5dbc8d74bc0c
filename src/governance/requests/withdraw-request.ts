/** The asker takes a request back; nobody owes an answer any more. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { changeRequest, type Stand } from './change-request.ts';
import type { RequestRecord } from './model.ts';

export const withdrawing: Stand = { from: ['draft', 'deciding', 'asked-back', 'appealed'], side: 'asker' };

/** @throws problems.requestNotFound, problems.requestMovedOn */
export function withdrawRequest(context: Context, code: string, by: Author): Promise<RequestRecord> {
  const step = { code, action: 'governance.withdraw-request', ...withdrawing };
  return changeRequest(context, step, by, (request) => ({ ...request, stage: 'withdrawn' }));
}
