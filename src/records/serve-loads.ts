/** Loads and their findings over HTTP: translation only. Uploads are served by the room that declares them. */
import type { Context } from '../platform/context.ts';
import { serve, type Call, type Server } from '../platform/http/serve.ts';
import { absentOrRefused, bodiesOf } from './answer-records.ts';
import * as contract from './contract.ts';
import type { RegisterTable, Severity } from './model.ts';
import { nameBodies } from './name-bodies.ts';
import { openRegister } from './open-register.ts';
import { accountNames } from './read-history.ts';
import { findLoad, listLoads, loadFindings, wordFinding } from './read-loads.ts';
import type { Load } from './store/load.ts';
import { findChangeSet } from '../platform/changes/index.ts';
import { mayUndo } from './undo-change-set.ts';
import type { Caller } from '../platform/caller.ts';

export function serveLoads(server: Server, context: Context): void {
  serve(server, contract.listLoads, async (call) => {
    const { params, query, caller } = call;
    const { register } = await openRegister(context.db, params.register);
    const scope = await bodiesOf(context, caller, contract.listLoads.permission, { register, body: query.body });
    const { items, next } = await listLoads(context.db, { ...query, register, scope });
    return { items: await loadViews(context, items, caller), ...(next !== undefined && { next }) };
  });
  serve(server, contract.getLoad, async (call) => {
    const { load } = await openLoad(server, context, call);
    return (await loadViews(context, [load], call.caller))[0] as contract.LoadView;
  });
  serve(server, contract.listFindings, async (call) => {
    const { table, load } = await openLoad(server, context, call);
    const { query, caller, t } = call;
    const severity = query.severity as Severity | undefined;
    const { items, next } = await loadFindings(context.db, { ...query, severity, load: load.id });
    const wording = { table, load, language: caller.language, t };
    return { items: items.map((item) => wordFinding(item, wording)), ...(next !== undefined && { next }) };
  });
}

type LoadCall = Pick<Call<typeof contract.getLoad>, 'params' | 'caller' | 't'>;

/** A load of another body and no load read alike. */
async function openLoad(
  server: Server,
  context: Context,
  call: LoadCall,
): Promise<{ table: RegisterTable; load: Load }> {
  const { params, caller } = call;
  const table = await openRegister(context.db, params.register);
  const load = await findLoad(context.db, params.load);
  const { permission } = contract.getLoad;
  const about = { register: params.register };
  const mine = load?.register === params.register;
  if (!load || !mine || !(await server.authorize(caller, permission, { ...about, body: load.body })).allowed) {
    throw await absentOrRefused(context, call, permission, about);
  }
  return { table, load };
}

/** Loads as people see them. */
export async function loadViews(
  context: Context,
  loads: readonly Load[],
  caller: Caller,
): Promise<contract.LoadView[]> {
  const nameOf = await nameBodies(
    context,
    loads.map((load) => load.body),
  );
  const names = await accountNames(
    context.db,
    loads.map((load) => load.account),
  );
  return Promise.all(
    loads.map(async (load) => ({
      load: load.id,
      register: load.register,
      body: nameOf(load.body),
      state: load.state,
      fileName: load.fileName,
      account: load.account,
      name: names.get(load.account) ?? '',
      release: load.release,
      columns: load.columns,
      counts: {
        rows: load.rows,
        ready: load.ready,
        wrong: load.wrong,
        new: load.new,
        changed: load.changed,
        unchanged: load.unchanged,
      },
      findings: load.findings,
      warnings: load.warnings,
      notes: load.notes,
      extra: load.extra,
      changeSet: load.changeSet,
      createdAt: load.createdAt,
      checkedAt: load.checkedAt,
      committedAt: load.committedAt,
      undoneAt: load.undoneAt,
      expiresAt: load.expiresAt,
      undoable: await isUndoable(context, load, caller),
    })),
  );
}

async function isUndoable(context: Context, load: Load, caller: Caller): Promise<boolean> {
  const change = load.changeSet === null ? undefined : await findChangeSet(context.db, load.changeSet);
  return change !== undefined && (await mayUndo(context, context.db, { change, caller })) === undefined;
}
