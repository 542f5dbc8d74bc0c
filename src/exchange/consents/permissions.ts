/** Who reads texts and counts of consent, writes texts, and takes consent. */
import type { PermissionTable } from '../../platform/room.ts';

export const consentPermissions = {
  'exchange.read-consents': {
    changes: false,
    reach: {
      leader: 'everywhere',
      officer: 'everywhere',
      steward: 'everywhere',
      contact: 'everywhere',
      'data-manager': 'everywhere',
      'data-office': 'everywhere',
      compliance: 'everywhere',
    },
  },
  'exchange.write-consent-texts': { changes: true, reach: { 'data-office': 'everywhere' } },
  'exchange.take-consent': {
    changes: true,
    reach: { officer: 'own-tree', steward: 'own-tree', contact: 'own-tree' },
  },
} as const satisfies PermissionTable;
