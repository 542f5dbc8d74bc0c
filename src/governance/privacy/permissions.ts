/** Who may see, report and answer for what happens to personal data: permission → post → reach. */
import type { PermissionTable } from '../../platform/room.ts';

export const privacyPermissions = {
  /** A breach says where a door stands open: for those who answer for data, and for compliance. */
  'governance.read-privacy': {
    changes: false,
    reach: {
      leader: 'own-tree',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'own-tree',
      technical: 'everywhere',
      compliance: 'everywhere',
    },
  },
  /** Whoever works with data says at once what has happened to them. */
  'governance.report-breaches': {
    changes: true,
    reach: {
      leader: 'own-tree',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'own-tree',
      officer: 'own-body',
      technical: 'everywhere',
      contact: 'own-body',
    },
  },
  'governance.handle-breaches': {
    changes: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-tree', technical: 'everywhere' },
  },
  /** Dossiers of processing, risks and transfers: who answers for the registers, and the data office. */
  'governance.keep-dossiers': {
    changes: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-tree' },
  },
  /** Whoever owes a measure says that it was done. */
  'governance.do-measures': {
    changes: true,
    reach: {
      leader: 'own-body',
      'data-office': 'everywhere',
      'data-manager': 'own-tree',
      steward: 'own-body',
      technical: 'everywhere',
    },
  },
} as const satisfies PermissionTable;
