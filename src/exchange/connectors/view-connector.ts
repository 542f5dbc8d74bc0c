/** Connectors as people see them: state, runs in words, what the asker may do. */
import { findBody, type Body } from '../../bodies/index.ts';
import { mappingsOf } from '../../dictionary/index.ts';
import { visibleBodies } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { Translate } from '../../platform/i18n.ts';
import { openRegister } from '../../records/index.ts';
import type { ConnectorLine, ConnectorPage, Run } from './connector-contract.ts';
import { FOLDER } from './model.ts';
import { problems } from './problems.ts';
import * as store from './store/connector.ts';
import { selectLastRuns, selectRuns, type RunRow } from './store/run.ts';

const RUNS = 30;

export interface Reader {
  readonly caller: Caller;
  readonly t: Translate;
}

/** One of those the caller may see; another's and none read the same. @throws problems.noSuchConnector */
export async function connectorFor(
  { db }: Pick<Context, 'db'>,
  caller: Caller,
  { code, permission }: { readonly code: string; readonly permission: string },
): Promise<store.ConnectorRow> {
  const found = await store.selectConnector(db, code);
  const bodies = await visibleBodies(db, caller, permission);
  if (!found || (bodies !== 'all' && !bodies.includes(found.body))) throw problems.noSuchConnector();
  return found;
}

export async function listConnectors(context: Context, { caller, t }: Reader): Promise<ConnectorLine[]> {
  const { db } = context;
  const visible = await visibleBodies(db, caller, 'exchange.read-connectors');
  const last = new Map((await selectLastRuns(db)).map((run) => [run.connector, run]));
  const rows = await store.selectConnectors(db, visible);
  return Promise.all(rows.map((row) => lineOf(context, row, { last: last.get(row.code), t })));
}

async function lineOf(
  { db }: Context,
  row: store.ConnectorRow,
  { last, t }: { last: RunRow | undefined; t: Translate },
): Promise<ConnectorLine> {
  const body = (await findBody(db, row.body)) as Body;
  const { code, names, register, everyMinutes, nextRun } = row;
  return {
    ...{ code, names, register, everyMinutes, nextRun },
    kind: row.kind as ConnectorLine['kind'],
    body: { id: body.id, code: body.code, names: body.names },
    state: stateOf(row),
    lastRun: last ? sayRun(last, t) : null,
  };
}

function stateOf({ approvedBy, stopped, failures }: store.ConnectorRow): ConnectorLine['state'] {
  if (approvedBy === null) return 'waiting';
  if (stopped) return 'stopped';
  return failures > 0 ? 'failing' : 'active';
}

export function sayRun(run: RunRow, t: Translate): Run {
  const { connector: _, account: __, problem, ...rest } = run;
  const words = problem && `${problem.room}:problems.${problem.slug}`;
  return {
    ...rest,
    trouble: problem && {
      type: `/problems/${problem.room}/${problem.slug}`,
      title: t(`${String(words)}.title`),
      detail: t(`${String(words)}.detail`, { ...problem.values, defaultValue: '' }),
    },
  };
}

/** @throws problems.noSuchConnector */
export async function viewConnector(context: Context, code: string, reader: Reader): Promise<ConnectorPage> {
  const { db } = context;
  const { caller, t } = reader;
  const row = await connectorFor(context, caller, { code, permission: 'exchange.read-connectors' });
  const runs = await selectRuns(db, code, RUNS);
  const { settings, hosts, madeBy, madeAt, approvedBy, approvedAt } = row;
  return {
    ...(await lineOf(context, row, { last: runs[0], t })),
    ...{ settings, hosts, madeBy, madeAt, approvedBy, approvedAt },
    mapping: await mappingOf(context, row),
    runs: runs.map((run) => sayRun(run, t)),
    secrets: secretNames(settings).map((name) => ({ name, there: context.secrets?.(name) !== undefined })),
    may: await mayOf(context, row, reader),
  };
}

async function mappingOf(
  { db }: Context,
  { register, mapping }: store.ConnectorRow,
): Promise<ConnectorPage['mapping']> {
  if (mapping === null) return null;
  const { entity } = await openRegister(db, register);
  const found = (await mappingsOf(db, entity.name)).find((one) => one.code === mapping);
  return { code: mapping, names: found?.names ?? {} };
}

/** Settings name secrets as `secret`, at any depth. */
function secretNames(settings: unknown): string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  return [
    ...new Set(
      Object.entries(settings).flatMap(([name, value]) =>
        name === 'secret' && typeof value === 'string' ? [value] : secretNames(value),
      ),
    ),
  ];
}

/** Each act with the reason why not: the screen shows it at the disabled button. */
async function mayOf(context: Context, row: store.ConnectorRow, { caller, t }: Reader): Promise<ConnectorPage['may']> {
  const reaches = async (permission: string) => {
    const bodies = await visibleBodies(context.db, caller, permission);
    return bodies === 'all' || bodies.includes(row.body);
  };
  const say = (why: string | undefined) => ({
    ok: why === undefined,
    reason: why === undefined ? null : t(`exchange:${why}`),
  });
  const post = 'connectors.why.post';
  const approves = await reaches('exchange.approve-connectors');
  const own = row.madeBy === caller.account ? 'connectors.why.own' : undefined;
  const settled = row.approvedBy === null ? undefined : 'connectors.why.approved';
  const waiting = row.approvedBy === null ? 'connectors.why.waiting' : undefined;
  return {
    approve: say(approves ? (settled ?? own) : post),
    change: say((await reaches('exchange.write-connectors')) ? undefined : post),
    run: say((await reaches('exchange.run-connectors')) ? waiting : post),
  };
}

/** A folder is looked into and has no source to ask. */
export const isAsked = ({ kind }: Pick<store.ConnectorRow, 'kind'>): boolean => kind !== FOLDER;
