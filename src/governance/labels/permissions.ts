/** Who may lower labels: permission → post → reach. */
import type { PermissionTable } from '../../platform/room.ts';

export const labelPermissions = {
  'governance.lower-labels': { changes: true, reach: { 'data-office': 'everywhere' } },
} as const satisfies PermissionTable;
