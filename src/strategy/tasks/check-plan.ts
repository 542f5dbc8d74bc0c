/** A plan of a task held against what there is: everything that is wrong with it at once. Pure. */
import type { Texts } from '../../platform/texts.ts';
import type { TaskAlias, TaskRecord } from './store/task.ts';

/** What whoever gives a task says of it; bodies and tasks by code. */
export interface Plan {
  readonly names: Texts;
  readonly objective: string | null;
  readonly phase: string | null;
  readonly lead: string;
  readonly cooperating: readonly string[];
  /** ISO day. */
  readonly due: string;
  readonly product: Texts | null;
  readonly budget: string | null;
  readonly indicator: string | null;
  readonly dependsOn: readonly string[];
  readonly aliases: readonly TaskAlias[];
}

export type PlanFault =
  | 'name-missing'
  | 'lead-missing'
  | 'lead-unknown'
  | 'lead-not-below'
  | 'body-unknown'
  | 'lead-helps-itself'
  | 'objective-unknown'
  | 'indicator-unknown'
  | 'day-missing'
  | 'day-wrong'
  | 'day-past'
  | 'predecessor-unknown'
  | 'predecessor-itself'
  | 'predecessor-circle'
  | 'due-before-predecessor'
  | 'due-after-successor'
  | 'due-after-whole'
  | 'part-due-later'
  | 'alias-taken'
  | 'reason-missing';

export interface PlanFinding {
  readonly field: string;
  readonly reason: PlanFault;
  /** What was said, or the task that it collides with. */
  readonly value: string;
  /** The day of that task. */
  readonly day?: string;
}

export type KnownTask = Pick<TaskRecord, 'code' | 'due' | 'depends_on' | 'parent' | 'aliases' | 'lead'>;

export interface Surroundings {
  /** Bodies there are, and whether whoever plans may give them something. */
  readonly bodies: ReadonlyMap<string, { readonly id: number; readonly isBelow: boolean }>;
  readonly objectives: ReadonlySet<string>;
  readonly indicators: ReadonlySet<string>;
  readonly tasks: ReadonlyMap<string, KnownTask>;
  /** ISO day: nothing is given for a day that is over. */
  readonly today: string;
}

export interface Subject {
  readonly code: string;
  readonly parent: string | null;
  /** What it was before; undefined for a new one. */
  readonly before: KnownTask | undefined;
  readonly reason: string;
}

/** Nothing when the plan holds. */
export function checkPlan(plan: Plan, subject: Subject, around: Surroundings): PlanFinding[] {
  return [
    ...whoAndWhat(plan, around),
    ...dayOf(plan, subject, around),
    ...(isDay(plan.due) ? days(plan, subject, around) : []),
    ...before(plan, subject, around),
    ...numbers(plan, subject, around),
    ...why(plan, subject, around),
  ];
}

const found = (field: string, reason: PlanFault, value: string, day?: string): PlanFinding => ({
  ...{ field, reason, value },
  ...(day !== undefined && { day }),
});

function dayOf({ due }: Plan, { before }: Subject, { today }: Surroundings): PlanFinding[] {
  if (due === '') return [found('due', 'day-missing', due)];
  if (!isDay(due)) return [found('due', 'day-wrong', due)];
  return due < today && due !== before?.due ? [found('due', 'day-past', due)] : [];
}

function whoAndWhat(plan: Plan, { bodies, objectives, indicators }: Surroundings): PlanFinding[] {
  const lead = bodies.get(plan.lead);
  return [
    ...(Object.values(plan.names).some((name) => name.trim() !== '') ? [] : [found('names', 'name-missing', '')]),
    ...(lead ? [] : [found('lead', plan.lead === '' ? 'lead-missing' : 'lead-unknown', plan.lead)]),
    ...(lead && !lead.isBelow ? [found('lead', 'lead-not-below', plan.lead)] : []),
    ...plan.cooperating.filter((code) => !bodies.has(code)).map((code) => found('cooperating', 'body-unknown', code)),
    ...(plan.cooperating.includes(plan.lead) ? [found('cooperating', 'lead-helps-itself', plan.lead)] : []),
    ...(plan.objective !== null && !objectives.has(plan.objective)
      ? [found('objective', 'objective-unknown', plan.objective)]
      : []),
    ...(plan.indicator !== null && !indicators.has(plan.indicator)
      ? [found('indicator', 'indicator-unknown', plan.indicator)]
      : []),
  ];
}

/** A task is not due before what it rests on, nor after what rests on it, nor a part after its whole. */
function days({ due, dependsOn }: Plan, { code, parent }: Subject, { tasks }: Surroundings): PlanFinding[] {
  const whole = parent === null ? undefined : tasks.get(parent);
  const findings = dependsOn
    .flatMap((one) => tasks.get(one) ?? [])
    .filter((one) => one.due > due)
    .map((one) => found('due', 'due-before-predecessor', one.code, one.due));
  if (whole && whole.due < due) findings.push(found('due', 'due-after-whole', whole.code, whole.due));
  for (const one of tasks.values()) {
    if (one.code === code) continue;
    if (one.depends_on.includes(code) && one.due < due)
      findings.push(found('due', 'due-after-successor', one.code, one.due));
    if (one.parent === code && one.due > due) findings.push(found('due', 'part-due-later', one.code, one.due));
  }
  return findings;
}

function before({ dependsOn }: Plan, { code }: Subject, { tasks }: Surroundings): PlanFinding[] {
  return dependsOn.flatMap((one): PlanFinding[] => {
    if (one === code) return [found('dependsOn', 'predecessor-itself', one)];
    if (!tasks.has(one)) return [found('dependsOn', 'predecessor-unknown', one)];
    return rests(one, code, tasks) ? [found('dependsOn', 'predecessor-circle', one)] : [];
  });
}

/** Whether `from` rests on `on`, at whatever distance. */
export function rests(
  from: string,
  on: string,
  tasks: ReadonlyMap<string, { readonly depends_on: readonly string[] }>,
): boolean {
  const seen = new Set<string>();
  const next = [from];
  for (let code = next.pop(); code !== undefined; code = next.pop()) {
    if (code === on) return true;
    if (seen.has(code)) continue;
    seen.add(code);
    next.push(...(tasks.get(code)?.depends_on ?? []));
  }
  return false;
}

/** Another tracker has one number for one task. */
function numbers({ aliases }: Plan, { code }: Subject, { tasks }: Surroundings): PlanFinding[] {
  const same = (a: TaskAlias, b: TaskAlias) => a.tracker === b.tracker && a.number === b.number;
  return aliases.flatMap((alias) =>
    [...tasks.values()]
      .filter((one) => one.code !== code && one.aliases.some((held) => same(held, alias)))
      .map((one) => found('aliases', 'alias-taken', `${alias.tracker} ${alias.number} (${one.code})`)),
  );
}

/** A day or a lead that was said already is changed with a reason only. */
function why(plan: Plan, { before, reason }: Subject, { bodies }: Surroundings): PlanFinding[] {
  if (!before || reason.trim() !== '') return [];
  const moved = before.due !== plan.due;
  const handed = bodies.has(plan.lead) && bodies.get(plan.lead)?.id !== before.lead;
  return moved || handed ? [found('reason', 'reason-missing', moved ? before.due : plan.lead)] : [];
}

/** A day of the calendar, not only its form. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || text.startsWith('0000')) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
