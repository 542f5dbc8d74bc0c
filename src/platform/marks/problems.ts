/** What is answered to whoever brings a mark of state secrecy. */
import { defineProblems } from '../http/problem.ts';

export const problems = defineProblems('marks', {
  markedSecret: {
    status: 422,
    title: 'There is a mark of state secrecy in it',
    help: 'Nothing was kept. The member `place` says where it stands and `rule` which form of a mark it is, never the text. State secrets must not be entered here; take them to the channel meant for them.',
    audited: true,
  },
});
