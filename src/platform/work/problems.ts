/** Every way work items can refuse a request. */
import { defineProblems } from '../http/problem.ts';

export const problems = defineProblems('work', {
  invalidCursor: {
    status: 400,
    title: 'The cursor is not one of ours',
    help: 'Pass `next` of the page before, unchanged.',
  },
});
