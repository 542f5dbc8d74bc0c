/** Serves registers under vouchers: opened, judged, counted, read under the reader's role, written down, answered. */
import type { Met, Opened } from '../../governance/index.ts';
import { quotaOf, spentProblem, subjectsOf, whyNotBeyond, whyUnder } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Decision } from '../../platform/decision.ts';
import { explain, refusal } from '../../platform/http/refusal.ts';
import { serve, type Call, type Server } from '../../platform/http/serve.ts';
import { checkKey, parseCondition, parseOrder, type StoredRecord } from '../../records/index.ts';
import { problems } from '../problems.ts';
import { judge, openAny, whoAsks, type OpenVoucher } from '../vouchers/index.ts';
import * as contract from './contract.ts';
import { clientFile } from './client-files.ts';
import { kitOf } from './kit.ts';
import { aboutSandbox, describeSandbox, sandboxBatch, sandboxList, sandboxLookup } from './sandbox.ts';
import { changedSince, openServed, outside, tooOld, type Served } from './open-served.ts';
import { bodyCodes, findAllServed, findServed, keysOfRecords, listServed, servedView } from './read-served.ts';
import { spentOf, takeAll, takeOne } from './take-reads.ts';

const DEFAULT_LIMIT = 100;

export function servedRoutes(server: Server, context: Context): void {
  serve(server, contract.lookup, (call) => lookup(context, call));
  serve(server, contract.batch, (call) => batch(context, call));
  serve(server, contract.list, (call) => list(context, call));
  serve(server, contract.opens, (call) => opens(context, call));
  serve(server, contract.would, (call) => would(context, call));
  serve(server, contract.describeSandbox, ({ params }) => aboutSandbox(context, params.register));
  serve(server, contract.offlineKit, async ({ params, request, reply }) => {
    const kit = await kitOf(context, params.register, request.language);
    void reply.header('content-disposition', `attachment; filename="${params.register}.kit.zip"`);
    return kit;
  });
  serve(server, contract.clientFile, ({ params }) => clientFile(params.file));
}

type AnyCall = Pick<Call<typeof contract.opens>, 'params' | 'request' | 'reply'>;

const actions = { lookup: 'exchange.lookup', batch: 'exchange.batch', list: 'exchange.list' } as const;

async function open(context: Context, { params, request, reply }: AnyCall, mode: 'lookup' | 'query', action: string) {
  const voucher = await openAny(context, request, { mode, action, register: params.register });
  void reply.header('dpop-nonce', voucher.nonce);
  void reply.header('x-decision', 'sandbox' in voucher ? 'exchange/sandbox' : voucher.decision.rule);
  return voucher;
}

/** Everything an answer under a voucher rests on, and what its entry in the audit trail says. */
interface Reading {
  readonly voucher: OpenVoucher;
  readonly served: Served;
  readonly action: string;
  readonly language: string;
}

interface Wanted {
  readonly fields?: readonly string[] | undefined;
  readonly release?: number | undefined;
}

/** The fields shown. @throws platform/refused for a field outside, and for a release that the fields have left behind */
async function fieldsFor(
  context: Context,
  reading: Reading,
  { fields, release }: Wanted,
  named: readonly string[] = [],
) {
  const { served, voucher } = reading;
  const beyond = outside(served, [...(fields ?? []), ...named]);
  if (beyond.length > 0) {
    const { grant, decision } = voucher;
    throw await refuse(context, reading, fieldsOutside(decision, grant, beyond));
  }
  const changed = release === undefined ? [] : await changedSince(context, served, release);
  if (release !== undefined && changed.length > 0) {
    throw await refuse(context, reading, tooOld(release, served.table.release, changed));
  }
  return fields ?? served.fields;
}

const fieldsOutside = (decision: Decision, grant: OpenVoucher['grant'], names: readonly string[]): Decision =>
  whyNotBeyond(decision, { ...grant, elements: [] }, { elements: names });

async function refuse(context: Context, { voucher, action, language }: Reading, decision: Decision): Promise<Error> {
  const { managerNames } = voucher.opened;
  const said = managerNames ? { ...decision, whoCanChange: managerNames } : decision;
  await note(context, { voucher, action }, { decision: said });
  return refusal(said, context.words.translator(language), language);
}

interface Noted {
  readonly decision: Decision;
  readonly records?: readonly StoredRecord[];
  readonly fields?: readonly string[];
}

