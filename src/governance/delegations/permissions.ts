/** Who may have another body act for his own. */
import type { PermissionTable } from '../../platform/room.ts';

export const delegationPermissions = {
  /** Whoever holds something gives it for his body, and for one below where the profile says so; never more than he holds. */
  'governance.delegate': {
    changes: true,
    strong: true,
    reach: {
      leader: 'own-tree',
      'data-office': 'own-body',
      'data-manager': 'own-body',
      steward: 'own-tree',
      officer: 'own-body',
    },
  },
} as const satisfies PermissionTable;
