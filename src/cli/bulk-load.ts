/** A big file straight into a register: one transaction, one change set, flat memory; no comparison before it is stored. */
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { getBody } from '../bodies/index.ts';
import { currentRelease, matchColumns } from '../dictionary/index.ts';
import { call } from '../platform/http/call.ts';
import { Problem } from '../platform/http/problem.ts';
import { getLoad, type LoadView } from '../records/contract.ts';
import { loadRows, loadViews, openBytes, openRegister, readEncodings, type ColumnMapping } from '../records/index.ts';
import { firstFindings, type WantedLoad } from './commands/load.ts';
import { chooseMapping, fitOf, layMapping } from '../registers/index.ts';
import type { Link, LocalLink } from './link.ts';
import { mapColumns, type SeenColumn } from './map-columns.ts';
import { UsageError, type Answer, type Tool } from './model.ts';
import { findingTable, sayLoad } from './say-load.ts';
import type { Progress } from './terminal.ts';

export async function loadStraight(tool: Tool, link: Link, wanted: WantedLoad, progress: Progress): Promise<Answer> {
  if (link.kind === 'remote') throw new UsageError('local-only', { command: 'load --straight' });
  const { context } = link.node;
  const { entity } = await openRegister(context.db, wanted.register);
  const body = await getBody(context.db, wanted.body);
  const { plan } = await currentRelease(context.db);
  const chosen = await chooseMapping(context, tool, { code: wanted.mapping, entity, settings: plan.settings });
  const match = (headers: readonly string[]) => matchColumns(entity, headers, plan.settings);
  await using opened = await openBytes(fileSource(wanted, progress), {
    encodings: readEncodings(context.profile),
    score: (headers) => {
      if (chosen) return fitOf(chosen, headers);
      const known = match(headers).reduce((sum, one) => sum + (one.field === null ? 0 : one.confidence), 0);
      return headers.length === 0 ? 0 : known / headers.length;
    },
    ...(wanted.encoding !== undefined && { encoding: wanted.encoding }),
    ...(wanted.sheet !== undefined && { sheet: wanted.sheet }),
  });
  if (opened.question && wanted.encoding === undefined) {
    const { suggested, samples, others } = opened.question;
    const shown = samples.map(({ before, after }) => `${before} → ${after}`).join('; ');
    throw new UsageError('encoding-question', { suggested, samples: shown, others: ['as-is', ...others].join(', ') });
  }
  const headers = opened.table.columns.map((column) => column.header);
  const seen: SeenColumn[] = match(headers).map(({ column, header, field }) => ({
    column,
    header,
    field: field ?? null,
    letter: opened.table.columns[column]?.letter ?? '',
  }));
  const recognised = (): ColumnMapping[] =>
    mapColumns(seen, wanted.pairs).map((one) => ({ ...one, header: headers[one.column] ?? '' }));
  const { columns, mapper } = chosen ? layMapping(chosen, headers) : { columns: recognised(), mapper: undefined };
  progress.say(tool.t('cli:progress.store'));
  try {
    const load = await loadRows(context, {
      register: wanted.register,
      body: body.id,
      caller: link.caller,
      columns,
      mapper,
      rows: opened.rows,
      fileName: basename(wanted.file),
      rule: 'governance/node-itself',
      whole: !wanted.onlyValid,
    });
    return await say(tool, link, { load, seen, wanted });
  } catch (error) {
    const failed = wrongRows(error);
    if (!failed) throw error;
    return sayNotWhole(tool, link, { ...failed, wanted });
  }
}

/** Which load was refused because rows of it are wrong, and how many. */
function wrongRows(error: unknown): { id: string; wrong: number } | undefined {
  if (!(error instanceof Problem) || error.kind.slug !== 'load-has-findings') return undefined;
  const { load, wrong } = error.extras;
  return { id: String(load), wrong: Number(wrong) };
}

/** Nothing was stored; what was found on the way is there to be read. */
async function sayNotWhole(
  tool: Tool,
  link: LocalLink,
  { id, wrong, wanted }: { id: string; wrong: number; wanted: WantedLoad },
): Promise<Answer> {
  const params = { register: wanted.register, load: id };
  const load = await call(link.send, getLoad, { params });
  const findings = await firstFindings(link, load, wanted.shown);
  const data = { stored: false, load: { ...load, counts: { ...load.counts, wrong } }, findings };
  return { data, lines: [tool.t('cli:load.whole', { count: wrong }), ...findingTable(tool, findings)], findings: true };
}

interface Done {
  readonly load: Awaited<ReturnType<typeof loadRows>>;
  readonly seen: readonly SeenColumn[];
  readonly wanted: WantedLoad;
}

async function say(tool: Tool, link: LocalLink, { load, seen, wanted }: Done): Promise<Answer> {
  const [view] = await loadViews(link.node.context, [load], link.caller);
  const shown = view as LoadView;
  const findings = await firstFindings(link, shown, wanted.shown);
  return sayLoad(tool, { load: shown, findings, columns: seen, wanted });
}

/** The file is read more than once: to see what it is, and then for its rows; the bar shows the last reading. */
function fileSource({ file, size }: WantedLoad, progress: Progress) {
  return {
    size,
    async *chunks(): AsyncIterable<Buffer> {
      let read = 0;
      for await (const chunk of createReadStream(file, { highWaterMark: 256 * 1024 })) {
        progress.at((read += (chunk as Buffer).length));
        yield chunk as Buffer;
      }
    },
  };
}
