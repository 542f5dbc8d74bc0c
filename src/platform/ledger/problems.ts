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
  filterNotFound: {
    status: 404,
    title: 'There is no such filter of yours',
    help: 'Only whoever saved a filter deletes it.',
  },
  filterNotShareable: {
    status: 422,
    title: 'A filter is shared with a post of one’s own',
    help: 'Name a post that you hold yourself in your body; whoever holds it there sees the filter.',
  },
  invalidCursor: {
    status: 400,
    title: 'The cursor is not one of ours',
    help: 'Pass `next` of the page before, unchanged.',
  },
});
