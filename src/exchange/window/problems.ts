/** Every way the person's window can refuse. */
import { defineProblems } from '../../platform/http/problem.ts';

export const windowProblems = defineProblems('exchange', {
  windowClosed: {
    status: 403,
    title: 'The window is closed',
    help: 'Reads are written all the same. The data office opens the window by a recorded decision: `POST /api/window/decisions`.',
    audited: true,
  },
  notLinkedToPerson: {
    status: 404,
    title: 'This account is not linked to a person',
    help: 'Ask an administrator to link the account (`POST /api/window/people`), or an officer to open the window on your behalf.',
  },
  personNotHere: {
    status: 404,
    title: 'Nobody with this number is kept by your body',
    help: 'The window is opened on behalf of people whose records your body, or one below it, keeps. For others it says the same as for nobody.',
    audited: true,
  },
  accountIsUnknown: {
    status: 422,
    title: 'There is no such account of a person',
    help: '`account` is the name of an account of kind `person` that is not closed.',
  },
  decisionDayPast: {
    status: 422,
    title: 'The day lies behind us',
    help: 'What was shown until yesterday stays as it was: give `from` of today or later.',
  },
});
