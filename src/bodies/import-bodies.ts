/** Imports bodies: all findings at once; stored whole or not at all; the same again stores nothing. */
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { fold } from '../platform/search/fold.ts';
import { readRelativeDay, type DayCounter } from '../platform/relative-day.ts';
import type { Authored, Finding, Format } from './authored.ts';
import { parseBodies, UnreadableError } from './parse.ts';
import { planImport, type ImportPlan } from './plan-import.ts';
import type { Planned } from './planned.ts';
import { findElsewhere, homesElsewhere } from './insist-on-home.ts';
import { problems } from './problems.ts';
import { allForPlanning, allSuccessions, lockTree } from './store/planning.ts';
import * as write from './store/write.ts';
import { todayOf, writeChange, type Author } from './write-change.ts';

export interface ImportBodies {
  readonly files: readonly { readonly format: Format; readonly text: string; readonly file?: string }[];
  readonly by: Author;
  /** Only says what it would do. */
  readonly dryRun?: boolean;
  /** Installing a profile: bodies that somebody changed here are left alone. */
  readonly install?: boolean;
  /** The `D` of relative days; today when left out. */
  readonly reference?: string;
  /** For days written as working days (`D+9wd`). */
  readonly calendar?: DayCounter;
}

export interface ImportResult {
  /** Whether what was asked is in place now. */
  readonly stored: boolean;
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly findings: readonly Finding[];
  readonly changeSet: number | null;
  /** Accounts found beside the bodies; installing gives them their posts. */
  readonly accounts: Authored['accounts'];
}

/** @throws problems.importUnreadable when a text is not in its format at all */
export async function importBodies(context: Context, input: ImportBodies): Promise<ImportResult> {
  const authored = readAll(input, input.reference ?? todayOf(context));
  const elsewhere = input.install ? new Map<number, string>() : await homesElsewhere(context);
  const work = async (db: Db): Promise<{ plan: ImportPlan; result: ImportResult }> => {
    const [existing, known] = [await allForPlanning(db), await allSuccessions(db)];
    const plan = planImport(authored.bodies, existing, known, input.install);
    const findings = [...authored.findings, ...plan.findings, ...findElsewhere(elsewhere, plan, existing)];
    const failed = findings.some((finding) => finding.severity === 'error');
    const count = (state: Planned['state']) => plan.bodies.filter((body) => body.state === state).length;
    const counts = { added: count('added'), changed: count('changed'), unchanged: count('unchanged') };
    return {
      plan,
      result: { stored: !failed && !input.dryRun, ...counts, findings, changeSet: null, accounts: authored.accounts },
    };
  };
  const rehearsed = await work(context.db);
  const nothingToDo =
    rehearsed.result.added + rehearsed.result.changed === 0 && rehearsed.plan.successions.length === 0;
  if (!rehearsed.result.stored || nothingToDo) return rehearsed.result;
  return store(context, input, work);
}

async function store(
  context: Context,
  input: ImportBodies,
  work: (db: Db) => Promise<{ plan: ImportPlan; result: ImportResult }>,
): Promise<ImportResult> {
  const act = { action: 'bodies.import', subject: 'bodies', by: input.by, tree: true };
  return writeChange(context, act, async (tx, changeSet) => {
    await lockTree(tx);
    const { plan, result } = await work(tx);
    if (!result.stored) return { result };
    await writePlan(tx, plan, { origin: input.install ? 'profile' : 'hand', changeSet });
    return { result: { ...result, changeSet }, added: result.added, changed: result.changed };
  });
}

function readAll(input: ImportBodies, reference: string): Authored {
  const all: Authored = { bodies: [], accounts: [], findings: [] };
  for (const { text, format, file } of input.files) {
    try {
      const one = parseBodies(text, format, file ?? null, (day) => readRelativeDay(day, reference, input.calendar));
      all.bodies.push(...one.bodies);
      all.accounts.push(...one.accounts);
      all.findings.push(...one.findings);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      throw problems.importUnreadable({ reason: error.message, line: error.line, ...(file && { file }) });
    }
  }
  return all;
}

/** Writes what a plan says: bodies, where they stand, other names, and what became of whom. */
export async function writePlan(tx: Db, plan: ImportPlan, stamp: write.Stamp): Promise<void> {
  const added = plan.bodies.filter((body) => body.state === 'added');
  const changed = plan.bodies.filter((body) => body.state === 'changed');
  const ids = await write.takeIds(tx, added.length);
  const idOf = new Map(added.map((body, i) => [body.id, ids[i] as number]));
  const real = (id: number) => idOf.get(id) ?? id;
  await write.deferDayRules(tx);
  await write.insertBodies(
    tx,
    added.map((body) => toRow(body, real)),
    stamp,
  );
  await write.updateBodies(
    tx,
    changed.map((body) => toRow(body, real)),
    stamp,
  );
  const touched = [...added, ...changed];
  const changedIds = changed.map((body) => body.id);
  await write.dropPlacements(tx, changedIds);
  await write.dropAliases(tx, changedIds);
  await write.insertPlacements(
    tx,
    touched.flatMap((body) =>
      body.placements.map(({ parent, from, to }) => ({ body: real(body.id), parent: real(parent), from, to })),
    ),
  );
  await write.insertAliases(
    tx,
    touched.flatMap((body) => body.aliases.map((alias) => ({ ...alias, body: real(body.id) }))),
  );
  // What became of a body is part of it: it counts as changed.
  await write.stampBodies(
    tx,
    plan.successions.map(({ predecessor }) => real(predecessor)),
    stamp.changeSet,
  );
  await write.putSuccessions(
    tx,
    plan.successions.map((one) => ({ ...one, predecessor: real(one.predecessor), successor: real(one.successor) })),
  );
}

const toRow = (body: Planned, real: (id: number) => number): write.BodyRow => ({
  id: real(body.id),
  code: body.code,
  names: body.names,
  kind: body.kind,
  level: body.level,
  from: body.from,
  to: body.to,
  ended: body.ended,
  attributes: body.attributes,
  note: body.note,
  search: fold([body.code, ...Object.values(body.names), ...body.aliases.map(({ alias }) => alias)].join(' ')),
});
