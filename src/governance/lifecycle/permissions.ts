/** Who may keep, hold and let go: permission → post → reach. What is done is asked again for the register's data manager. */
import type { PermissionTable } from '../../platform/room.ts';

export const lifecyclePermissions = {
  /** A hold can say that somebody is being looked into: for those who answer for registers, and for compliance. */
  'governance.read-lifecycle': {
    changes: false,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'everywhere',
      compliance: 'everywhere',
    },
  },
  'governance.set-retention': {
    changes: true,
    strong: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' },
  },
  'governance.place-holds': {
    changes: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-body', leader: 'own-tree' },
  },
  'governance.lift-holds': {
    changes: true,
    strong: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' },
  },
  /** Only the register's data manager lets go; and never who proposed it. */
  'governance.decide-disposals': { changes: true, strong: true, reach: { 'data-manager': 'own-body' } },
} as const satisfies PermissionTable;
