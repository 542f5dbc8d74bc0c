/** Who may name who answers, and read what nobody answers for. */
import type { PermissionTable } from '../../platform/room.ts';

export const responsibilityPermissions = {
  /** The data office names owners and data managers; the data manager of a register names its stewards. */
  'governance.assign-responsibilities': {
    changes: true,
    strong: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' },
  },
  /** Says that those who are named still answer. */
  'governance.review-responsibilities': {
    changes: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' },
  },
  /** What stewards, technical units and data contacts owe: seen by the head of their body and by the governance unit. */
  'governance.read-line': {
    changes: false,
    reach: { leader: 'own-body', 'data-office': 'everywhere', compliance: 'everywhere' },
  },
} as const satisfies PermissionTable;
