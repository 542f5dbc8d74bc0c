/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** What data means is public to everybody who is signed in. */
  'dictionary.read': { changes: false, reach: { anyone: 'everywhere' } },
  'dictionary.import-codes': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  /** What a newer dictionary would do to the registers: counts, and ids of the rows in its way. */
  'dictionary.rehearse': { changes: false, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  'dictionary.take-release': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  /** What is proposed is no secret to anybody who is signed in; readers of the dictionary see the release in force. */
  'dictionary.read-proposals': { changes: false, reach: { anyone: 'everywhere' } },
  'dictionary.comment-proposals': { changes: true, reach: { anyone: 'everywhere' } },
  'dictionary.propose': {
    changes: true,
    reach: { steward: 'everywhere', 'data-manager': 'everywhere', 'data-office': 'everywhere' },
  },
  /** Never one's own: `proposals/decide-action.ts`. */
  'dictionary.review-proposals': { changes: true, reach: { 'data-office': 'everywhere' } },
  'dictionary.release-proposals': { changes: true, reach: { 'data-office': 'everywhere' } },
  /** A body's mappings are its own: who answers for its data writes them. */
  'dictionary.map': {
    changes: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-tree', steward: 'own-tree', developer: 'own-body' },
  },
  /** What a node says on top of the releases it follows. */
  'dictionary.set-overlay': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  'dictionary.adopt': {
    changes: true,
    reach: { 'data-office': 'everywhere', leader: 'own-tree', steward: 'own-body' },
  },
} as const satisfies PermissionTable;
