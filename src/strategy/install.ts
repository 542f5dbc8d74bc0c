/** Puts the profile's strategy in place: what people have changed since is left alone. */
import { appendChangeSet, takeChangeSet } from '../platform/changes/index.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { noteUses } from './note-uses.ts';
import { readCondition } from '../dictionary/index.ts';
import { putConsultation } from './consultations/install-consultation.ts';
import { problems } from './problems.ts';
import {
  readStrategy,
  type AuthoredDocument,
  type AuthoredIndicator,
  type AuthoredStrategy,
  type AuthoredTask,
} from './read-profile.ts';
import { broken, resolver, type Resolve } from './resolve-authored.ts';
import { elementsOf, entityOf, ROWS } from './measures/row-measure.ts';
import { installMeasures } from './measures/defined/install-measures.ts';
import * as documents from './documents/store/document.ts';
import * as indicators from './measures/store/indicator.ts';
import * as tasks from './tasks/store/task.ts';

/** @throws problems.profileBroken with every finding */
export async function installStrategy(context: Context): Promise<void> {
  const { strategy: authored, findings } = readStrategy(context.profile);
  if (findings.length > 0) throw problems.profileBroken({ findings });
  const resolve = await resolver(context);
  const strategy = hostedPart(authored, resolve);
  await context.db.transaction(async (tx) => {
    const isFirst = (await documents.allDocuments(tx)).length === 0;
    for (const [sort, document] of inOrder(strategy.documents).entries()) await putDocument(tx, document, sort);
    for (const [sort, objective] of strategy.objectives.entries()) await tasks.putObjective(tx, { ...objective, sort });
    await later(context, tx, { kind: 'strategy', subject: 'tasks', isFirst }, async (changeSet) => {
      for (const task of strategy.tasks) await putTask(tx, task, resolve, changeSet);
    });
    for (const [sort, indicator] of strategy.indicators.entries()) await putIndicator(tx, indicator, sort, resolve);
    for (const consultation of strategy.consultations)
      await later(context, tx, { kind: 'consultation', subject: consultation.code, isFirst }, (changeSet) =>
        putConsultation(tx, consultation, resolve, { all: strategy, changeSet }),
      );
    await later(context, tx, { kind: 'strategy', subject: 'measures', isFirst }, (changeSet) =>
      installMeasures(context, tx, strategy.measures, changeSet),
    );
    const { indicators: kpis, tasks: work } = strategy;
    const bodyOf = (code: string) => resolve.body(code).id;
    await noteUses(context, tx, { indicators: kpis, tasks: work, measured: await measured(tx, kpis), bodyOf });
  });
}

/** A node among others lays in what its own bodies give and draft; the rest is told by its home. */
const hostedPart = (all: AuthoredStrategy, { isHosted }: Resolve): AuthoredStrategy => ({
  ...all,
  tasks: all.tasks.filter(({ giver, lead }) => isHosted(giver ?? null, lead)),
  consultations: all.consultations.filter(({ drafter }) => isHosted(drafter, drafter)),
});

interface Later {
  readonly kind: 'strategy' | 'consultation';
  readonly subject: string;
  /** Nobody has heard of this node yet: whoever comes is told everything. */
  readonly isFirst: boolean;
}

/** What a newer edition of the profile adds is a change like any other, so that others hear of it. */
async function later(
  { clock }: Context,
  tx: Db,
  { kind, subject, isFirst }: Later,
  work: (changeSet: () => Promise<number | null>) => Promise<void>,
): Promise<void> {
  let id: number | null = null;
  await work(async () => (isFirst ? null : (id ??= await takeChangeSet(tx))));
  const by = { body: null, actor: 'system', cause: null, begunAt: clock.now() };
  if (id !== null) await appendChangeSet(tx, { id, kind, subject, ...by });
}

// What people look for first stands first; other kinds follow in the order of their files.
const ORDER = ['strategy', 'architecture', 'governance', 'dictionary'];
const placeOf = ({ kind }: AuthoredDocument) => (ORDER.indexOf(kind) + ORDER.length + 1) % (ORDER.length + 1);
const inOrder = (documents: readonly AuthoredDocument[]) => documents.toSorted((a, b) => placeOf(a) - placeOf(b));

