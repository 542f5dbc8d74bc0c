/** Retention over HTTP: translation only. */
import { Readable } from 'node:stream';
import { disposalItems, getDisposal, getRegister } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { RowKeeping } from '../../platform/keeping.ts';
import type { Decision } from '../../platform/decision.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import type { Translate } from '../../platform/i18n.ts';
import { archiveOf, keepArchive } from './archive.ts';
import * as contract from './contract.ts';
import { executeDisposal } from './execute.ts';
import { proposeDue } from './propose.ts';
import { destructionProof } from './prove.ts';
import { dueItems, dueLines, lifecycleBoard } from './read-retention.ts';

export function serveRetention(server: Server, context: Context, keepings: () => readonly RowKeeping[]): void {
  const { db } = context;
  const insist = async ({ caller, t }: Acting, permission: string, body: number | null) => {
    const decision = await server.authorize(caller, permission, body === null ? {} : { body });
    if (!decision.allowed) throw refusal(decision, t, caller.language);
  };
  serve(server, contract.listDue, ({ caller }) => dueLines(context, caller));
  serve(server, contract.listDueItems, async ({ params }) => {
    await getRegister(db, params.register);
    return { items: await dueItems(context, params) };
  });
  serve(server, contract.proposeDisposal, async ({ body, ...acting }) => {
    await insist(acting, contract.proposeDisposal.permission, (await getRegister(db, body.register)).managerBody);
    return { disposal: await proposeDue(context, body, author(acting)) };
  });
  serve(server, contract.executeDisposal, async ({ params, ...acting }) => {
    await insist(acting, contract.executeDisposal.permission, (await getDisposal(db, params.disposal)).decides);
    const { state, waitsFor } = await executeDisposal(context, params.disposal, keepings());
    return { state, waitsFor: [...waitsFor] };
  });
  serve(server, contract.getArchive, async ({ params, reply, ...acting }) => {
    const { decides, register } = await getDisposal(db, params.disposal);
    await insist(acting, contract.getArchive.permission, decides);
    const bytes = await archiveOf(context, params.disposal);
    const { account, body, rule } = author(acting);
    await context.audit.append({
      ...{ action: 'records.archive', actor: account, body, subject: register, allowed: true, rule },
      records: (await disposalItems(db, params.disposal)).slice(0, 1000),
    });
    void reply.type('application/zip');
    void reply.header('content-disposition', `attachment; filename="${params.disposal}.zip"`);
    return Readable.from([bytes]);
  });
  serve(server, contract.keepArchive, async ({ params, body, ...acting }) => {
    await insist(acting, contract.keepArchive.permission, (await getDisposal(db, params.disposal)).decides);
    await keepArchive(context, { id: params.disposal, hash: body.sha256, place: body.place }, author(acting));
    return { sha256: body.sha256 };
  });
  serve(server, contract.getProof, ({ params }) => destructionProof(context, params.disposal));
  serve(server, contract.readBoard, ({ caller }) => lifecycleBoard(context, caller));
}

interface Acting {
  readonly caller: Caller;
  readonly decision: Decision;
  readonly t: Translate;
}
const author = ({ caller, decision }: Acting) => ({ account: caller.account, body: caller.body, rule: decision.rule });
