/** Single records and undoing over HTTP: translation only. */
import { getBody } from '../bodies/index.ts';
import { visibleBodies } from '../governance/index.ts';
import type { Context } from '../platform/context.ts';
import { actOf, once } from '../platform/http/idempotency.ts';
import { refusal } from '../platform/http/refusal.ts';
import { serve, type Call, type Server } from '../platform/http/serve.ts';
import { ifMatch, setVersion } from '../platform/http/versions.ts';
import { absentOrRefused, recordView, refusedBy, todayOf } from './answer-records.ts';
import * as contract from './contract.ts';
import { openEdits, type Edited } from './edit-together.ts';
import { refuseWithheld, seenThrough, viewFor, withheldFields, type FieldView } from './field-view.ts';
import { homesElsewhere } from './home-bodies.ts';
import { nameBodies } from './name-bodies.ts';
import type { ReadRequest } from './model.ts';
import { openBriefly, openRegister } from './open-register.ts';
import { problems } from './problems.ts';
import { findRecord } from './read-records.ts';
import { openRecord } from './sealed-fields.ts';
import { undoability, undoChangeSet } from './undo-change-set.ts';
import { createRecord, endRecord, type ChangeRequest } from './write-record.ts';

export function serveWrites(server: Server, context: Context): void {
  const { db, clock } = context;
  const edit = openEdits(context);
  serve(server, contract.createRecord, async (call) => {
    const { params, body, caller, decision } = call;
    const home = await getBody(db, body.body, todayOf(context));
    const elsewhere = await homesElsewhere(context);
    const request = { ...body, register: params.register, caller, rule: decision.rule, body: home.id, elsewhere };
    const written = await db.transaction((tx) =>
      once(tx, actOf(call, clock.now()), () => createRecord(context, request, tx)),
    );
    void call.reply.code(201);
    return answerWith(context, call, written);
  });
  serve(server, contract.editRecord, async (call) => {
    const { refusing, ...change } = await changeOf(server, context, call, contract.editRecord.permission);
    const request = { ...change, values: call.body.values };
    await refuseBlind(context, call);
    const written = edit(request, actOf(call, clock.now()));
    return answerWith(context, call, await written.catch(refusing));
  });
  serve(server, contract.endRecord, async (call) => {
    const { refusing, ...request } = await changeOf(server, context, call, contract.endRecord.permission);
    const { changeSet } = await db
      .transaction((tx) => once(tx, actOf(call, clock.now()), () => endRecord(context, request, tx)))
      .catch(refusing);
    return { changeSet: changeSet ?? 0 };
  });
  serveUndo(server, context);
}

type ChangeCall = Pick<Call<typeof contract.endRecord>, 'params' | 'caller' | 'decision' | 't' | 'request'>;

class NotHereError extends Error {
  override name = 'NotHereError';
}

/** With `refusing`, which makes a refusal of what is not there: after the transaction, because it asks the database. */
async function changeOf(
  server: Server,
  context: Context,
  call: ChangeCall,
  permission: string,
): Promise<ChangeRequest & { readonly refusing: (error: unknown) => Promise<never> }> {
  const { params, caller, decision } = call;
  return {
    register: params.register,
    record: params.record,
    version: ifMatch(call.request),
    caller,
    rule: decision.rule,
    scope: await visibleBodies(context.db, caller, permission, params.register),
    elsewhere: await homesElsewhere(context),
    absent: () => Promise.resolve(new NotHereError()),
    refusing: async (error) => {
      throw error instanceof NotHereError ? await refusedHere(server, context, call, permission) : error;
    },
  };
}

/**
 * Whoever may read the record is told who keeps it and what would pass; for everybody else, another's record and none
 * are one and the same.
 */
async function refusedHere(server: Server, context: Context, call: ChangeCall, permission: string): Promise<Error> {
  const { db } = context;
  const { params, caller } = call;
  const { register } = params;
  const scope = await visibleBodies(db, caller, 'records.read', register);
  const seen = await findRecord(db, await openRegister(db, register), params.record, { scope });
  const decision = seen && (await server.authorize(caller, permission, { register, body: seen.body }));
  if (decision?.allowed === false) return refusedBy(context, call, decision, { permission, register });
  return absentOrRefused(context, call, permission, { register });
}

