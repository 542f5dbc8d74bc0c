/** Reads over HTTP: translation only. */
import type { Readable } from 'node:stream';
import type { Context } from '../platform/context.ts';
import { isApiCall } from '../platform/http/client.ts';
import { serve, type Call, type Server } from '../platform/http/serve.ts';
import { setVersion } from '../platform/http/versions.ts';
import { absentOrRefused, columnsOf, isIn, recordView, scopeOf, whenOf } from './answer-records.ts';
import * as contract from './contract.ts';
import { exportStream } from './export-records.ts';
import { openLookup, type Lookup } from './look-up.ts';
import type { RegisterTable, StoredRecord } from './model.ts';
import { nameBodies } from './name-bodies.ts';
import { openRegister } from './open-register.ts';
import { parseCondition, parseOrder } from './read-filter.ts';
import { readHistory } from './read-history.ts';
import { countRecords, findByKey, findRecord, listRecords } from './read-records.ts';
import { mayUndo } from './undo-change-set.ts';

export function serveReads(server: Server, context: Context): void {
  const lookup = openLookup(context);
  serve(server, contract.listRecords, (call) => page(context, call, call.query.body));
  serve(server, contract.listBodyRecords, (call) => page(context, call, call.params.body));
  serve(server, contract.exportRecords, (call) => exportAnswer(context, call));
  serve(server, contract.getRecord, (call) => one(server, context, lookup, call));
  serve(server, contract.getBodyRecord, (call) => one(server, context, lookup, call));
  serve(server, contract.lookupRecord, async (call) => show(server, context, call, await byKey(context, lookup, call)));
  serve(server, contract.recordHistory, (call) => history(server, context, call));
}

type ListCall = Pick<Call<typeof contract.listBodyRecords>, 'query' | 'caller' | 'decision' | 't' | 'request'> & {
  readonly params: { readonly register: string };
};

async function questionOf(context: Context, call: ListCall, body: string | undefined) {
  const { query, params, caller } = call;
  const table = await openRegister(context.db, params.register);
  const request = {
    ...columnsOf(query.columns),
    ...(await whenOf(context, query)),
    where: (query.where ?? []).map(parseCondition),
    order: parseOrder(query.order),
    scope: await scopeOf(context, caller, contract.listRecords.permission, { register: params.register, body }),
  };
  return { table, request };
}

async function page(context: Context, call: ListCall, body: string | undefined): Promise<contract.RecordPage> {
  const { table, request } = await questionOf(context, call, body);
  const { query } = call;
  const { items, next } = await listRecords(context.db, table, {
    ...request,
    cursor: query.cursor,
    ...(query.limit !== undefined && { limit: query.limit }),
  });
  const total = query.count ? await countRecords(context.db, table, request) : undefined;
  await auditRead(context, call, table, items);
  const nameOf = await nameBodies(
    context,
    items.map((item) => item.body),
  );
  return {
    items: items.map((item) => recordView(item, nameOf)),
    ...(next !== undefined && { next }),
    ...(total !== undefined && { total }),
  };
}

