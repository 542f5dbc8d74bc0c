/** Webhooks' front door for the other parts of exchange. */
export { webhookRound } from './deliver.ts';
export { webhookFollower } from './follow-changes.ts';
export { problems as webhookProblems } from './problems.ts';
export { webhookRoutes } from './routes.ts';
