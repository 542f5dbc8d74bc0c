/** Puts the profile's strategy in place: what people have changed since is left alone. */
import { listBodies } from '../bodies/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import { readRelativeDay } from '../platform/relative-day.ts';
import { firstDay } from '../platform/setting.ts';
import type { Texts } from '../platform/texts.ts';
import { problems } from './problems.ts';
import {
  readStrategy,
  type AuthoredConsultation,
  type AuthoredDocument,
  type AuthoredIndicator,
  type AuthoredStrategy,
  type AuthoredTask,
} from './read-profile.ts';
import * as consultations from './store/consultation.ts';
import * as documents from './store/document.ts';
import * as indicators from './store/indicator.ts';
import * as tasks from './store/task.ts';

/** Days made absolute, body codes made ids. @throws problems.profileBroken for a body that is not there */
interface Resolve {
  day(text: string): string;
  body(code: string): { id: number; names: Texts };
}

/** @throws problems.profileBroken with every finding */
export async function installStrategy(context: Context): Promise<void> {
  const { strategy, findings } = readStrategy(context.profile);
  if (findings.length > 0) throw problems.profileBroken({ findings });
  const resolve = await resolver(context);
  await context.db.transaction(async (tx) => {
    for (const [sort, document] of strategy.documents.entries()) await putDocument(tx, document, sort);
    for (const [sort, objective] of strategy.objectives.entries()) await tasks.putObjective(tx, { ...objective, sort });
    for (const task of strategy.tasks) await putTask(tx, task, resolve);
    for (const [sort, indicator] of strategy.indicators.entries()) await putIndicator(tx, indicator, sort, resolve);
    for (const consultation of strategy.consultations) await putConsultation(tx, consultation, resolve, strategy);
  });
}

async function resolver(context: Context): Promise<Resolve> {
  const first = await firstDay(context);
  const calendar = workingCalendar(context.profile);
  const bodies = new Map((await listBodies(context.db, { on: first })).map((body) => [body.code, body]));
  const broken = (message: string) =>
    problems.profileBroken({ findings: [{ file: 'strategy', pointer: '', message }] });
  return {
    day: (text) => {
      const day = readRelativeDay(text, first, calendar);
      if (day === undefined) throw broken(`not a day: ${text}`);
      return day;
    },
    body: (code) => {
      const body = bodies.get(code);
      if (!body) throw broken(`no body has the code ${code}`);
      return body;
    },
  };
}

async function putDocument(tx: Db, document: AuthoredDocument, sort: number): Promise<void> {
  const version = document.version ?? 1;
  await documents.putDocument(tx, {
    code: document.code,
    kind: document.kind,
    titles: document.title,
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

async function putTask(tx: Db, task: AuthoredTask, resolve: Resolve): Promise<void> {
  if (await tasks.findTask(tx, task.code)) return; // people say how it stands from here on
  await tasks.putTask(tx, {
    code: task.code,
    names: task.names,
    objective: task.objective ?? null,
    phase: task.phase ?? null,
    lead: resolve.body(task.lead).id,
    cooperating: (task.cooperating ?? []).map((code) => resolve.body(code).id),
    state: task.state,
    at_risk: task.atRisk ?? false,
    due: resolve.day(task.due),
    done: task.done === undefined ? (task.state === 'done' ? resolve.day(task.due) : null) : resolve.day(task.done),
    progress: task.progress ?? null,
    product: task.product ?? null,
    evidence: task.evidence ?? null,
    indicator: task.indicator ?? null,
    told: (task.told ?? []).map((day) => resolve.day(day)),
  });
}

async function putIndicator(tx: Db, one: AuthoredIndicator, sort: number, resolve: Resolve): Promise<void> {
  await indicators.putIndicator(tx, {
    code: one.code,
    names: one.names,
    definition: one.definition,
    kind: one.kind,
    source: one.source,
    register: one.register ?? null,
    round: one.round ?? null,
    objective: one.objective ?? null,
    owner: one.owner === undefined ? null : resolve.body(one.owner).id,
    direction: one.direction,
    baseline: one.baseline ? { ...one.baseline, day: resolve.day(one.baseline.day) } : null,
    milestones: (one.milestones ?? []).map((milestone) => ({ ...milestone, day: resolve.day(milestone.day) })),
    seconds_per_unit: one.secondsPerUnit ?? null,
    unit: one.unit,
    sort,
  });
}

async function putConsultation(
  tx: Db,
  one: AuthoredConsultation,
  resolve: Resolve,
  all: AuthoredStrategy,
): Promise<void> {
  if (await consultations.findConsultation(tx, one.code)) return;
  const closes = resolve.day(one.closes);
  const drafter = resolve.body(one.drafter).id;
  await consultations.putConsultation(tx, {
    code: one.code,
    document: one.document,
    draft: one.draft,
    names: one.names,
    opens: resolve.day(one.opens),
    closes,
    drafter,
  });
  await documents.setDocumentState(tx, one.document, 'under-consultation', one.draft);
  const names = new Map<string, Texts>();
  for (const invited of one.invited) {
    const body = invited.body === undefined ? undefined : resolve.body(invited.body);
    names.set(invited.code, invited.names ?? body?.names ?? {});
    await consultations.putInvitation(tx, one.code, {
      code: invited.code,
      body: body?.id ?? null,
      names: names.get(invited.code) ?? {},
      due: invited.extended === undefined ? closes : resolve.day(invited.extended),
      answer: (invited.answer ?? null) as consultations.InvitationRecord['answer'],
      answered: invited.answered === undefined ? null : resolve.day(invited.answered),
    });
  }
  const said = (one.said ?? []).map((comment) => ({
    invitation: comment.by,
    clause: comment.clause,
    said_by: comment.from === undefined ? (names.get(comment.by) ?? {}) : resolve.body(comment.from).names,
    text: comment.text,
    proposal: comment.proposal ?? null,
    topic: comment.topic ?? null,
    disposition: (comment.disposition ?? null) as consultations.NewComment['disposition'],
    explanation: comment.explanation ?? null,
    change: comment.change ?? null,
  }));
  refuseStrangeClauses(
    said.map((comment) => comment.clause),
    one,
    all,
  );
  await consultations.addComments(tx, one.code, said);
}

function refuseStrangeClauses(clauses: readonly string[], one: AuthoredConsultation, all: AuthoredStrategy): void {
  const document = all.documents.find((candidate) => candidate.code === one.document);
  const known = new Set(document?.parts.flatMap((part) => part.clauses.map((clause) => clause.number)));
  const strange = clauses.filter((clause) => !known.has(clause));
  if (strange.length > 0) {
    throw problems.profileBroken({
      findings: [
        {
          file: 'strategy/consultations.yaml',
          pointer: `/${one.code}`,
          message: `no such clause: ${strange.join(', ')}`,
        },
      ],
    });
  }
}
