/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  'architecture.read': { changes: false, reach: { anyone: 'everywhere' } },
} as const satisfies PermissionTable;
