/** Serves the contract of the audit trail. Reading it is written into it. */
import type { Caller } from '../caller.ts';
import type { Context } from '../context.ts';
import { serve, type Server } from '../http/serve.ts';
import { ledgerOf, type Verdict } from './audit.ts';
import * as contract from './contract.ts';
import type { Sight } from './entry-store.ts';
import { serveExplorer } from './explorer-routes.ts';
import { getEntry, listEntries } from './list-entries.ts';
import { problems } from './problems.ts';

/** Handed in once by `node.ts`: whose acts a caller may oversee. Governance answers. */
export interface LedgerDeps {
  visibleBodies(caller: Caller, permission: string): Promise<'all' | readonly number[]>;
}

type LedgerContext = Pick<Context, 'db' | 'audit' | 'profile' | 'clock' | 'keysDir'>;

export function serveLedger(server: Server, context: LedgerContext, deps: LedgerDeps): void {
  const { db, audit, profile } = context;
  const sightOf = async (caller: Caller): Promise<Sight> => ({
    bodies: await deps.visibleBodies(caller, 'ledger.read'),
    account: caller.account,
  });
  const note = (caller: Caller, action: string, more: { subject: string; rule: string; detail?: unknown }) =>
    audit.append({ action, actor: caller.account, body: caller.body, allowed: true, ...more });

  serve(server, contract.listEntries, async ({ caller, query, decision }) => {
    const page = await listEntries(db, await sightOf(caller), { ...query, timeZone: profile.timeZone });
    const { cursor: _cursor, limit: _limit, ...filter } = query;
    await note(caller, 'ledger.list-entries', { subject: 'audit', rule: decision.rule, detail: { filter } });
    return page;
  });

  serve(server, contract.getEntry, async ({ caller, params, decision }) => {
    const entry = await getEntry(db, await sightOf(caller), params.entry);
    const more = entry.actor === caller.account ? decision : await askDetail(server, caller, entry.body);
    const subject = `entry/${entry.id}`;
    if (!more.allowed) {
      await note(caller, 'ledger.read-entry', { subject, rule: decision.rule });
      return { ...entry, detail: { state: 'withheld' as const } };
    }
    await note(caller, 'ledger.read-detail', { subject, rule: more.rule });
    return { ...entry, detail: await ledgerOf(audit).readDetail(entry.id) };
  });

  serveProofs(server, context, sightOf);
  serveExplorer(server, context, sightOf);
}

const askDetail = (server: Server, caller: Caller, body: number | null) =>
  server.authorize(caller, 'ledger.read-detail', body === null ? {} : { body });

function serveProofs(server: Server, { db, audit }: LedgerContext, sightOf: (caller: Caller) => Promise<Sight>): void {
  serve(server, contract.getCheckpoint, async () => {
    const checkpoint = await ledgerOf(audit).checkpoint();
    if (!checkpoint) throw problems.noCheckpoint();
    return checkpoint;
  });

  serve(server, contract.getProof, async ({ caller, params }) => {
    const entry = await getEntry(db, await sightOf(caller), params.entry);
    const proof = await ledgerOf(audit).prove(entry.id);
    if (!proof) throw problems.noCheckpoint();
    return { ...proof, path: [...proof.path] };
  });

  // A log is read from end to end: whoever asks meanwhile gets the same answer.
  let running: Promise<Verdict> | undefined;
  serve(server, contract.verify, async ({ caller, decision }) => {
    running ??= ledgerOf(audit)
      .verify()
      .finally(() => (running = undefined));
    const verdict = await running;
    await audit.append({
      action: 'ledger.verify',
      actor: caller.account,
      body: caller.body,
      subject: 'audit',
      allowed: true,
      rule: decision.rule,
      counts: { entries: verdict.size, ...(verdict.firstBad === null ? {} : { firstBad: verdict.firstBad }) },
    });
    return verdict;
  });
}
