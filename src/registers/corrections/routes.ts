/** Serves the contract of corrections: translation only. */
import { Readable } from 'node:stream';
import { refusedOrAbsent } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { refusal } from '../../platform/http/refusal.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { noteReads } from '../../records/index.ts';
import type { Correction } from './corrections-contract.ts';
import * as contract from './corrections-contract.ts';
import { addEvidence, readEvidence } from './evidence-files.ts';
import { proposeCorrection } from './propose-correction.ts';
import { listCorrections, readCorrection, showCorrections } from './read-corrections.ts';
import { sendCorrection } from './send-correction.ts';
import * as settle from './settle-correction.ts';

export function correctionRoutes(server: Server, context: Context): void {
  const one = async (found: Parameters<typeof showCorrections>[1][number]): Promise<Correction> =>
    (await showCorrections(context, [found]))[0] as Correction;
  serve(server, contract.listCorrections, async ({ query, caller, decision }) => {
    const page = await listCorrections(context, caller, query);
    for (const [register, some] of Map.groupBy(page.items, (item) => item.register))
      await noteShown(context, caller, { register, some, rule: decision.rule });
    return page;
  });
  serve(server, contract.getCorrection, async ({ params, caller, decision }) => {
    const page = await readCorrection(context, caller, params.correction);
    await noteShown(context, caller, { register: page.register, some: [page], rule: decision.rule });
    return page;
  });
  serve(server, contract.proposeCorrection, async ({ body, caller, decision, t, request }) => {
    const absent = async () =>
      refusal(
        await refusedOrAbsent(context.db, caller, 'records.read', { register: body.register }),
        t,
        request.language,
      );
    const id = await proposeCorrection(context, caller, { ...body, rule: decision.rule, absent });
    return readCorrection(context, caller, id);
  });
  serve(server, contract.sendCorrection, async ({ params, caller }) => {
    await sendCorrection(context, caller, params.correction);
    return readCorrection(context, caller, params.correction);
  });
  evidenceRoutes(server, context);
  serve(server, contract.settleCorrection, async ({ params, body, caller }) =>
    one(await settle.settleCorrection(context, caller, { id: params.correction, ...body })),
  );
  serve(server, contract.undoSettlement, async ({ params, caller }) =>
    one(await settle.undoSettlement(context, caller, params.correction)),
  );
  serve(server, contract.withdrawCorrection, async ({ params, body, caller }) =>
    one(await settle.withdrawCorrection(context, caller, params.correction, body.reason)),
  );
  serve(server, contract.acknowledgeCorrection, async ({ params, caller }) =>
    one(await settle.acknowledgeCorrection(context, caller, params.correction)),
  );
}

/** A correction shows the value that somebody's record bears. */
const noteShown = (
  context: Context,
  caller: Caller,
  { register, some, rule }: { readonly register: string; readonly some: readonly Correction[]; readonly rule: string },
): Promise<void> =>
  noteReads(
    context,
    caller,
    { action: 'registers.read-correction', subject: register, rule, fields: some.map(({ field }) => field) },
    some.map(({ record }) => record),
  );

function evidenceRoutes(server: Server, context: Context): void {
  serve(server, contract.addEvidence, async ({ params, query, caller, decision, upload }) => ({
    files: await addEvidence(context, caller, { ...params, ...query, upload, rule: decision.rule }),
  }));
  serve(server, contract.readEvidence, async ({ params, caller, reply }) => {
    const { file, bytes } = await readEvidence(context, caller, params);
    // Somebody's file: saved, never shown as a page of this node.
    reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`);
    reply.header('content-type', 'application/octet-stream');
    return Readable.from([bytes]);
  });
}
