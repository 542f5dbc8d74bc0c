/** Every way exchange can refuse a request. */
import { defineProblems } from '../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  notPublished: {
    status: 404,
    title: 'No such register in the catalogue',
    help: 'The catalogue lists the registers that are published.',
  },
});
