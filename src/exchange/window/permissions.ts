/** Who may open the person's window, and for whom. */
import type { PermissionTable } from '../../platform/room.ts';

export const windowPermissions = {
  /** One's own, and only where the account is linked to a person. */
  'exchange.read-own-window': { changes: false, own: true, reach: { anyone: 'everywhere' } },
  /** On behalf of somebody whose records are kept there. */
  'exchange.open-window': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      contact: 'own-tree',
      'data-manager': 'own-tree',
      'data-office': 'own-tree',
      compliance: 'everywhere',
    },
  },
  'exchange.decide-window': { changes: true, strong: true, reach: { 'data-office': 'everywhere' } },
  'exchange.link-person': { changes: true, strong: true, reach: { administrator: 'everywhere' } },
} as const satisfies PermissionTable;
