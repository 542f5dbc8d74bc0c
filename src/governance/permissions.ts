/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** Who owns, manages and updates a register is no secret to anybody who is signed in. */
  'governance.read': { changes: false, reach: { anyone: 'everywhere' } },
  /** "Would I be allowed?": asks about oneself only. */
  'governance.ask': { changes: false, reach: { anyone: 'everywhere' } },
  'governance.read-agreements': {
    changes: false,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'own-tree',
      officer: 'own-body',
      developer: 'own-body',
      technical: 'everywhere',
      compliance: 'everywhere',
    },
  },
  'governance.publish': { changes: true, reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' } },
  /** The data manager decides on what is asked of his own registers. */
  'governance.decide-agreements': { changes: true, reach: { 'data-manager': 'own-body' } },
  /** A connection is safe, or not yet: said by the technical role, about every register. */
  'governance.decide-security': {
    changes: true,
    // The data office plays the technical role where no body has a technical unit of its own.
    reach: { 'data-office': 'everywhere', technical: 'everywhere' },
  },
  'governance.ask-back': { changes: true, reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' } },
  /** An appeal goes to the body above the data manager. */
  'governance.decide-appeals': { changes: true, reach: { leader: 'own-body', 'data-manager': 'own-body' } },
  /** Asks for data in the name of one's own body. */
  'governance.request-data': {
    changes: true,
    reach: {
      leader: 'own-body',
      'data-office': 'own-body',
      'data-manager': 'own-body',
      steward: 'own-body',
      officer: 'own-body',
      developer: 'own-body',
    },
  },
} as const satisfies PermissionTable;
