/** Every way evidence can refuse a request. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  nothingLost: {
    status: 409,
    title: 'Nothing is missing here',
    help: 'A loss is declared only while the node is read-only because its database is older than what was witnessed.',
  },
  noEvidence: {
    status: 404,
    title: 'There is no such exchange for you',
    help: 'The answer is the same for an entry that does not exist and for one outside of what you may oversee.',
  },
  notSignedYet: {
    status: 409,
    title: 'It is not under a signature yet',
    help: 'A checkpoint is signed within a second; while the node asks its witnesses after a start it waits for them.',
  },
});
