/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** Scores are of bodies, not of people: everybody may see how good the data are. */
  'quality.read': { changes: false, reach: { anyone: 'everywhere' } },
  'quality.read-defects': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      leader: 'own-tree',
      'data-manager': 'everywhere',
      compliance: 'everywhere',
    },
  },
} as const satisfies PermissionTable;
