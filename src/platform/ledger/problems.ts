/** Every way the audit trail can refuse a request. */
import { defineProblems } from '../http/problem.ts';

export const problems = defineProblems('ledger', {
  entryNotFound: {
    status: 404,
    title: 'There is no such entry for you',
    help: 'The answer is the same for an entry that does not exist and for one outside of what you may oversee.',
  },
  noCheckpoint: {
    status: 404,
    title: 'Nothing has been signed yet',
    help: 'A checkpoint is signed within a second of the first entry.',
  },
  invalidCursor: {
    status: 400,
    title: 'The cursor is not one of ours',
    help: 'Pass `next` of the page before, unchanged.',
  },
});
