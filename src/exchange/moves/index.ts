/** Moves of homes, for the list of parts. */
export { moveRoutes } from './routes.ts';
export { problems as moveProblems } from './problems.ts';
export { readdressRound } from './readdress.ts';
