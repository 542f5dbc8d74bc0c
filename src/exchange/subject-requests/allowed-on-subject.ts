/** What whoever reads a person's request may do with it: who answers takes its steps, she takes it back. */
import { isRequestOpen, sayAllowed, subjectProblems, type SubjectRequest } from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { insistOnAnswerer } from './answer-request.ts';
import type { SubjectPage } from './contract.ts';
import type { Seeing } from './read-requests.ts';

export function allowedOnSubject(
  context: Context,
  found: SubjectRequest,
  { caller, isOwn, mayAnswer }: Seeing,
): Promise<SubjectPage['allowed']> {
  const open = () => {
    if (!isRequestOpen(found)) throw subjectProblems.subjectRequestMovedOn({ state: found.state });
  };
  return sayAllowed(context, caller, {
    'exchange.answerSubjectRequest': {
      permission: 'exchange.answer-subject-request',
      // Whoever does not answer it is told who does.
      ...(!mayAnswer && !isOwn && { about: { body: found.body } }),
      insists: async () => {
        await insistOnAnswerer(context, caller, found);
        open();
      },
    },
    'exchange.withdrawOwnRequest': {
      permission: 'exchange.ask-own-rights',
      insists: () => {
        if (!isOwn) throw subjectProblems.subjectRequestNotFound();
        open();
      },
    },
  });
}
