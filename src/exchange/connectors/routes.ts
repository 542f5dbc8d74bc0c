/** Serves the contract of connectors: translation only. */
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { approveConnector, stopConnector } from './change-connector.ts';
import * as contract from './connector-contract.ts';
import { dryRun, testSource } from './dry-run.ts';
import { runConnector } from './run-connector.ts';
import { selectConnector } from './store/connector.ts';
import { connectorFor, listConnectors, sayRun, viewConnector } from './view-connector.ts';
import { writeConnector } from './write-connector.ts';

const by = (caller: Caller, decision: Decision) => ({
  account: caller.account,
  body: caller.body,
  rule: decision.rule,
});
const RUN = 'exchange.run-connectors';

export function connectorRoutes(server: Server, context: Context): void {
  serve(server, contract.listConnectors, async ({ caller, t }) => {
    const bodies = await visibleBodies(context.db, caller, 'exchange.write-connectors');
    const ok = bodies === 'all' || bodies.length > 0;
    const write = { ok, reason: ok ? null : t('exchange:connectors.why.post') };
    return { items: await listConnectors(context, { caller, t }), may: { write } };
  });
  serve(server, contract.getConnector, ({ params, caller, t }) =>
    viewConnector(context, params.connector, { caller, t }),
  );
  serve(server, contract.writeConnector, async ({ params, body, caller, decision, t, request }) => {
    if (await selectConnector(context.db, params.connector))
      await connectorFor(context, caller, { code: params.connector, permission: 'exchange.write-connectors' });
    const words = { t, language: request.language };
    await writeConnector(context, { ...params, ...body }, by(caller, decision), words);
    return viewConnector(context, params.connector, { caller, t });
  });
  serve(server, contract.approveConnector, async ({ params, body, caller, decision, t }) => {
    await connectorFor(context, caller, { code: params.connector, permission: 'exchange.approve-connectors' });
    await approveConnector(context, { code: params.connector, hosts: body.hosts }, by(caller, decision));
    return viewConnector(context, params.connector, { caller, t });
  });
  serve(server, contract.changeConnector, async ({ params, body, caller, decision, t }) => {
    await connectorFor(context, caller, { code: params.connector, permission: RUN });
    await stopConnector(context, { code: params.connector, ...body }, by(caller, decision));
    return viewConnector(context, params.connector, { caller, t });
  });
  serve(server, contract.testConnector, async ({ params, caller, t, request }) => {
    const found = await connectorFor(context, caller, { code: params.connector, permission: RUN });
    const { columns, offered } = await testSource(context, found, {
      ...{ account: caller.account, t, language: request.language },
    });
    const lists = offered.map((one) => ({ ...one, columns: [...one.columns], parameters: [...one.parameters] }));
    return { columns: [...columns], offered: lists };
  });
  serve(server, contract.dryRunConnector, async ({ params, caller, t, request }) => {
    const found = await connectorFor(context, caller, { code: params.connector, permission: RUN });
    return dryRun(context, found, { account: caller.account, t, language: request.language });
  });
  serve(server, contract.runConnector, async ({ params, caller, t }) => {
    await connectorFor(context, caller, { code: params.connector, permission: RUN });
    const runs = await runConnector(context, params.connector, { account: caller.account });
    return { runs: runs.map((run) => sayRun(run, t)) };
  });
}
