/** Who may do what here: permission → post → reach. Governance adds the register's own rules. */
import type { PermissionTable } from '../platform/room.ts';

const readers = {
  'data-office': 'own-tree',
  'data-manager': 'everywhere',
  steward: 'own-tree',
  officer: 'own-tree',
  developer: 'own-tree',
  compliance: 'everywhere',
} as const;

// Data are edited only by the level where they arise: `keeps` leaves of this reach what the register's updating rule
// gives to the own body. A data manager's is the rows that arise in the own body.
const keepers = { officer: 'own-tree', 'data-manager': 'own-body' } as const;

export const permissions = {
  'records.read': { changes: false, conditions: true, reach: { leader: 'own-tree', ...readers } },
  'records.export': { changes: false, conditions: true, reach: { leader: 'own-tree', ...readers } },
  'records.read-history': { changes: false, reach: readers },
  'records.read-loads': { changes: false, reach: readers },
  /** How far the tables are in following a release: counts, and ids of the rows in its way. */
  'records.read-migrations': {
    changes: false,
    reach: { 'data-office': 'everywhere', administrator: 'everywhere', 'data-manager': 'everywhere' },
  },
  'records.create': { changes: true, keeps: 'edit', reach: keepers },
  'records.edit': { changes: true, keeps: 'edit', reach: keepers },
  'records.end': { changes: true, keeps: 'edit', reach: keepers },
  'records.load': { changes: true, keeps: 'load', reach: keepers },
  /** What is past its term: ids and counts, never a value. */
  'records.read-due': {
    changes: false,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'everywhere',
      compliance: 'everywhere',
    },
  },
  /** Whoever proposes does not decide (`governance/lifecycle`). */
  'records.propose-disposal': {
    changes: true,
    reach: { 'data-office': 'everywhere', steward: 'own-body', 'data-manager': 'own-body' },
  },
  /** The rows with their values: for the register’s data manager, who answers for them. */
  'records.read-archive': { changes: false, reach: { 'data-manager': 'own-body' } },
  'records.keep-archive': { changes: true, reach: { 'data-manager': 'own-body' } },
  'records.execute-disposal': { changes: true, reach: { 'data-office': 'everywhere', 'data-manager': 'own-body' } },
  /** Orders to dispose of what was received: ids and counts. An officer sees those of the own body. */
  'records.read-orders': {
    changes: false,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'everywhere',
      officer: 'own-body',
      compliance: 'everywhere',
    },
  },
  /** The body that received rows says what becomes of its copies. */
  'records.answer-orders': {
    changes: true,
    strong: true,
    reach: {
      leader: 'own-tree',
      'data-office': 'own-tree',
      'data-manager': 'own-body',
      steward: 'own-body',
      officer: 'own-body',
    },
  },
  /** Undoing is no editing: the register's data manager may take back what any body loaded (`undo-change-set.ts`). */
  'records.undo': { changes: true, keeps: 'load', reach: { officer: 'own-tree', 'data-manager': 'everywhere' } },
} as const satisfies PermissionTable;