async function putDocument(tx: Db, document: AuthoredDocument, sort: number): Promise<void> {
  const version = document.version ?? 1;
  await documents.putDocument(tx, {
    code: document.code,
    kind: document.kind,
    titles: document.title,
    note: document.note ?? null,
    version,
    state: document.state ?? 'draft',
    sort,
  });
  const clauses = document.parts.flatMap((part) =>
    part.clauses.map((clause) => ({
      number: clause.number,
      part: part.number,
      headings: part.heading,
      texts: clause.text,
      note: clause.note ?? null,
    })),
  );
  await documents.addClauses(tx, document.code, version, clauses);
}

async function putTask(
  tx: Db,
  task: AuthoredTask,
  resolve: Resolve,
  changeSet: () => Promise<number | null>,
): Promise<void> {
  if (await tasks.findTask(tx, task.code)) return; // people say how it stands from here on
  if (task.state === 'done' && task.evidence === undefined) {
    throw broken('strategy/tasks.yaml', `${task.code} is done without evidence`);
  }
  const row = {
    code: task.code,
    names: task.names,
    objective: task.objective ?? null,
    phase: task.phase ?? null,
    lead: resolve.body(task.lead).id,
    cooperating: (task.cooperating ?? []).map((code) => resolve.body(code).id),
    state: task.state,
    at_risk: task.atRisk ?? false,
    due: resolve.day(task.due),
    done: doneOn(task, resolve),
    progress: task.progress ?? null,
    product: task.product ?? null,
    evidence: task.evidence ?? null,
    indicator: task.indicator ?? null,
    told: (task.told ?? []).map((day) => resolve.day(day)),
    giver: task.giver === undefined ? null : resolve.body(task.giver).id,
    ...plannedAs(task),
  };
  await tasks.putTask(tx, row, await changeSet());
}

const plannedAs = ({ parent, dependsOn, budget, aliases }: AuthoredTask) => ({
  parent: parent ?? null,
  depends_on: dependsOn ?? [],
  budget: budget ?? null,
  aliases: aliases ?? [],
  escalated: [],
});

/** Where nobody says when, on its due day. */
function doneOn({ state, done, due }: AuthoredTask, resolve: Resolve): string | null {
  if (done !== undefined) return resolve.day(done);
  return state === 'done' ? resolve.day(due) : null;
}

/** A named source, or the rows themselves: one of the two. */
function sourceOf({ code, source, measure, register }: AuthoredIndicator): string {
  if ((source === undefined) === (measure === undefined)) {
    throw broken('strategy/indicators.yaml', `${code} needs a source or a measure, and not both`);
  }
  if (measure && register === undefined)
    throw broken('strategy/indicators.yaml', `${code} measures rows of no register`);
  return source ?? ROWS;
}

/** What each measure over rows reads. @throws problems.profileBroken when one is no condition of its register's rows */
async function measured(tx: Db, list: readonly AuthoredIndicator[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  for (const { code, measure, register } of list) {
    const entity = measure && register !== undefined ? await entityOf(tx, register) : undefined;
    if (!measure || !entity) continue;
    for (const expression of [measure.counts, measure.among]) {
      const read = expression === undefined ? undefined : readCondition(expression, entity);
      const [fault] = read && 'findings' in read ? read.findings : [];
      if (fault)
        throw broken('strategy/indicators.yaml', `${code}: “${String(expression)}” is wrong (${fault.reason})`);
    }
    found.set(code, elementsOf({ counts: measure.counts, among: measure.among ?? null }, entity));
  }
  return found;
}

async function putIndicator(tx: Db, one: AuthoredIndicator, sort: number, resolve: Resolve): Promise<void> {
  await indicators.putIndicator(tx, {
    code: one.code,
    names: one.names,
    definition: one.definition,
    kind: one.kind,
    source: sourceOf(one),
    counts: one.measure?.counts ?? null,
    among: one.measure?.among ?? null,
    register: one.register ?? null,
    round: one.round ?? null,
    objective: one.objective ?? null,
    owner: one.owner === undefined ? null : resolve.body(one.owner).id,
    direction: one.direction,
    baseline: one.baseline ? { ...one.baseline, day: resolve.day(one.baseline.day) } : null,
    milestones: (one.milestones ?? []).map((milestone) => ({ ...milestone, day: resolve.day(milestone.day) })),
    seconds_per_unit: one.secondsPerUnit ?? null,
    unit: one.unit,
    words: one.words ?? null,
    sort,
  });
}
