/** Serves who is who: translation only. */
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import { serve, type Server } from '../platform/http/serve.ts';
import { ifMatch, setVersion } from '../platform/http/versions.ts';
import * as contract from './golden-contract.ts';
import { decideDuplicate, undoDuplicate } from './golden/decide-duplicate.ts';
import { lookupGolden } from './golden/look-up.ts';
import { proposeDuplicate, splitPerson } from './golden/propose-duplicate.ts';
import { getDuplicate, listDuplicates } from './golden/read-duplicates.ts';
import { listLinkedEntities } from './golden/read-linked-entities.ts';
import { findGoldenPerson, getGoldenPerson } from './golden/read-person.ts';

/** What is linked when nobody says. */
const ENTITY = 'person';

export function goldenRoutes(server: Server, context: Context): void {
  const pair = async (caller: Caller, id: string, reply: Parameters<typeof setVersion>[0]) => {
    const found = await getDuplicate(context, caller, id);
    setVersion(reply, found.version);
    return found;
  };
  serve(server, contract.listDuplicates, ({ query, caller }) => listDuplicates(context, caller, query));
  serve(server, contract.getDuplicate, ({ params, caller, reply }) => pair(caller, params.duplicate, reply));
  serve(server, contract.proposeDuplicate, async ({ body, caller, reply }) =>
    pair(caller, await proposeDuplicate(context, caller, body), reply),
  );
  serve(server, contract.decideDuplicate, async ({ params, body, caller, decision, request, reply }) => {
    const { outcome, reason, despiteIdentifiers = false } = body;
    const deciding = { duplicate: params.duplicate, version: ifMatch(request), outcome, reason, despiteIdentifiers };
    await decideDuplicate(context, caller, { ...deciding, rule: decision.rule });
    return pair(caller, params.duplicate, reply);
  });
  serve(server, contract.undoDuplicate, async ({ params, body, caller, decision, request, reply }) => {
    const undoing = { duplicate: params.duplicate, version: ifMatch(request), reason: body.reason };
    await undoDuplicate(context, caller, { ...undoing, rule: decision.rule });
    return pair(caller, params.duplicate, reply);
  });
  serve(server, contract.listLinkedEntities, async () => ({ items: await listLinkedEntities(context) }));
  serve(server, contract.getGoldenPerson, ({ params, caller }) => getGoldenPerson(context, caller, params.person));
  serve(server, contract.findGoldenPerson, ({ query, caller }) => findGoldenPerson(context, caller, query.record));
  serve(server, contract.splitPerson, async ({ params, body, caller, decision, reply }) =>
    pair(caller, await splitPerson(context, caller, { ...params, ...body, rule: decision.rule }), reply),
  );
  serve(server, contract.lookupGolden, ({ body, caller, decision }) =>
    lookupGolden(context, caller, { ...body, entity: body.entity ?? ENTITY, rule: decision.rule }),
  );
}
