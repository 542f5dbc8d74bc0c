/** Every way webhooks can refuse a request. */
import { defineProblems } from '../../platform/http/problem.ts';

export const problems = defineProblems('exchange', {
  noSuchWebhook: { status: 404, title: 'No such subscription', help: 'There is none among those the caller may see.' },
  noSuchDelivery: {
    status: 404,
    title: 'No such delivery',
    help: 'The page of the subscription lists the newest ones.',
  },
});
