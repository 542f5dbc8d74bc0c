/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** Objectives, tasks, drafts and figures summed up are for everybody who is signed in. */
  'strategy.read': { changes: false, reach: { anyone: 'everywhere' } },
  /** Counting anew reads all rows: for those who answer for the figures, and those who look after them. */
  'strategy.check-measure': {
    changes: false,
    reach: { 'data-office': 'everywhere', compliance: 'everywhere', technical: 'everywhere' },
  },
  'strategy.contest': {
    changes: true,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'everywhere',
      officer: 'everywhere',
    },
  },
  /** Who stands for the lead body says how its task stands; the data office keeps the whole list. */
  'strategy.change-task': {
    changes: true,
    reach: {
      'data-office': 'everywhere',
      leader: 'own-tree',
      'data-manager': 'own-body',
      steward: 'own-tree',
      officer: 'own-body',
    },
  },
  /** Whoever stands for the body that gives a task plans it, and reminds its lead. */
  'strategy.plan-task': {
    changes: true,
    reach: { 'data-office': 'everywhere', leader: 'own-tree', steward: 'own-tree', 'data-manager': 'own-body' },
  },
  /** Views of the list are one's own. */
  'strategy.save-view': { changes: true, reach: { anyone: 'everywhere' } },
  'strategy.import-tasks': { changes: true, reach: { 'data-office': 'everywhere' } },
  'strategy.answer': {
    changes: true,
    reach: {
      leader: 'own-body',
      'data-office': 'own-body',
      'data-manager': 'own-body',
      steward: 'own-body',
      officer: 'own-body',
    },
  },
  'strategy.dispose': { changes: true, reach: { 'data-office': 'everywhere' } },
} as const satisfies PermissionTable;
