/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** That a register exists, who manages it and how it can be asked for is for everybody who is signed in. */
  'exchange.read-catalogue': { changes: false, reach: { anyone: 'everywhere' } },
} as const satisfies PermissionTable;
