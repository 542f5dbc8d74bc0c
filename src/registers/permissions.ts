/** Who may do what here: permission → post → reach. */
import type { PermissionTable } from '../platform/room.ts';

// Rows are changed only where they arise: the same posts and reach as for one record in `records`. The data manager
// keeps the rows of the own body and nobody else's.
const keepers = { officer: 'own-tree', 'data-manager': 'own-body' } as const;

export const permissions = {
  /** Which register is the source of what is no secret. */
  'registers.read-authorities': { changes: false, reach: { anyone: 'everywhere' } },
  /** Both claims with the counts of what differs; values only as far as both registers may be read. */
  'registers.read-dispute': {
    changes: false,
    reach: {
      leader: 'everywhere',
      'data-office': 'everywhere',
      'data-manager': 'everywhere',
      steward: 'everywhere',
      compliance: 'everywhere',
    },
  },
  /** A register claims through its data manager; the data office may claim for any. */
  'registers.claim-authority': {
    changes: true,
    reach: { 'data-manager': 'everywhere', 'data-office': 'everywhere' },
  },
  'registers.settle-dispute': { changes: true, reach: { 'data-office': 'everywhere' } },
  /** Which register is the source of what is no secret, and the form is the asker's own. */
  'registers.check-form': { changes: false, reach: { anyone: 'everywhere' } },
  'registers.load': { changes: true, keeps: 'load', reach: keepers },
  /** Filling a list in changes no row: what comes back goes through a load. */
  'registers.prefill': { changes: true, reach: keepers },
  'registers.read-corrections': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      'data-manager': 'everywhere',
      'data-office': 'everywhere',
      compliance: 'everywhere',
    },
  },
  /** Whoever may read a record may say that it is wrong, with evidence; who keeps it decides. */
  'registers.propose-correction': {
    changes: true,
    reach: {
      officer: 'everywhere',
      steward: 'everywhere',
      'data-manager': 'everywhere',
      'data-office': 'everywhere',
      leader: 'everywhere',
    },
  },
  /** Pairs of which both records are in reach. */
  'registers.read-duplicates': {
    changes: false,
    reach: {
      officer: 'own-tree',
      steward: 'own-tree',
      'data-manager': 'everywhere',
      'data-office': 'own-tree',
      compliance: 'everywhere',
    },
  },
  /** Who is who changes no record, so the steward and the data manager may say it beside whoever keeps the rows. */
  'registers.decide-duplicate': {
    changes: true,
    reach: { officer: 'own-tree', steward: 'own-tree', 'data-manager': 'everywhere' },
  },
  /** A person is shown by records that their own grants open; without any there is nobody. */
  'registers.read-golden': {
    changes: false,
    reach: {
      leader: 'own-tree',
      officer: 'own-tree',
      steward: 'own-tree',
      'data-manager': 'everywhere',
      'data-office': 'own-tree',
      compliance: 'everywhere',
    },
  },
  'registers.settle-correction': { changes: true, keeps: 'edit', reach: keepers },
  /** Asking the authority for one person by the key: opened by an agreement, each answer in the audit trail. */
  'registers.lookup': {
    changes: false,
    conditions: true,
    mode: 'lookup',
    reach: { officer: 'own-tree', steward: 'own-tree', 'data-manager': 'everywhere' },
  },
} as const satisfies PermissionTable;
