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

export const permissions = {
  'records.read': { changes: false, reach: { leader: 'own-tree', ...readers } },
  'records.export': { changes: false, reach: { leader: 'own-tree', ...readers } },
  'records.read-history': { changes: false, reach: readers },
  'records.read-loads': { changes: false, reach: readers },
  /** Data are edited only by the level where they arise: the commune's officer, for the commune and what is below it. */
  'records.create': { changes: true, reach: { officer: 'own-tree', 'data-manager': 'everywhere' } },
  'records.edit': { changes: true, reach: { officer: 'own-tree', 'data-manager': 'everywhere' } },
  'records.end': { changes: true, reach: { officer: 'own-tree', 'data-manager': 'everywhere' } },
  'records.load': { changes: true, reach: { officer: 'own-tree', 'data-manager': 'everywhere' } },
  'records.undo': { changes: true, reach: { officer: 'own-tree', 'data-manager': 'everywhere' } },
} as const satisfies PermissionTable;