async function note(
  context: Context,
  { voucher, action }: Pick<Reading, 'voucher' | 'action'>,
  { decision, records, fields }: Noted,
): Promise<void> {
  await context.audit.append({
    action,
    actor: `client/${voucher.client}`,
    body: voucher.consumer.id,
    purpose: voucher.purpose,
    subject: voucher.register,
    allowed: decision.allowed,
    rule: decision.rule,
    ...(records && { counts: { api: 1, rows: records.length } }),
    ...(records && records.length > 0 && { records: records.map(({ record }) => record), ...(fields && { fields }) }),
    ...(!decision.allowed && { detail: { facts: decision.facts } }),
  });
}

async function lookup(context: Context, call: Call<typeof contract.lookup>) {
  const voucher = await open(context, call, 'lookup', actions.lookup);
  if ('sandbox' in voucher) return sandboxLookup(context, voucher.sandbox, call.body);
  const served = await openServed(context, voucher.opened);
  const reading = { voucher, served, action: actions.lookup, language: call.request.language };
  const fields = await fieldsFor(context, reading, call.body);
  const { key, asOf } = call.body;
  checkKey(served.table, key);
  const [met, found] = await Promise.all([
    takeOne(context, voucher, key),
    findServed(context.db, served, key, { fields, asOf }),
  ]);
  if (met !== 'free') throw await spent(context, reading, met);
  await note(context, reading, { decision: voucher.decision, records: found ? [found] : [], fields });
  if (!found) throw problems.notHeld();
  return { ...aboutOf(served), ...servedView(found, await bodyCodes(context)) };
}

/** The refusal when quota or budget is used up; written down as every other. */
async function spent(context: Context, reading: Reading, met: Met, wanted = 1): Promise<Error> {
  const said = await spentOf(context, reading.voucher, { met, wanted });
  await note(context, reading, { decision: said.decision });
  return spentProblem(context, said, reading.language);
}

const aboutOf = ({ table }: Served) => ({ register: table.register, release: table.release });

async function batch(context: Context, call: Call<typeof contract.batch>) {
  const voucher = await open(context, call, 'query', actions.batch);
  if ('sandbox' in voucher) return sandboxBatch(context, voucher.sandbox, call.body);
  const served = await openServed(context, voucher.opened);
  const reading = { voucher, served, action: actions.batch, language: call.request.language };
  const fields = await fieldsFor(context, reading, call.body);
  const { keys, asOf } = call.body;
  for (const key of keys) checkKey(served.table, key);
  const met = await takeAll(context, voucher, keys);
  if (met !== 'free') throw await spent(context, reading, met, new Set(keys.map((key) => JSON.stringify(key))).size);
  const found = await findAllServed(context.db, served, keys, { fields, asOf });
  await note(context, reading, { decision: voucher.decision, records: [...found.values()], fields });
  const codeOf = await bodyCodes(context);
  const items = keys.map((_, i) => {
    const record = found.get(i);
    return record ? servedView(record, codeOf) : null;
  });
  return { ...aboutOf(served), items };
}

const namesIn = (text: string | undefined): string[] | undefined =>
  text
    ?.split(',')
    .map((name) => name.trim())
    .filter(Boolean);

async function list(context: Context, call: Call<typeof contract.list>) {
  const { query } = call;
  const voucher = await open(context, call, 'query', actions.list);
  if ('sandbox' in voucher) return sandboxList(context, voucher.sandbox, { ...query, fields: namesIn(query.fields) });
  const served = await openServed(context, voucher.opened);
  const reading = { voucher, served, action: actions.list, language: call.request.language };
  const [where, order] = [(query.where ?? []).map(parseCondition), parseOrder(query.order)];
  const named = [...where.map(({ field }) => field), ...(order.field === undefined ? [] : [order.field])];
  const fields = await fieldsFor(context, reading, { fields: namesIn(query.fields), release: query.release }, named);
  const quota = await quotaOf(context, voucher.agreement, voucher.consumer.id);
  const limit = Math.min(query.limit ?? DEFAULT_LIMIT, quota ? quota.quota - quota.used : Infinity);
  if (limit < 1) throw await spent(context, reading, 'quota');
  const { asOf, cursor } = query;
  const { items, next } = await listServed(context.db, served, { fields, asOf, where, order, cursor, limit });
  const keys = await keysOfRecords(context.db, served, voucher, items);
  const met = await takeAll(context, voucher, keys);
  if (met !== 'free') throw await spent(context, reading, met, keys.length);
  await note(context, reading, { decision: voucher.decision, records: items, fields });
  const codeOf = await bodyCodes(context);
  return {
    ...aboutOf(served),
    items: items.map((item) => servedView(item, codeOf)),
    ...(next !== undefined && { next }),
  };
}

