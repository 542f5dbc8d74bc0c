/** The front door of bodies. */
export { bodiesRoom, roomOfBodies } from './room.ts';
export {
  absorbedIds,
  bodiesByCode,
  findBody,
  getBody,
  isWithin,
  listBodies,
  pathOf,
  subtreeIds,
  successionOf,
} from './read.ts';
export { bodiesHolding, describeCaller, lastDaysOfPosts, nameBodies, postsOf, postsOn } from './callers.ts';
export { mergeBodies } from './merge/merge-bodies.ts';
export { planMerge } from './merge/plan-merge.ts';
export { undoMerge } from './merge/undo-merge.ts';
export { handOverPosts, postsFrom } from './hand-over-posts.ts';
export { assignPost } from './assign-post.ts';
export { importBodies } from './import-bodies.ts';
export { exportBodies } from './export-bodies.ts';
export { bodiesEdition } from './edition.ts';
export { homesElsewhere, type Elsewhere } from './insist-on-home.ts';
export type { Author } from './write-change.ts';
export type { Body, Succession } from './model.ts';
export { posts } from './model.ts';
