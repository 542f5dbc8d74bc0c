/** The front door of strategy. */
export { strategyRoom } from './room.ts';
export { listIndicators } from './read-indicators.ts';
export { listTasks } from './read-tasks.ts';
export { readStrategy } from './read-profile.ts';
