/** The audit trail's front door: an RFC 6962 log of every act, which anybody can check. */
import type { Room } from '../room.ts';
import { permissions } from './permissions.ts';
import { problems } from './problems.ts';
import { type LedgerDeps, serveLedger } from './routes.ts';

export { ledgerOf } from './audit.ts';
export type { Audit, AuditEntry, Ledger, Verdict } from './audit.ts';
export { openKeys, type NodeKeys } from './keys.ts';
export { ForeignKeysError, openAudit } from './open-audit.ts';
export { hashRecords, parseLeaf } from './leaf.ts';
export { verifyEntry, type EntryFault } from './verify-entry.ts';
export { actsUnder } from './acts-under.ts';
export { exportLog } from './export-log.ts';
export { verifyCopy } from './verify-copy.ts';
export { verifyDatabase } from './verify-database.ts';

/** What the platform shows to `node.ts` of its audit trail; `visibleBodies` comes from governance. */
export function ledgerRoom(deps: LedgerDeps): Room {
  return { name: 'ledger', permissions, problems, routes: (server, context) => serveLedger(server, context, deps) };
}
