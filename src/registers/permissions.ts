/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** Which register is the source of what is no secret. */
  'registers.read-authorities': { changes: false, reach: { anyone: 'everywhere' } },
  'registers.load': {
    changes: true,
    reach: { officer: 'own-tree', steward: 'own-tree', 'data-manager': 'everywhere' },
  },
  'registers.read-corrections': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      'data-manager': 'everywhere',
      'data-office': 'everywhere',
      compliance: 'everywhere',
    },
  },
  'registers.settle-correction': {
    changes: true,
    reach: { officer: 'own-tree', steward: 'own-tree', 'data-manager': 'everywhere' },
  },
  /** Asking the authority for one person by the key: through the class agreement, each answer in the audit trail. */
  'registers.lookup': {
    changes: false,
    reach: { officer: 'everywhere', steward: 'everywhere', 'data-manager': 'everywhere' },
  },
} as const satisfies PermissionTable;
