/** Every way architecture can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('architecture', {
  profileBroken: {
    status: 500,
    title: 'The profile’s inventory cannot be read',
    help: 'The member `findings` names what is wrong.',
  },
});
