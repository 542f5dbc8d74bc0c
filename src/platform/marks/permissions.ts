/** Who may do what with marks of secrecy: permission → post → reach. */
import type { PermissionTable } from '../room.ts';

export const permissions = {
  /** Asks before sending; nothing of it is kept. */
  'marks.check': { changes: false, reach: { anyone: 'everywhere' } },
  /** Incidents: who brought a mark where. */
  'marks.read-incidents': { changes: false, reach: { compliance: 'everywhere', administrator: 'everywhere' } },
} as const satisfies PermissionTable;
