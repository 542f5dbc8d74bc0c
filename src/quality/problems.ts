/** Every way quality can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('quality', {
  noSuchRule: {
    status: 404,
    title: 'The register has no such rule',
    help: 'The scores of the register name its rules.',
  },
  profileBroken: {
    status: 500,
    title: 'The profile’s rounds cannot be read',
    help: 'The member `findings` names what is wrong.',
  },
});
