/** The asker takes a request back; nobody owes an answer any more. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { changeRequest } from './change-request.ts';
import type { RequestRecord } from './model.ts';

/** @throws problems.requestNotFound, problems.requestMovedOn */
export function withdrawRequest(context: Context, code: string, by: Author): Promise<RequestRecord> {
  const from = ['draft', 'deciding', 'asked-back', 'appealed'] as const;
  const step = { code, action: 'governance.withdraw-request', from, side: 'asker' } as const;
  return changeRequest(context, step, by, (request) => ({ ...request, stage: 'withdrawn' }));
}
