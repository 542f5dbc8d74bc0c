/** Who may do what with connectors and webhooks: whoever writes one never approves it, whatever the post. */
import type { PermissionTable } from '../../platform/room.ts';

const everybodyConcerned = {
  leader: 'own-tree',
  'data-office': 'everywhere',
  'data-manager': 'own-body',
  steward: 'own-tree',
  officer: 'own-tree',
  developer: 'own-tree',
  compliance: 'everywhere',
} as const;

export const connectorPermissions = {
  'exchange.read-connectors': { changes: false, reach: everybodyConcerned },
  'exchange.write-connectors': {
    changes: true,
    reach: {
      'data-office': 'everywhere',
      'data-manager': 'own-body',
      steward: 'own-tree',
      officer: 'own-tree',
      developer: 'own-tree',
    },
  },
  /** Where it may go, and into which register. */
  'exchange.approve-connectors': {
    changes: true,
    reach: { 'data-office': 'everywhere', 'data-manager': 'own-body', steward: 'own-tree' },
  },
  /** Test, dry run, run, stop, take up again. */
  'exchange.run-connectors': {
    changes: true,
    reach: {
      'data-office': 'everywhere',
      'data-manager': 'own-body',
      steward: 'own-tree',
      officer: 'own-tree',
      developer: 'own-tree',
    },
  },
} as const satisfies PermissionTable;
