/** The gate before rows are shared. */
export { gateAgainst } from './read-gate.ts';
export { gateProblems } from './gate-problems.ts';
export { gateRoutes } from './routes.ts';