async function exportAnswer(context: Context, call: Call<typeof contract.exportRecords>): Promise<Readable> {
  const { table, request } = await questionOf(context, call, call.query.body);
  const { format = 'json', limit } = call.query;
  const rows = Math.min(await countRecords(context.db, table, request), limit ?? Infinity);
  await context.audit.append({ ...entryOf(call, table), action: 'records.export', ...countsOf(call, { rows }) });
  const { stream, type } = await exportStream(context, {
    table,
    request: { ...request, limit },
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
  if (query.asOf === undefined && query.knownOn === undefined) {
    return show(server, context, call, await lookup.byId(params.register, params.record, query.columns));
  }
  const table = await openRegister(context.db, params.register);
  const request = { ...columnsOf(query.columns), ...(await whenOf(context, query)), scope: 'all' } as const;
  return show(server, context, call, { table, found: await findRecord(context.db, table, params.record, request) });
}

async function byKey(
  context: Context,
  lookup: Lookup,
  { params, query }: Pick<Call<typeof contract.lookupRecord>, 'params' | 'query'>,
): Promise<Found> {
  if (query.asOf === undefined && query.knownOn === undefined) {
    return lookup.byKey(params.register, query.key, query.columns);
  }
  const table = await openRegister(context.db, params.register);
  const request = { ...columnsOf(query.columns), ...(await whenOf(context, query)), scope: 'all' } as const;
  return { table, found: await findByKey(context.db, table, query.key, request) };
}

interface Found {
  readonly table: RegisterTable;
  readonly found: StoredRecord | undefined;
}

interface ShowCall extends Pick<OneCall, 'caller' | 'decision' | 't' | 'request' | 'reply'> {
  readonly params: { readonly register: string; readonly body?: string };
  readonly query: { readonly asOf?: string | undefined; readonly knownOn?: string | undefined };
}

/** Decides about the record's own home body, then shows it; whatever is not shown is absent. */
async function show(
  server: Server,
  context: Context,
  call: ShowCall,
  { table, found }: Found,
): Promise<contract.RecordView> {
  const { permission } = contract.getRecord;
  const { params, caller } = call;
  const seen = found !== undefined && (await maySee(server, context, call, { table, found }));
  if (!seen) throw await absentOrRefused(context, call, permission, { register: table.register, ...aboutBody(params) });
  const nameOf = await nameBodies(context, [found.body]);
  await context.audit.append({
    ...entryOf({ ...call, caller }, table),
    action: 'records.read',
    ...countsOf(call),
    records: [found.record],
  });
  setVersion(call.reply, found.version);
  return recordView(found, nameOf);
}

const aboutBody = ({ body }: { readonly body?: string }) => (body === undefined ? {} : { body });

async function maySee(
  server: Server,
  context: Context,
  { caller, params, query }: Pick<ShowCall, 'caller' | 'params' | 'query'>,
  { table, found }: { table: RegisterTable; found: StoredRecord },
): Promise<boolean> {
  if (params.body !== undefined && !(await isIn(context, table, found, params.body))) return false;
  const { permission } = contract.getRecord;
  const { register } = table;
  const { allowed, facts } = await server.authorize(caller, permission, { register, body: found.body });
  if (!allowed || facts['condition'] === undefined) return allowed;
  // Only some rows of that body are open: this very row, in the version that is asked for, is held against the condition.
  const request = {
    ...(await whenOf(context, query)),
    columns: [],
    scope: await scopeOf(context, caller, permission, { register }),
  };
  return (await findRecord(context.db, table, found.record, request)) !== undefined;
}

/** How much was read, and whether over the API: the catalogue counts its use from here. */
const countsOf = ({ request }: Pick<ListCall, 'request'>, counts: Readonly<Record<string, number>> = {}) => ({
  counts: { ...counts, ...(isApiCall(request) && { api: 1 }) },
});

const entryOf = ({ caller, decision }: Pick<ListCall, 'caller' | 'decision'>, table: RegisterTable) => ({
  actor: caller.account,
  body: caller.body,
  subject: table.register,
  allowed: true,
  rule: decision.rule,
});

async function auditRead(context: Context, call: ListCall, table: RegisterTable, items: readonly StoredRecord[]) {
  await context.audit.append({
    ...entryOf(call, table),
    action: 'records.list',
    ...countsOf(call, { rows: items.length }),
    ...(items.length > 0 && { records: items.map((item) => item.record) }),
  });
}

async function history(server: Server, context: Context, call: Call<typeof contract.recordHistory>) {
  const { params, caller } = call;
  const table = await openRegister(context.db, params.register);
  const read = await readHistory(context.db, table, params.record);
  const home = read?.home;
  const { permission } = contract.recordHistory;
  const about = { register: table.register };
  const seen = home !== undefined && (await server.authorize(caller, permission, { ...about, body: home })).allowed;
  if (!read || !seen) throw await absentOrRefused(context, call, permission, about);
  await context.audit.append({ ...entryOf(call, table), action: 'records.read-history', records: [params.record] });
  const items = [];
  for (const entry of read.entries) {
    const change = read.changes.get(entry.changeSet);
    const undoable = change !== undefined && (await mayUndo(context, context.db, { change, caller })) === undefined;
    items.push({ ...entry, undoable });
  }
  return { items };
}
