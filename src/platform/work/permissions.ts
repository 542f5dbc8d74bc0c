/** Who may do what with work items: permission → post → reach. */
import type { PermissionTable } from '../room.ts';

export const permissions = {
  /** Everybody sees what is addressed to a post of theirs. */
  'work.read': { changes: false, reach: { anyone: 'everywhere' } },
  /** What the whole body owes, whichever the post. */
  'work.read-body': {
    changes: false,
    reach: { leader: 'own-body', 'data-office': 'own-body', steward: 'own-body', compliance: 'own-body' },
  },
} as const satisfies PermissionTable;
