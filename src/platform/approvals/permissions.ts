/** Who may do what with acts that wait for a second person: permission → post → reach. */
import type { PermissionTable } from '../room.ts';

export const permissions = {
  /** Everybody sees what they proposed, and what they may agree to. */
  'approvals.read': { changes: false, reach: { anyone: 'everywhere' } },
  /** All of them, for those who look on. */
  'approvals.oversee': { changes: false, reach: { compliance: 'everywhere' } },
  /** Whether somebody may agree to this one is asked of the permission of the act itself. */
  'approvals.decide': { changes: true, strong: true, reach: { anyone: 'everywhere' } },
} as const satisfies PermissionTable;