async function opens(context: Context, call: Call<typeof contract.opens>): Promise<contract.Opens> {
  const voucher = await open(context, call, 'lookup', 'exchange.opens');
  if ('sandbox' in voucher) return describeSandbox(context, voucher);
  const served = await openServed(context, voucher.opened);
  const { grant, agreement, consumer, purpose } = voucher;
  const codeOf = await bodyCodes(context);
  const trees = treesOf(grant);
  const quota = await quotaOf(context, agreement, consumer.id);
  const subjects = await subjectsOf(context.db, agreement, { consumer: consumer.id, day: todayOf(context) });
  return {
    ...aboutOf(served),
    names: served.table.entity.names,
    agreement: agreement.code,
    purpose,
    mode: grant.mode,
    consumer: consumer.code,
    sandbox: false,
    key: [...served.table.entity.key],
    fields: fieldsShown(served),
    rows: trees === 'all' ? trees : trees.map((body) => codeOf.get(body) ?? ''),
    condition: grant.condition,
    to: grant.to,
    quota: leftOf(quota, quota?.quota, quota?.used),
    subjects: leftOf(subjects, subjects?.subjects, subjects?.read),
  };
}

const todayOf = ({ clock, profile }: Context) => dayOf(clock.now(), profile.timeZone);
const leftOf = <T extends object>(state: T | null, most = 0, used = 0) =>
  state && { ...state, left: Math.max(0, most - used) };

function treesOf({ rows, consumer }: OpenVoucher['grant']): 'all' | readonly number[] {
  if (rows === 'all') return 'all';
  if (rows === 'own-tree') return [consumer];
  return 'trees' in rows ? rows.trees : [rows.under];
}

const fieldsShown = ({ table, fields }: Pick<Served, 'table' | 'fields'>): contract.Opens['fields'] =>
  table.entity.fields
    .filter(({ name }) => fields.includes(name))
    .map(({ name, element, names, dataType, codeList }) => ({
      ...{ name, element, names, type: dataType },
      ...(codeList && { codeList: codeList.list }),
    }));

async function would(context: Context, call: Call<typeof contract.would>) {
  const { query, request, reply } = call;
  const { claims, client, nonce } = await whoAsks(context, request, call.params.register);
  void reply.header('dpop-nonce', nonce);
  const { agreement, purpose: own, consumer } = claims;
  const { mode = 'lookup', purpose = own } = query;
  const judged = await judge(context, client, { agreement, purpose, mode, consumer });
  const { opened } = judged;
  const against =
    opened && judged.decision.allowed
      ? await againstFields(context, { ...judged, opened, fields: namesIn(query.fields), release: query.release })
      : undefined;
  const { decision, quota, subjects } = await whyUnder(context, judged, { elements: [], against });
  void reply.header('x-decision', decision.rule);
  return {
    decision: explain(decision, context.words.translator(request.language), request.language),
    quota: leftOf(quota, quota?.quota, quota?.used),
    subjects: leftOf(subjects, subjects?.subjects, subjects?.read),
  };
}

/** What stands against some fields, or against a release that they have left behind. */
async function againstFields(
  context: Context,
  {
    opened,
    decision,
    fields = [],
    release,
  }: {
    readonly opened: Opened;
    readonly decision: Decision;
    readonly fields?: readonly string[] | undefined;
    readonly release?: number | undefined;
  },
): Promise<Decision | undefined> {
  const { grant, managerNames } = opened;
  const served = await openServed(context, opened);
  const who = managerNames && { whoCanChange: managerNames };
  const out = outside(served, fields);
  if (out.length > 0) return { ...fieldsOutside(decision, grant, out), ...who };
  const changed = release === undefined ? [] : await changedSince(context, served, release);
  return release === undefined || changed.length === 0 ? undefined : tooOld(release, served.table.release, changed);
}
