/** The front door of exchange. */
export { exchangeRoom } from './room.ts';
export { registersUsedByOthers } from './read-use.ts';
export { writeOwnAddress } from './nodes/index.ts';
