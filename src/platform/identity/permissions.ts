/** Who may do what with accounts. */
import type { PermissionTable } from '../room.ts';

export const permissions: PermissionTable = {
  // One's own sessions, keys and password: credentials, not data, so that every post holds it.
  'identity.own': { changes: false, own: true, reach: { anyone: 'everywhere' } },
  'identity.manage': { changes: true, strong: true, reach: { administrator: 'everywhere' } },
};
