/** Asks a source, and says what would become of its first rows: everything is done and taken back. */
import type { Context } from '../../platform/context.ts';
import type { Database, Db } from '../../platform/db/db.ts';
import type { Translate } from '../../platform/i18n.ts';
import type { Resolve } from '../../platform/http/outgoing.ts';
import { loadFindings, stageUpload, wordFinding, type RawRow } from '../../records/index.ts';
import { checkStaged } from '../../registers/index.ts';
import type { DryRun } from './connector-contract.ts';
import type { Described } from './model.ts';
import { problems } from './problems.ts';
import { beginReading, openSource, type Opened, type Source } from './read-source.ts';
import type { ConnectorRow } from './store/connector.ts';

const ROWS = 200;
const SHOWN = 5;
const FINDINGS = 50;
const WITHIN_MS = 60_000;

export interface Asking {
  readonly account: string;
  readonly t: Translate;
  readonly language: string;
  readonly resolve?: Resolve | undefined;
}

/** @throws problems.notApproved, problems.farEndRefused, problems.sourceUnreadable, platform/address-not-allowed */
export async function testSource(context: Context, connector: ConnectorRow, asking: Asking): Promise<Described> {
  const source = await open(context, connector, asking);
  return source.kind.describe(connector.settings as never, source.reach);
}

const open = (context: Context, connector: ConnectorRow, { language, resolve }: Asking) =>
  openSource(context, connector, { signal: AbortSignal.timeout(WITHIN_MS), language, resolve });

class TakenBackError extends Error {
  override name = 'TakenBackError';
}

/** From where the next run would go on. @throws as `testSource`, and problems.sourceUnreadable when there are no rows */
export async function dryRun(context: Context, connector: ConnectorRow, asking: Asking): Promise<DryRun> {
  const source = await open(context, connector, asking);
  const from = { cursor: connector.cursor ?? undefined, most: ROWS };
  const { opened } = await beginReading(source, connector.settings, from);
  if (!opened) throw problems.sourceUnreadable({ why: 'rows' });
  let answer: DryRun | undefined;
  try {
    await context.db.transaction(async (tx) => {
      answer = await tryRows(tx, { context, connector, source, opened, asking });
      throw new TakenBackError();
    });
  } catch (error) {
    if (!(error instanceof TakenBackError)) throw error;
  }
  return answer as DryRun;
}

interface Trying {
  readonly context: Context;
  readonly connector: ConnectorRow;
  readonly source: Source;
  readonly opened: Opened;
  readonly asking: Asking;
}

async function tryRows(tx: Db, { context, connector, source, opened, asking }: Trying): Promise<DryRun> {
  // The load path opens transactions of its own: here they are savepoints of the one that is taken back.
  const within: Context = { ...context, db: tx as Database };
  const { columns, mapper } = source.lay(opened.columns);
  const seen: RawRow[] = [];
  const staged = await stageUpload(within, {
    register: connector.register,
    body: connector.body,
    caller: { account: asking.account },
    columns,
    mapper,
    rows: noting(opened.rows, seen),
  });
  const load = await checkStaged(within, staged, source.facts);
  const { items } = await loadFindings(tx, { load: load.id, limit: FINDINGS });
  const wording = { table: source.table, load, language: asking.language, t: asking.t };
  return {
    columns: opened.columns.map((header, i) => ({
      header,
      field: columns.find((one) => one.column === i)?.field ?? null,
    })),
    sample: seen.map((row) => [...row.cells]),
    ...{ rows: load.rows, ready: load.ready, wrong: load.wrong },
    ...{ new: load.new, changed: load.changed, unchanged: load.unchanged },
    findings: items
      .map((finding) => wordFinding(finding, wording))
      .map(({ row, label, severity, value, message }) => ({ row, label, severity, value, message })),
  };
}

async function* noting(batches: Opened['rows'], seen: RawRow[]): AsyncGenerator<readonly RawRow[]> {
  for await (const batch of batches) {
    seen.push(...batch.slice(0, Math.max(0, SHOWN - seen.length)));
    yield batch;
  }
}