/** Nobody writes over what he may not see: whether it was equal would tell what stood there. */
async function refuseBlind(context: Context, call: Call<typeof contract.editRecord>): Promise<void> {
  const { params, body, caller } = call;
  const { permission } = contract.editRecord;
  const table = await openBriefly.read(context.db, params.register);
  const view = await viewFor(context, caller, contract.getRecord.permission, table);
  const named = Object.keys(body.values).filter((name) => view?.withheld.has(name));
  if (!view || named.length === 0) return;
  const stored = await findRecord(context.db, table, params.record, { scope: 'all', columns: [] });
  const found = named.filter((name) => !stored || !view.isWhole(name, stored.body));
  await refuseWithheld(context, call, { register: params.register, permission, view, found });
}

/** The record as it stands after the write, with its new ETag. */
async function answerWith(
  context: Context,
  call: Pick<Call<typeof contract.editRecord>, 'caller' | 't'> & {
    readonly params: { readonly register: string };
    readonly reply: ChangeReply;
  },
  { record, stored }: Edited,
): Promise<contract.RecordView> {
  const { params, reply, caller } = call;
  const table = await openBriefly.read(context.db, params.register);
  const view = await viewFor(context, caller, contract.getRecord.permission, table);
  const found = (view ? undefined : stored) ?? (await readAgain(context, params.register, { record, view }));
  if (!found) throw problems.registerNotReady({ register: params.register });
  const nameOf = await nameBodies(context, [found.body]);
  setVersion(reply, found.version);
  return { ...recordView(found, nameOf), ...withheldFields(table, view, call) };
}

async function readAgain(
  context: Context,
  register: string,
  { record, view }: { readonly record: string; readonly view: FieldView | undefined },
) {
  const { db } = context;
  const request: Omit<ReadRequest, 'where'> = { scope: 'all', sealed: true };
  const table = await openRegister(db, register);
  return openRecord(context, table, await findRecord(db, table, record, seenThrough(view, request)));
}

type ChangeReply = Parameters<typeof setVersion>[0];

function serveUndo(server: Server, context: Context): void {
  serve(server, contract.getChange, async (call) => {
    const { params, caller } = call;
    const { change, reason, dependents, remaining } = await undoability(context, {
      changeSet: params.changeSet,
      caller,
    });
    await visibleChange(server, contract.getChange.permission, call, change);
    return {
      changeSet: change.id,
      kind: change.kind,
      register: change.subject,
      body: change.body,
      account: change.actor,
      at: change.stampedAt ?? change.begunAt,
      rowsNew: change.rowsNew ?? 0,
      rowsChanged: change.rowsChanged ?? 0,
      rowsEnded: change.rowsEnded ?? 0,
      undoable: reason === undefined,
      ...(reason !== undefined && { reason }),
      dependents: { count: dependents.length, records: dependents.slice(0, 100) },
      remaining,
    };
  });
  serve(server, contract.undoChange, async (call) => {
    const { params, body, caller, decision } = call;
    const { change } = await undoability(context, { changeSet: params.changeSet, caller });
    await visibleChange(server, contract.undoChange.permission, call, change);
    const request = { changeSet: params.changeSet, caller, rule: decision.rule, ...body };
    return context.db.transaction((tx) =>
      once(tx, actOf(call, context.clock.now()), () => undoChangeSet(context, request, tx)),
    );
  });
}

/** Another's change and no change read alike. */
async function visibleChange(
  server: Server,
  permission: string,
  { caller, t }: Pick<Call<typeof contract.getChange>, 'caller' | 't'>,
  change: { readonly id: number; readonly subject: string; readonly body: number | null },
): Promise<void> {
  const about = { register: change.subject, ...(change.body !== null && { body: change.body }) };
  const decision = await server.authorize(caller, permission, about);
  if (decision.allowed) return;
  // Whoever may not even ask about his own body is told so; for the others there is no such change.
  const own = await server.authorize(caller, permission, { register: change.subject });
  if (!own.allowed) throw refusal(own, t, caller.language);
  throw problems.changeSetNotFound({ changeSet: change.id });
}
