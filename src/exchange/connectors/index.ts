/** Connectors' front door for the other parts of exchange. */
export { connectorPermissions } from './connector-permissions.ts';
export { installConnectors } from './install-connectors.ts';
export { problems as connectorProblems } from './problems.ts';
export { connectorRoutes } from './routes.ts';
export { connectorRound } from './run-due.ts';
