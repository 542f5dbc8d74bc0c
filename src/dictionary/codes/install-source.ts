/** Puts an imported list's own source in place: the file, the dated patch over it, and what became of former codes. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { ProfileError, type Profile } from '../../platform/profile.ts';
import { canonical } from '../canonical.ts';
import type { CodeListPlan, CodeRows, CodeSource, CodeSuccession } from '../plan.ts';
import * as store from '../store/code.ts';
import { recordChange, takeChange, type Author } from '../write-change.ts';
import { applyImport } from './apply-import.ts';
import { toImportRow } from './import-codes.ts';
import { planImport, type ImportFinding, type ImportRow } from './plan-import.ts';
import { parseDocument, readRows, stepInto, UnreadableError, type CodeFormat, type RawRow } from './read-rows.ts';

/** @returns undefined when the same source was installed before */
export async function installSource(
  context: Context,
  tx: Db,
  list: CodeListPlan,
  by: Author,
): Promise<readonly ImportFinding[] | undefined> {
  if (!list.source) return undefined;
  const text = readSource(context.profile, list.code, list.source);
  const sourceHash = createHash('sha256').update(canonical(list)).update(text).digest('hex');
  const row = await store.lockList(tx, list.code);
  if (!row || row.source_hash === sourceHash) return undefined;
  const language = context.profile.languages[0] ?? 'en';
  const read = readAll(list, text, language);
  const existing = await store.codesOfList(tx, list.code);
  const known = list.parentList === undefined ? undefined : await store.codesOfList(tx, list.parentList);
  const rules = {
    pattern: list.pattern ?? null,
    parents: known?.length ? new Set(known.map((one) => one.code)) : undefined,
    from: undefined,
    complete: false,
    origin: 'source',
  } as const;
  const plan = planImport(existing, read.rows, rules);
  const changeSet = await takeChange(tx);
  await applyImport(tx, {
    list: list.code,
    plan,
    successions: read.successions,
    origin: 'source',
    sourceHash,
    changeSet,
  });
  const { added, changed, ended } = plan;
  const act = { kind: 'codes', action: 'dictionary.import-codes', subject: list.code, by } as const;
  await recordChange(context, tx, act, { changeSet, added, changed, ended });
  return [...plan.findings, ...read.findings];
}

/** @throws ProfileError naming the list and the file that is missing */
function readSource(profile: Profile, list: string, source: CodeSource): string {
  if (source.package === undefined) {
    const found = profile.files('dictionary').find((file) => file.path === `dictionary/${source.file}`);
    if (!found) throw new ProfileError(`code list ${list}: there is no file dictionary/${source.file}`);
    return found.text;
  }
  try {
    const root = dirname(createRequire(import.meta.url).resolve(`${source.package}/package.json`));
    return readFileSync(join(root, source.file), 'utf8');
  } catch {
    throw new ProfileError(`code list ${list}: the package ${source.package} has no file ${source.file}`);
  }
}

interface Read {
  readonly rows: readonly ImportRow[];
  readonly successions: readonly CodeSuccession[];
  readonly findings: readonly ImportFinding[];
}

function readAll(list: CodeListPlan, text: string, usual: string): Read {
  const source = list.source as CodeSource;
  const format = (source.file.split('.').at(-1) ?? 'json') as CodeFormat;
  const document = open(list.code, text, format);
  const language = source.rows?.language ?? usual;
  const own = source.rows
    ? rowsAt(document, source.rows).map((raw) => dated(toImportRow(raw, language), source.rows?.from))
    : [];
  // The patch: read after the file, so that it has the last word.
  const patch = list.items.map((item): ImportRow => ({
    ...item,
    row: 0,
    aliases: item.aliases.length > 0 ? item.aliases : undefined,
  }));
  const present = new Set([...own, ...patch].map((row) => row.code));
  const past = readPast(document, source, language, present);
  return {
    rows: [...past.rows, ...own, ...patch],
    successions: [...past.successions, ...list.successions],
    findings: past.findings,
  };
}

function open(list: string, text: string, format: CodeFormat): unknown {
  try {
    return parseDocument(text, format);
  } catch (error) {
    if (error instanceof UnreadableError) throw new ProfileError(`code list ${list}: ${error.message}`);
    throw error;
  }
}

const rowsAt = (document: unknown, rows: CodeRows): readonly RawRow[] =>
  readRows(stepInto(document, rows.at), rows.columns);

const dated = (row: ImportRow, from: string | undefined): ImportRow =>
  row.from === undefined && from !== undefined ? { ...row, from } : row;

/** Former codes end on the day of the change; an old code with several successors was split. */
function readPast(document: unknown, source: CodeSource, language: string, present: ReadonlySet<string>): Read {
  const rows = source.successions;
  if (!rows) return { rows: [], successions: [], findings: [] };
  const { day } = rows;
  const findings: ImportFinding[] = [];
  const former = new Map<string, { name: string; to: Set<string> }>();
  for (const { row, cells } of rowsAt(document, rows)) {
    const { from = '', fromName = '', to = '' } = cells;
    if (from === '') findings.push({ row, kind: 'code-missing', value: fromName });
    else if (!present.has(to)) findings.push({ row, kind: 'unknown-successor', value: to });
    else {
      const known = former.get(from) ?? { name: fromName, to: new Set() };
      known.to.add(to);
      former.set(from, known);
    }
  }
  const ended = [...former].map(([code, { name }]): ImportRow => ({
    row: 0,
    code,
    names: { [language]: name },
    to: day,
  }));
  const successions = [...former].flatMap(([from, { to }]) =>
    [...to].map((one): CodeSuccession => ({ from, to: one, day, kind: to.size === 1 ? 'whole' : 'part' })),
  );
  return { rows: ended, successions, findings };
}
