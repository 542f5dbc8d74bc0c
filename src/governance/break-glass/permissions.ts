/** Who begins an emergency right, who confirms it, and who looks at it afterwards. */
import type { PermissionTable } from '../../platform/room.ts';

export const breakGlassPermissions = {
  /** One's own, those one may confirm or end, and all of them for whoever reviews. */
  'governance.read-break-glass': { changes: false, reach: { anyone: 'everywhere' } },
  /** For oneself, in one's own body. */
  'governance.begin-break-glass': {
    changes: true,
    strong: true,
    reach: {
      leader: 'own-body',
      'data-office': 'own-body',
      'data-manager': 'own-body',
      steward: 'own-body',
      officer: 'own-body',
      technical: 'own-body',
    },
  },
  /** Of somebody else, by a head of his body or of one above it, or by the data office. */
  'governance.confirm-break-glass': {
    changes: true,
    strong: true,
    reach: { leader: 'own-tree', 'data-office': 'everywhere' },
  },
  /** Compliance writes down what it found, and changes nothing of what it looked at. */
  'governance.review-break-glass': { changes: false, strong: true, reach: { compliance: 'everywhere' } },
} as const satisfies PermissionTable;
