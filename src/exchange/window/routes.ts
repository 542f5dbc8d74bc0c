/** Serves the person's window: translation only. */
import { visibleBodies } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import { noteReads } from '../../records/index.ts';
import * as contract from './contract.ts';
import { decideWindow, viewOfDecision } from './decide-window.ts';
import type { Held } from './find-records.ts';
import { linkPerson } from './link-person.ts';
import { windowProblems } from './problems.ts';
import { readWindow } from './read-window.ts';
import * as store from './store/window.ts';

export function windowRoutes(server: Server, context: Context): void {
  const { db, clock, profile } = context;
  serve(server, contract.readOwnWindow, async ({ caller, decision }) => {
    const person = await store.personOf(db, caller.account);
    if (person === undefined) throw windowProblems.notLinkedToPerson();
    const admit = async () => {
      // Her own look at her own window is no read of somebody else.
      const entry = { action: 'exchange.read-own-window', actor: caller.account, body: caller.body };
      await context.audit.append({ ...entry, subject: 'window', allowed: true, rule: decision.rule });
    };
    return readWindow(context, { person, onBehalf: false, admit });
  });
  serve(server, contract.openWindow, async ({ body, caller, decision }) => {
    const { person, reason } = body;
    const admit = async (held: readonly Held[]) => {
      const homes = await visibleBodies(db, caller, contract.openWindow.permission);
      const isKept = held.some(({ records }) => records.some((one) => homes === 'all' || homes.includes(one.body)));
      if (!isKept) throw windowProblems.personNotHere();
      for (const { register, records } of held) {
        const reading = { action: 'exchange.open-window', subject: register, rule: decision.rule, detail: { reason } };
        const ids = records.map(({ record }) => record);
        await noteReads(context, caller, reading, ids);
      }
    };
    return readWindow(context, { person, onBehalf: true, admit });
  });
  serve(server, contract.windowState, async ({ caller }) => {
    const now = await store.decisionOn(db, dayOf(clock.now(), profile.timeZone));
    const all = await store.listDecisions(db);
    const may = async (permission: string) => (await server.authorize(caller, permission, {})).allowed;
    return {
      open: now?.open ?? false,
      decision: now ? await viewOfDecision(context, now) : null,
      decisions: await Promise.all(all.map((one) => viewOfDecision(context, one))),
      linked: (await store.personOf(db, caller.account)) !== undefined,
      mayOpen: await may(contract.openWindow.permission),
      mayDecide: await may(contract.decideWindow.permission),
    };
  });
  serve(server, contract.decideWindow, ({ body, caller, decision, request }) =>
    decideWindow(
      context,
      { ...body, reason: { [request.language]: body.reason } },
      { account: caller.account, body: caller.body, rule: decision.rule },
    ),
  );
  serve(server, contract.linkPerson, ({ body, caller, decision }) =>
    linkPerson(context, body, { account: caller.account, body: caller.body, rule: decision.rule }),
  );
}
