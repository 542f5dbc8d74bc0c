/** The task list as a workbook that can be mended and sent back. */
import { Readable } from 'node:stream';
import ExcelJS from 'exceljs';
import { listBodies } from '../bodies/index.ts';
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Translate } from '../platform/i18n.ts';
import { pick } from '../platform/texts.ts';
import type { TaskRow } from './contract.ts';
import { problems } from './problems.ts';
import * as store from './store/task.ts';

const COLUMNS = ['code', 'name', 'objective', 'lead', 'cooperating', 'due', 'state', 'progress', 'evidence'] as const;
type Column = (typeof COLUMNS)[number];
const WIDTHS: Readonly<Record<Column, number>> = {
  code: 10,
  name: 50,
  objective: 10,
  lead: 12,
  cooperating: 20,
  due: 12,
  state: 14,
  progress: 10,
  evidence: 40,
};
const STATES = ['not-begun', 'running', 'done'] as const;
const LARGEST = 20 * 1024 * 1024;
const MOST_ROWS = 10_000;

/** A name that begins with = + - @ would be read as a formula: it is kept as text (OWASP, CSV injection). */
const asText = (value: string) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
const fromText = (value: string) => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value);

export interface TaskSheet {
  readonly tasks: readonly (TaskRow & { readonly evidence: string | null })[];
  readonly language: string;
  readonly t: Translate;
  readonly watermark?: string | undefined;
}

export async function writeTaskSheet({ tasks, language, t, watermark }: TaskSheet): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet(t('strategy:tasks.sheet'), {
    views: [{ state: 'frozen', ySplit: 1, rightToLeft: language === 'ar' }],
  });
  if (watermark) sheet.headerFooter.oddHeader = `&C${watermark}`;
  sheet.columns = COLUMNS.map((key) => ({
    key,
    header: t(`strategy:tasks.columns.${key}`),
    width: WIDTHS[key],
    style: { numFmt: '@' },
  }));
  sheet.getRow(1).font = { bold: true };
  for (const task of tasks) {
    sheet.addRow({
      code: task.code,
      name: asText(pick(task.names, language)),
      objective: task.objective ?? '',
      lead: task.lead.code,
      cooperating: task.cooperating.map((body) => body.code).join(', '),
      due: task.due,
      state: t(`strategy:states.${task.state}`),
      progress: task.progress === null ? '' : String(task.progress),
      evidence: asText(task.evidence ?? ''),
    });
  }
  return Buffer.from(await book.xlsx.writeBuffer());
}

export interface SheetFinding {
  readonly row: number;
  readonly column: string;
  readonly message: string;
}

export interface TaskImport {
  read: number;
  added: number;
  changed: number;
  unchanged: number;
  findings: SheetFinding[];
}

export interface ImportRequest {
  readonly upload: Readable;
  readonly language: string;
  readonly t: Translate;
  readonly dryRun: boolean;
}

/** Everything or nothing: with one finding nothing is stored. @throws problems.tooLarge */
export async function importTaskSheet(context: Context, caller: Caller, request: ImportRequest): Promise<TaskImport> {
  const rows = await readSheet(request.upload);
  const reading = await prepare(context, request);
  const findings: SheetFinding[] = [];
  const now = context.clock.now();
  const read = rows.map((row) => readRow(row, reading, findings));
  const counts = { added: 0, changed: 0 };
  const work = context.db.transaction(async (tx) => {
    for (const entry of read) {
      if (!entry || findings.length > 0) continue;
      const known = await store.findTask(tx, entry.code);
      const { version: _version, ...old } = known ?? { ...blank, version: 0 };
      const touched = await store.putTask(tx, { ...old, ...entry, names: { ...old.names, ...entry.names } });
      if (touched) counts[known ? 'changed' : 'added'] += 1;
    }
    if (request.dryRun || findings.length > 0) throw new NothingStored();
    if (counts.added + counts.changed === 0) return;
    const cause = await context.audit.record(tx, {
      action: 'strategy.import-tasks',
      actor: caller.account,
      body: caller.body,
      subject: 'tasks',
      allowed: true,
      rule: 'strategy/data-office',
      counts,
    });
    await appendChangeSet(tx, {
      id: await takeChangeSet(tx),
      kind: 'strategy',
      subject: 'tasks',
      body: caller.body,
      actor: caller.account,
      cause,
      begunAt: now,
    });
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof NothingStored)) throw error;
  });
  const unchanged = findings.length > 0 ? 0 : read.length - counts.added - counts.changed;
  return { read: rows.length, ...counts, unchanged, findings };
}

