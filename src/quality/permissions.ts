/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

export const permissions = {
  /** Scores are of bodies, not of people: everybody may see how good the data are. */
  'quality.read': { changes: false, reach: { anyone: 'everywhere' } },
  'quality.read-defects': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      leader: 'own-tree',
      'data-manager': 'everywhere',
      compliance: 'everywhere',
    },
  },
  /** Take a defect on, say its cause and what comes of it, contest it: who answers for the record. */
  'quality.mend': {
    changes: true,
    reach: { officer: 'own-tree', steward: 'own-tree', leader: 'own-tree', 'data-manager': 'everywhere' },
  },
  /** Who exactly is held against the keeper, the rule's owner and the asker (`defects/contest-defect.ts`). */
  'quality.answer-contest': {
    changes: true,
    reach: { leader: 'own-tree', 'data-office': 'everywhere' },
  },
  /** Freeze the scores of a period: what careers hang on is frozen by the data office. */
  'quality.freeze': { changes: true, reach: { 'data-office': 'everywhere' } },
  /** Say that a figure of one's own body is wrong. */
  'quality.contest-figure': {
    changes: true,
    reach: { officer: 'own-body', steward: 'own-body', leader: 'own-body' },
  },
  /** Profile a file of one's own: nothing of it is kept, nothing of the node is read. */
  'quality.profile': { changes: false, reach: { anyone: 'everywhere' } },
} as const satisfies PermissionTable;
