/** Every way long work can refuse a request. */
import { defineProblems } from '../http/problem.ts';

export const problems = defineProblems('jobs', {
  jobNotFound: {
    status: 404,
    title: 'There is no such job for you',
    help: 'The answer is the same for a job that does not exist and for one of another body.',
  },
});
