/** What rooms hold for a body: the front door. */
export { columnHolding, type Columns } from './store.ts';
export { StaleHoldingError } from './stale.ts';
export type { Effect, Held, Holding, Merging, Obstacle, Stamp } from './model.ts';
