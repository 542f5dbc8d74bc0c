/** Reads over HTTP: translation only. */
import type { Readable } from 'node:stream';
import type { Context } from '../platform/context.ts';
import type { Decision } from '../platform/decision.ts';
import { isApiCall } from '../platform/http/client.ts';
import { serve, type Call, type Server } from '../platform/http/serve.ts';
import { setVersion } from '../platform/http/versions.ts';
import { allowedOnRecord } from './allowed-on-record.ts';
import { absentOrRefused, columnsOf, isIn, recordView, scopeOf, whenOf } from './answer-records.ts';
import * as contract from './contract.ts';
import { exportStream } from './export-records.ts';
import { fieldView, refuseWithheld, seenThrough, viewFor, withheldFields, type FieldView } from './field-view.ts';
import { openLookup, type Lookup } from './look-up.ts';
import type { RegisterTable, StoredRecord } from './model.ts';
import { nameBodies } from './name-bodies.ts';
import { noteReads } from './note-reads.ts';
import { openRegister } from './open-register.ts';
import { parseCondition, parseOrder } from './read-filter.ts';
import { readHistory } from './read-history.ts';
import { countRecords, findByKey, findRecord, listRecords, streamRecords } from './read-records.ts';
import { refusedAsSpent, withheldViews } from './say-withheld.ts';
import { openRecord, openRecords } from './sealed-fields.ts';
import { openScope, takeFile, takeGuess, takeRows, waysOf } from './take-opened-rows.ts';
import { mayUndo } from './undo-change-set.ts';

export function serveReads(server: Server, context: Context): void {
  const lookup = openLookup(context);
  serve(server, contract.listRecords, (call) => page(context, call, call.query.body));
  serve(server, contract.listBodyRecords, (call) => page(context, call, call.params.body));
  serve(server, contract.exportRecords, (call) => exportAnswer(context, call));
  serve(server, contract.getRecord, (call) => one(server, context, lookup, call));
  serve(server, contract.getBodyRecord, (call) => one(server, context, lookup, call));
  serve(server, contract.lookupRecord, async (call) =>
    show(server, context, call, { ...(await byKey(context, lookup, call)), key: call.query.key }),
  );
  serve(server, contract.recordHistory, (call) => history(server, context, call));
}

type ListCall = Pick<Call<typeof contract.listBodyRecords>, 'query' | 'caller' | 'decision' | 't' | 'request'> & {
  readonly params: { readonly register: string };
};

async function questionOf(context: Context, call: ListCall, body: string | undefined) {
  const { query, params, caller } = call;
  const table = await openRegister(context.db, params.register);
  const { permission } = contract.listRecords;
  const { scope, ...open } = await openScope(context, caller, permission, { register: params.register, body });
  const when = await whenOf(context, query);
  const view = fieldView(table, open.meant);
  const [columns, where] = [columnsOf(query.columns), (query.where ?? []).map(parseCondition)];
  const order = parseOrder(query.order);
  const found = [...where.map(({ field }) => field), ...(order.field === undefined ? [] : [order.field])];
  const { register } = table;
  await refuseWithheld(context, call, { register, permission, view, named: columns.columns ?? [], found });
  const request = seenThrough(view, { ...columns, ...when, where, order, scope, sealed: true });
  return { table, request, open, view, read: { table, ways: open.ways, when } };
}

async function page(context: Context, call: ListCall, body: string | undefined): Promise<contract.RecordPage> {
  const { table, request, open, view, read } = await questionOf(context, call, body);
  const { query, caller } = call;
  const { items: found, next } = await listRecords(context.db, table, {
    ...request,
    cursor: query.cursor,
    ...(query.limit !== undefined && { limit: query.limit }),
  });
  // What a count tells of different records nobody has paid for.
  const total = query.count && !open.hasBudget ? await countRecords(context.db, table, request) : undefined;
  const { shown: items, withheld, purposes } = await takeRows(context, caller, read, found);
  const kept = [...open.spent, ...withheld];
  if (kept.length > 0 && items.length === 0 && open.ways.own === undefined)
    throw await refusedAsSpent(context, call, table, kept);
  await noteReads(
    context,
    caller,
    { ...readingOf(call, table), action: 'records.list', ...countsOf(call, { rows: items.length }), purposes },
    items.map(({ record }) => record),
  );
  const nameOf = await nameBodies(
    context,
    items.map((item) => item.body),
  );
  const opened = await openRecords(context, context.db, table, items);
  return {
    items: opened.map((item) => recordView(item, nameOf)),
    ...(next !== undefined && { next }),
    ...(total !== undefined && { total }),
    ...(kept.length > 0 && { withheld: withheldViews(call, kept) }),
    ...withheldFields(table, view, call),
  };
}

