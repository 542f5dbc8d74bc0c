/** Who may do what with the audit trail: permission → post → reach. */
import type { PermissionTable } from '../room.ts';

export const permissions = {
  /** Everybody sees their own acts; what else they see is decided by `ledger.read`. */
  'ledger.open': { changes: false, reach: { anyone: 'everywhere' } },
  'ledger.read': {
    changes: false,
    reach: { compliance: 'everywhere', leader: 'own-tree', 'data-office': 'own-tree' },
  },
  'ledger.read-detail': { changes: false, reach: { compliance: 'everywhere', leader: 'own-tree' } },
  'ledger.verify': {
    changes: false,
    reach: {
      compliance: 'everywhere',
      leader: 'everywhere',
      'data-office': 'everywhere',
      administrator: 'everywhere',
    },
  },
} as const satisfies PermissionTable;
