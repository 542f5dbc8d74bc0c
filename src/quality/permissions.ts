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
  /** Take a defect on, say its cause and what comes of it, contest it: who answers for the record. */
  'quality.mend': {
    changes: true,
    reach: { officer: 'own-tree', steward: 'own-tree', leader: 'own-tree', 'data-manager': 'everywhere' },
  },
  /** Who exactly is held against the keeper, the rule's owner and the asker (`defects/contest-defect.ts`). */
  'quality.answer-contest': {
    changes: true,
    reach: { leader: 'own-tree', 'data-office': 'everywhere' },
  },
} as const satisfies PermissionTable;
