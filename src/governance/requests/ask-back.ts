/** Puts a question to whoever asks: until the answer the clocks of both opinions stand still. */
import type { Author } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import { addNote } from '../store/request.ts';
import { changeRequest, type Stand } from './change-request.ts';
import type { RequestRecord } from './model.ts';

export const askingBack: Stand = { from: ['deciding'], side: 'decider' };

/** @throws problems.requestNotFound, problems.requestMovedOn */
export function askBack(
  context: Context,
  { code, words }: { readonly code: string; readonly words: string },
  by: Author,
): Promise<RequestRecord> {
  const step = { code, action: 'governance.ask-back', ...askingBack };
  return changeRequest(context, step, by, async (request, { tx, today, changeSet }) => {
    const note = { kind: 'question', day: today, body: by.body, account: by.account, words } as const;
    await addNote(tx, { request: code, ...note, changeSet });
    return { ...request, stage: 'asked-back', stoppedOn: today };
  });
}
