/** Who may do what after a loss: permission → post → reach. */
import type { PermissionTable } from '../../platform/room.ts';

export const permissions = {
  /** Two versions of a record side by side: for whoever may see the record. */
  'exchange.read-versions': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      'data-office': 'own-tree',
      'data-manager': 'everywhere',
      compliance: 'everywhere',
    },
  },
  'exchange.decide-versions': { changes: true, reach: { steward: 'own-tree', 'data-manager': 'everywhere' } },
} as const satisfies PermissionTable;
