/** The front door of served registers for the other parts of exchange. */
export { openServed, type Served } from './open-served.ts';
export { servedRound } from './take-reads.ts';
export { servedRoutes } from './routes.ts';