async function exportAnswer(context: Context, call: Call<typeof contract.exportRecords>): Promise<Readable> {
  const { table, request, open, read } = await questionOf(context, call, call.query.body);
  const { format = 'json', limit } = call.query;
  let purposes: ReadonlyMap<string, string> | undefined;
  // A file that lacks rows looks like a whole one: it is given with all of them, or not at all.
  if (open.spent.length > 0) throw await refusedAsSpent(context, call, table, open.spent);
  if (open.ways.granted.length > 0) {
    const rows = streamRecords(context.db, table, { ...request, columns: [], limit });
    const taken = await takeFile(context, call.caller, read, rows);
    if (taken.withheld.length > 0) throw await refusedAsSpent(context, call, table, taken.withheld);
    purposes = taken.purposes;
  }
  const rows = Math.min(await countRecords(context.db, table, request), limit ?? Infinity);
  const reading = { ...readingOf(call, table), action: 'records.export', purposes };
  await noteReads(context, call.caller, { ...reading, ...countsOf(call, { rows }) }, []);
  const { stream, type } = await exportStream(context, {
    table,
    request: { ...request, limit },
    shown: (records) => noteReads(context, call.caller, { ...reading, action: 'records.export-rows' }, records),
    format,
    units: call.query.units,
    t: call.t,
    language: call.caller.language,
  });
  void call.reply.type(type);
  void call.reply.header('content-disposition', `attachment; filename="${table.register}.${format}"`);
  return stream;
}

type OneCall = Pick<Call<typeof contract.getRecord>, 'query' | 'caller' | 'decision' | 't' | 'request' | 'reply'> & {
  readonly params: { readonly register: string; readonly record: string; readonly body?: string };
};

async function one(server: Server, context: Context, lookup: Lookup, call: OneCall): Promise<contract.RecordView> {
  const { params, query } = call;
  const at = await oneAt(context, lookup, call);
  if (at.view === undefined && query.asOf === undefined && query.knownOn === undefined) {
    return show(server, context, call, await lookup.byId(params.register, params.record, query.columns));
  }
  const found = await findRecord(context.db, at.table, params.record, await at.request());
  return show(server, context, call, { ...at, found });
}

async function byKey(
  context: Context,
  lookup: Lookup,
  call: Pick<Call<typeof contract.lookupRecord>, 'params' | 'query' | 'caller' | 't'>,
): Promise<Found> {
  const { params, query } = call;
  const at = await oneAt(context, lookup, call);
  if (at.view === undefined && query.asOf === undefined && query.knownOn === undefined) {
    return lookup.byKey(params.register, query.key, query.columns);
  }
  // Whoever sees a key nowhere whole learns from no match who is held.
  const hidden = at.table.entity.key.filter((name) => (at.view?.withheld.get(name)?.shown ?? 'some') !== 'some');
  const { permission } = contract.lookupRecord;
  await refuseWithheld(context, call, { register: params.register, permission, view: at.view, found: hidden });
  return { ...at, found: await findByKey(context.db, at.table, query.key, await at.request()) };
}

type OneAt = Pick<OneCall, 'caller' | 't' | 'query'> & { readonly params: { readonly register: string } };

/** How one record is seen by this reader. A register whose labels keep nothing back costs no question more. */
async function oneAt(context: Context, lookup: Lookup, call: OneAt) {
  const { params, query, caller } = call;
  const { permission } = contract.getRecord;
  const table = await lookup.tableOf(params.register);
  const view = await viewFor(context, caller, permission, table);
  const { register } = table;
  const columns = columnsOf(query.columns);
  await refuseWithheld(context, call, { register, permission, view, named: columns.columns ?? [] });
  const request = async () =>
    seenThrough(view, { ...columns, ...(await whenOf(context, query)), scope: 'all' as const, sealed: true });
  return { table, view, request };
}

interface Found {
  readonly table: RegisterTable;
  readonly found: StoredRecord | undefined;
  readonly view?: FieldView | undefined;
  /** What it was looked up by, if it was a key. */
  readonly key?: readonly string[];
}

interface ShowCall extends Pick<OneCall, 'caller' | 'decision' | 't' | 'request' | 'reply'> {
  readonly params: { readonly register: string; readonly body?: string };
  readonly query: Pick<OneCall['query'], 'asOf' | 'knownOn' | 'columns'> & { readonly allowed?: boolean | undefined };
}

/**
 * Decides about the record's own home body, then shows it; whatever is not shown is absent. What only an agreement opens
 * is taken off its quota first, and so is a key that was tried in vain.
 */
