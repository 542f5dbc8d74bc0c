/** The front door of strategy. */
export { strategyRoom } from './room.ts';
export { listIndicators } from './measures/read-indicators.ts';
export { listTasks } from './tasks/read-tasks.ts';
export { readStrategy } from './read-profile.ts';
