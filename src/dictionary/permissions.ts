/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** What data means is public to everybody who is signed in. */
  'dictionary.read': { changes: false, reach: { anyone: 'everywhere' } },
  'dictionary.import-codes': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  /** What a newer dictionary would do to the registers: counts, and ids of the rows in its way. */
  'dictionary.rehearse': { changes: false, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  'dictionary.take-release': { changes: true, reach: { 'data-office': 'everywhere', administrator: 'everywhere' } },
  'dictionary.adopt': {
    changes: true,
    reach: { 'data-office': 'everywhere', leader: 'own-tree', steward: 'own-body' },
  },
} as const satisfies PermissionTable;
