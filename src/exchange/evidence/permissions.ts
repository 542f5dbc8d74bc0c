/** Who may do what with evidence: permission → post → reach. */
import type { PermissionTable } from '../../platform/room.ts';

export const permissions = {
  /** Everybody sees the evidence of their own acts; what else they see is what they may oversee in the audit trail. */
  'exchange.read-evidence': { changes: false, reach: { anyone: 'everywhere' } },
  'exchange.declare-loss': { changes: true, reach: { administrator: 'everywhere' } },
} as const satisfies PermissionTable;
