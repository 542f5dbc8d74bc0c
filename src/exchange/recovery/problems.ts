/** Every way recovery can refuse a request. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  nothingFetched: {
    status: 409,
    title: 'Nothing is waited for from this node',
    help: '`/api/exchange/recovery` lists the nodes that are still to give back what they hold.',
  },
  metNotFound: {
    status: 404,
    title: 'There are no such two versions',
    help: 'The answer is the same for a case that does not exist and for a record that you may not change. `/api/exchange/met-versions` lists them.',
  },
  metDecided: {
    status: 409,
    title: 'It was decided already',
    help: 'Look at the record: whoever decided is named there. Change the record itself if the decision was wrong.',
  },
  metUnfit: {
    status: 409,
    title: 'The register does not take this version',
    help: 'The member `reason` says why: another record holds its key, or a value breaks a rule of the register. Correct the record by hand and keep yours.',
  },
});
