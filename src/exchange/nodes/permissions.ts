/** Who may do what with nodes: permission → post → reach. */
import type { PermissionTable } from '../../platform/room.ts';

export const permissions = {
  /** Which nodes there are is no secret to those who answer for data or for the program. */
  'exchange.read-nodes': {
    changes: false,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'everywhere',
      developer: 'everywhere',
      compliance: 'everywhere',
      administrator: 'everywhere',
    },
  },
  /** Approves, refuses and retires nodes below this one, and changes keys. */
  'exchange.manage-nodes': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
} as const satisfies PermissionTable;
