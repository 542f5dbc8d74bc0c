/** The front door of architecture. */
export { architectureRoom } from './room.ts';
export { readInventory } from './read-inventory.ts';
