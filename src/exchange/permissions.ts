/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';
import { connectorPermissions } from './connectors/connector-permissions.ts';

export const permissions = {
  /** That a register exists, who manages it and how it can be asked for is for everybody who is signed in. */
  'exchange.read-catalogue': { changes: false, reach: { anyone: 'everywhere' } },
  /** Hears which of its registers are not listed, because an address of theirs does not answer. */
  'exchange.manage-catalogue': {
    changes: false,
    reach: {
      'data-manager': 'own-body',
      'data-office': 'own-tree',
      administrator: 'everywhere',
      compliance: 'everywhere',
    },
  },
  /** Which programs ask in the name of a body; the data office sees them all. */
  'exchange.read-keys': {
    changes: false,
    reach: {
      leader: 'own-body',
      'data-office': 'everywhere',
      'data-manager': 'own-body',
      steward: 'own-body',
      officer: 'own-body',
      developer: 'own-body',
      compliance: 'everywhere',
    },
  },
  /** A body gives its own programs their keys; what they open is for agreements to say. */
  'exchange.manage-keys': {
    changes: true,
    reach: { developer: 'own-body', 'data-office': 'own-body', 'data-manager': 'own-body' },
  },
  /** The provider says who may come without proofs. */
  'exchange.allow-gateway': { changes: true, reach: { 'data-manager': 'own-body' } },
  /** Lets rows leave although a point of the gate stops them: who decides on requests answers for it. */
  'exchange.lift-gate': { changes: true, reach: { 'data-manager': 'own-body' } },
  /** The provider opens a grant to an analysis tool. */
  'exchange.open-bi': { changes: true, reach: { 'data-manager': 'own-body' } },
  ...connectorPermissions,
} as const satisfies PermissionTable;
