/** Who may do what with feeds: permission → post → reach. */
import type { PermissionTable } from '../../platform/room.ts';

export const permissions = {
  /** What this node gives and receives: states and counts, never a row. */
  'exchange.read-feeds': {
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
  /** Begins, stops and hurries what this node receives; what it may receive is the provider's decision. */
  'exchange.change-feeds': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
} as const satisfies PermissionTable;