class NothingStored extends Error {
  override name = 'NothingStored';
}

type Entry = Omit<store.TaskRecord, 'version' | 'phase' | 'at_risk' | 'product' | 'indicator' | 'told'>;
const blank: Omit<store.TaskRecord, 'version'> = {
  code: '',
  names: {},
  objective: null,
  phase: null,
  lead: 0,
  cooperating: [],
  state: 'not-begun',
  at_risk: false,
  due: '',
  done: null,
  progress: null,
  product: null,
  evidence: null,
  indicator: null,
  told: [],
};

async function readSheet(upload: Readable): Promise<{ row: number; cells: Record<Column, string> }[]> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of upload) {
    size += (chunk as Buffer).length;
    if (size > LARGEST) throw problems.tooLarge();
    chunks.push(chunk as Buffer);
  }
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.concat(chunks) as unknown as ArrayBuffer);
  const sheet = book.worksheets[0];
  const rows: { row: number; cells: Record<Column, string> }[] = [];
  sheet?.eachRow((row, number) => {
    if (number === 1) return;
    const cells = Object.fromEntries(
      COLUMNS.map((column, i) => [column, fromText(row.getCell(i + 1).text.trim())]),
    ) as Record<Column, string>;
    if (Object.values(cells).some((cell) => cell !== '')) rows.push({ row: number, cells });
  });
  if (rows.length > MOST_ROWS) throw problems.tooLarge();
  return rows;
}

interface Reading {
  readonly bodies: ReadonlyMap<string, number>;
  readonly objectives: ReadonlySet<string>;
  readonly states: ReadonlyMap<string, (typeof STATES)[number]>;
  readonly language: string;
  readonly today: string;
  readonly say: (key: string, values: Record<string, string>) => string;
}

async function prepare({ db, clock, words }: Context, { language, t }: ImportRequest): Promise<Reading> {
  // A list written in one language may come back through a screen in another.
  const spellings = words.languages.flatMap((one) =>
    STATES.map((state) => [words.translator(one)(`strategy:states.${state}`), state] as const),
  );
  return {
    bodies: new Map((await listBodies(db)).map((body) => [body.code, body.id])),
    objectives: new Set((await store.allObjectives(db)).map((objective) => objective.code)),
    states: new Map([...spellings, ...STATES.map((state) => [state, state] as const)]),
    language,
    today: clock.now().toISOString().slice(0, 10),
    say: (key, values) => t(`strategy:tasks.findings.${key}`, values),
  };
}

function readRow(
  { row, cells }: { row: number; cells: Record<Column, string> },
  how: Reading,
  findings: SheetFinding[],
): Entry | undefined {
  const before = findings.length;
  const wrong = (column: Column, key: string, value: string) =>
    void findings.push({ row, column, message: how.say(key, { value }) });
  const body = (column: Column, code: string) => {
    const id = how.bodies.get(code);
    if (id === undefined) wrong(column, 'body', code);
    return id ?? 0;
  };
  const state = how.states.get(cells.state);
  if (!/^[A-Za-z0-9.-]{1,50}$/.test(cells.code)) wrong('code', 'code', cells.code);
  if (cells.name === '') wrong('name', 'name', cells.code);
  if (!state) wrong('state', 'state', cells.state);
  if (!isDay(cells.due)) wrong('due', 'day', cells.due);
  if (cells.objective !== '' && !how.objectives.has(cells.objective)) wrong('objective', 'objective', cells.objective);
  if (cells.progress !== '' && !/^(\d{1,2}|100)$/.test(cells.progress)) wrong('progress', 'progress', cells.progress);
  if (state === 'done' && cells.evidence === '') wrong('evidence', 'evidence', cells.code);
  const lead = body('lead', cells.lead);
  const cooperating = cells.cooperating
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean)
    .map((code) => body('cooperating', code));
  if (findings.length > before || !state) return undefined;
  return {
    code: cells.code,
    names: { [how.language]: cells.name },
    objective: cells.objective || null,
    lead,
    cooperating,
    state,
    due: cells.due,
    done: state === 'done' ? (cells.due < how.today ? cells.due : how.today) : null,
    progress: cells.progress === '' ? null : Number(cells.progress),
    evidence: cells.evidence || null,
  };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
