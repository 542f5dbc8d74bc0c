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
  /** Lists of the own tree, with what both sides have signed. */
  'quality.read-rounds': {
    changes: false,
    reach: {
      ...{ officer: 'own-tree', steward: 'own-tree', leader: 'own-tree', contact: 'own-body' },
      ...{ 'data-office': 'everywhere', 'data-manager': 'everywhere', compliance: 'everywhere' },
    },
  },
  /** Sign the own list, and say what came of differences. */
  'quality.sign-below': { changes: true, reach: { leader: 'own-body', officer: 'own-body', contact: 'own-body' } },
  /** List differences of a body below and sign its list: a body above it (`rounds/sign-round.ts`). */
  'quality.sign-above': { changes: true, reach: { leader: 'own-tree', steward: 'own-tree' } },
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
