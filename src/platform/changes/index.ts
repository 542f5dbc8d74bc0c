/** The change log: every room appends its changes; followers react, each at its own pace. */
export {
  appendChangeSet,
  appendChangeSets,
  comparePositions,
  currentPosition,
  findChangeSet,
  getChangeSet,
  listChanges,
  positionOn,
  takeChangeSet,
  takeChangeSets,
} from './changes.ts';
export { sequenceChanges, snapshotAt } from './sequence.ts';
export { followerStates, startFollowers } from './follow.ts';
export {
  FollowerStuckError,
  healthOf,
  type Drift,
  type Follower,
  type FollowerState,
  type Running,
} from './follower.ts';
export type { ChangeSet, NewChangeSet, Position } from './model.ts';
