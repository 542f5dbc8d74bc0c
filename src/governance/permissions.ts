/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** Who owns, manages and updates a register is no secret to anybody who is signed in. */
  'governance.read': { changes: false, reach: { anyone: 'everywhere' } },
  /** "Would I be allowed?": asks about oneself only. */
  'governance.ask': { changes: false, reach: { anyone: 'everywhere' } },
  'governance.read-agreements': {
    changes: false,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'own-tree',
      officer: 'own-body',
      developer: 'own-body',
      compliance: 'everywhere',
    },
  },
  'governance.publish': { changes: true, reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' } },
  /** The data manager decides on what is asked of his own registers. */
  'governance.decide-agreements': { changes: true, reach: { 'data-manager': 'own-body' } },
} as const satisfies PermissionTable;
