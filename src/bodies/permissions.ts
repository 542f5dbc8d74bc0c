/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** The directory of bodies is public to everybody who is signed in: codes and names are no secret. */
  'bodies.read': { changes: false, reach: { anyone: 'everywhere' } },
  'bodies.change': { changes: true, reach: { 'data-office': 'everywhere', steward: 'own-tree' } },
  'bodies.import': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  /** Asked about every body that ends, and about the one they become. */
  'bodies.merge': { changes: true, strong: true, reach: { 'data-office': 'everywhere', steward: 'own-tree' } },
  'bodies.read-merges': {
    changes: false,
    reach: {
      leader: 'own-tree',
      'data-office': 'everywhere',
      'data-manager': 'own-tree',
      steward: 'own-tree',
      officer: 'own-tree',
      compliance: 'everywhere',
    },
  },
  'bodies.read-posts': {
    changes: false,
    reach: {
      leader: 'own-tree',
      'data-office': 'everywhere',
      steward: 'own-tree',
      officer: 'own-body',
      compliance: 'everywhere',
      administrator: 'everywhere',
    },
  },
  'bodies.assign-posts': {
    changes: true,
    strong: true,
    reach: { leader: 'own-tree', 'data-office': 'everywhere', administrator: 'everywhere' },
  },
} as const satisfies PermissionTable;
