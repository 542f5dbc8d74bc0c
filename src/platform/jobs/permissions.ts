/** Who may do what with long work: permission → post → reach. One's own body's only, whatever the reach. */
import type { PermissionTable } from '../room.ts';

export const permissions = {
  'jobs.read': { changes: false, reach: { anyone: 'everywhere' } },
  'jobs.cancel': {
    changes: true,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'everywhere',
      officer: 'everywhere',
      administrator: 'everywhere',
    },
  },
} as const satisfies PermissionTable;
