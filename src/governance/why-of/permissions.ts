/** Who may ask what somebody else is allowed. */
import type { PermissionTable } from '../../platform/room.ts';

export const whyOfPermissions = {
  /** Of people of one's own tree; compliance and the administrator of everybody. */
  'governance.ask-of-others': {
    changes: false,
    reach: {
      leader: 'own-tree',
      'data-office': 'own-tree',
      compliance: 'everywhere',
      administrator: 'everywhere',
    },
  },
} as const satisfies PermissionTable;
