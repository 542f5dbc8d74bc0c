/** Runs what is due: comes round while the node runs. */
import type { Context } from '../../platform/context.ts';
import { Problem } from '../../platform/http/problem.ts';
import type { Round } from '../../platform/rounds.ts';
import { runConnector } from './run-connector.ts';
import { selectDue } from './store/connector.ts';

const EVERY_MS = 15_000;

/** One after the other; what another process is at is left to it. */
export async function runDue(context: Context, signal: AbortSignal): Promise<void> {
  for (const code of await selectDue(context.db, context.clock.now())) {
    if (signal.aborted) return;
    try {
      await runConnector(context, code, { account: 'system' });
    } catch (error) {
      if (error instanceof Problem) continue;
      context.log.error({ err: error, connector: code }, 'a connector broke off');
    }
  }
}

export const connectorRound = (context: Context): Round => ({
  name: 'exchange.connectors',
  everyMs: EVERY_MS,
  run: (signal) => runDue(context, signal),
});
