/** The front door of accesses for analysis tools. */
export { biRoutes } from './routes.ts';
export { biRounds } from './keep-bi.ts';
