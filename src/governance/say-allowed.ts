/**
 * Makes the member `allowed` of a page's answer: for each act the decision of its route, and then what its use case
 * insists on, both asked where they are made. There is no second set of rules that could say something else.
 */
import type { Caller } from '../platform/caller.ts';
import type { Db } from '../platform/db/db.ts';
import type { Decision } from '../platform/decision.ts';
import type { About } from '../platform/http/endpoint.ts';
import { Problem } from '../platform/http/problem.ts';
import { explain } from '../platform/http/refusal.ts';
import type { Catalogues, Translate } from '../platform/i18n.ts';
import type { Act } from './allowed-contract.ts';
import { decideRows } from './authorizer.ts';

export interface AskedAct {
  /** As its endpoint says. */
  readonly permission: string;
  /** What it would be about. */
  readonly about?: About;
  /** What the use case insists on besides: throws its problem, or gives it back. */
  readonly insists?: () => unknown;
}

interface Asker {
  readonly db: Db;
  readonly words: Catalogues;
}

/** One page: facts are gathered once for each thing that is asked about. */
export async function sayAllowed<N extends string>(
  { db, words }: Asker,
  caller: Caller,
  acts: Readonly<Record<N, AskedAct>>,
): Promise<Record<N, Act>> {
  const t = words.translator(caller.language);
  const said: [string, Act][] = [];
  const groups = Map.groupBy(Object.entries<AskedAct>(acts), ([, { about }]) => JSON.stringify(about ?? {}));
  for (const some of groups.values()) {
    const { body, ...about } = some[0]?.[1].about ?? {};
    const permissions = some.map(([, { permission }]) => permission);
    const [decisions = {}] = await decideRows(db, caller, permissions, { ...about, bodies: [body] });
    for (const [name, { permission, insists }] of some)
      said.push([name, await actOf(decisions[permission] as Decision, insists, { t, language: caller.language })]);
  }
  return Object.fromEntries(said) as Record<N, Act>;
}

interface Reader {
  readonly t: Translate;
  readonly language: string;
}

async function actOf(decision: Decision, insists: AskedAct['insists'], reader: Reader): Promise<Act> {
  if (!decision.allowed) return ofDecision(decision, reader);
  const problem = insists && (await problemOf(insists));
  return problem ? ofProblem(problem, reader) : { allowed: true, rule: decision.rule };
}

async function problemOf(insists: () => unknown): Promise<Problem | undefined> {
  try {
    const given = await insists();
    return given instanceof Problem ? given : undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** A decision as a page shows it. */
export function ofDecision(decision: Decision, { t, language }: Reader): Act {
  const { allowed, rule, facts } = decision;
  if (allowed) return { allowed, rule };
  const { reason, remedy, whoCanChange } = explain(decision, t, language).words;
  const help = [remedy, whoCanChange && t('platform:whoCanChange', { who: whoCanChange })].filter(Boolean).join(' ');
  return { allowed, rule, why: reason, ...(help && { help }), facts };
}

function ofProblem({ kind, extras, message }: Problem, { t }: Reader): Act {
  const { room, slug, title } = kind;
  const key = `${room}:problems.${slug}`;
  const own = message === title ? '' : message;
  const words = t(`${key}.title`, { ...extras, defaultValue: title });
  const detail = own || t(`${key}.detail`, { ...extras, defaultValue: '' });
  return { allowed: false, rule: `${room}/${slug}`, why: detail || words };
}
