/** Who files, sees and answers what people ask of those who keep data about them. */
import type { PermissionTable } from '../../platform/room.ts';

export const subjectPermissions = {
  /** One's own, and only where the account is linked to a person. */
  'exchange.ask-own-rights': { changes: true, own: true, reach: { anyone: 'everywhere' } },
  'exchange.read-own-requests': { changes: false, own: true, reach: { anyone: 'everywhere' } },
  /** For a person whose records are kept there, with the evidence that the officer saw. */
  'exchange.file-subject-request': {
    changes: true,
    reach: { officer: 'own-tree', steward: 'own-tree', contact: 'own-tree', 'data-office': 'own-tree' },
  },
  'exchange.read-subject-requests': {
    changes: false,
    reach: {
      leader: 'own-tree',
      officer: 'own-tree',
      steward: 'own-tree',
      contact: 'own-tree',
      'data-manager': 'own-tree',
      'data-office': 'everywhere',
      compliance: 'everywhere',
    },
  },
  'exchange.answer-subject-request': {
    changes: true,
    reach: {
      officer: 'own-body',
      contact: 'own-body',
      steward: 'own-tree',
      'data-manager': 'own-body',
      'data-office': 'own-tree',
    },
  },
} as const satisfies PermissionTable;
