/** Every way the gate can refuse an act. */
import { defineProblems } from '../../platform/http/problem.ts';

export const gateProblems = defineProblems('exchange', {
  pointNotStopping: {
    status: 409,
    title: 'This point stops nothing',
    help: 'Only a point that stops rows now is lifted: `GET /api/registers/{register}/gate` says which do.',
  },
  liftTooLong: {
    status: 422,
    title: 'The last day does not lie in the time a point may be lifted for',
    help: 'The members `today` and `last` are the first and the last day that can be chosen.',
    audited: true,
  },
});