async function show(
  server: Server,
  context: Context,
  call: ShowCall,
  { table, found, key, view }: Found,
): Promise<contract.RecordView> {
  const { permission } = contract.getRecord;
  const { params, caller, query } = call;
  const seen = found && (await mayRead(server, context, call, { table, found }));
  const read = async () => ({
    ...{ table, when: await whenOf(context, query) },
    ways: await waysOf(context, caller, permission, table.register),
  });
  if (!found || !seen?.allowed) {
    const withheld = key ? await takeGuess(context, caller, await read(), key) : [];
    if (withheld.length > 0) throw await refusedAsSpent(context, call, table, withheld);
    throw await absentOrRefused(context, call, permission, { register: table.register, ...aboutBody(params) });
  }
  if (isByAgreement(seen)) {
    const { withheld } = await takeRows(context, caller, await read(), [found]);
    if (withheld.length > 0) throw await refusedAsSpent(context, call, table, withheld);
  }
  const nameOf = await nameBodies(context, [found.body]);
  const of = isByAgreement(seen) ? seen.facts['purposeCode'] : undefined;
  const purpose = typeof of === 'string' ? of : null;
  const reading = { ...readingOf({ ...call, query }, table), action: 'records.read', ...countsOf(call), purpose };
  await noteReads(context, caller, reading, [found.record]);
  setVersion(call.reply, found.version);
  const shown = (await openRecord(context, table, found)) ?? found;
  return {
    ...recordView(shown, nameOf),
    ...withheldFields(table, view, call),
    ...(query.allowed && {
      allowed: await allowedOnRecord(context, caller, { register: table.register, body: found.body }),
    }),
  };
}

/** An agreement opened it: also where somebody acts for another body, whose rule is that. */
const isByAgreement = ({ rule, facts }: Decision): boolean =>
  rule === 'governance/granted-by-agreement' || (rule === 'governance/on-behalf' && 'agreement' in facts);

const aboutBody = ({ body }: { readonly body?: string }) => (body === undefined ? {} : { body });

/** The decision that opens this very row; undefined where none does. */
async function mayRead(
  server: Server,
  context: Context,
  { caller, params, query }: Pick<ShowCall, 'caller' | 'params' | 'query'>,
  { table, found }: { table: RegisterTable; found: StoredRecord },
): Promise<Decision | undefined> {
  if (params.body !== undefined && !(await isIn(context, table, found, params.body))) return undefined;
  const { permission } = contract.getRecord;
  const { register } = table;
  const decision = await server.authorize(caller, permission, { register, body: found.body });
  if (!decision.allowed || decision.facts['condition'] === undefined) return decision;
  // Only some rows of that body are open: this very row, in the version that is asked for, is held against the condition.
  const request = {
    ...(await whenOf(context, query)),
    columns: [],
    scope: await scopeOf(context, caller, permission, { register }),
  };
  return (await findRecord(context.db, table, found.record, request)) && decision;
}

/** How much was read, and whether over the API: the catalogue counts its use from here. */
const countsOf = ({ request }: Pick<ListCall, 'request'>, counts: Readonly<Record<string, number>> = {}) => ({
  counts: { ...counts, ...(isApiCall(request) && { api: 1 }) },
});

interface Decided {
  readonly decision: Decision;
  readonly query: { readonly columns?: string | undefined };
}

const readingOf = ({ decision, query }: Decided, { register }: RegisterTable) => ({
  subject: register,
  rule: decision.rule,
  fields: columnsOf(query.columns).columns,
});

async function history(server: Server, context: Context, call: Call<typeof contract.recordHistory>) {
  const { params, caller } = call;
  const table = await openRegister(context.db, params.register);
  const read = await readHistory(context.db, table, params.record, (rows) =>
    openRecords(context, context.db, table, rows),
  );
  const home = read?.home;
  const { permission } = contract.recordHistory;
  const about = { register: table.register };
  const seen = home === undefined ? undefined : await server.authorize(caller, permission, { ...about, body: home });
  if (!read || home === undefined || !seen?.allowed) throw await absentOrRefused(context, call, permission, about);
  if (isByAgreement(seen)) {
    const ways = await waysOf(context, caller, permission, table.register);
    const rows = [{ record: params.record, body: home }];
    const { withheld } = await takeRows(context, caller, { table, ways, when: {} }, rows);
    if (withheld.length > 0) throw await refusedAsSpent(context, call, table, withheld);
  }
  const by = isByAgreement(seen) ? seen.facts['purposeCode'] : undefined;
  const purpose = typeof by === 'string' ? by : null;
  const reading = { subject: table.register, rule: call.decision.rule, action: 'records.read-history', purpose };
  await noteReads(context, caller, reading, [params.record]);
  const view = await viewFor(context, caller, contract.getRecord.permission, table);
  const items = [];
  for (const entry of read.entries) {
    const change = read.changes.get(entry.changeSet);
    const undoable = change !== undefined && (await mayUndo(context, context.db, { change, caller })) === undefined;
    const changes = entry.changes.filter(({ field }) => view?.isWhole(field, home) ?? true);
    items.push({ ...entry, changes, undoable });
  }
  return { items };
}
