/** Rows are changed by the body that keeps them: the register's updating rule says which. Pure. */
import type { Texts } from '../../platform/texts.ts';
import type { Question } from '../question.ts';
import { reachOf } from './reach.ts';
import { allowed, factsOf, type Rule, type Verdict } from './rule.ts';

/** Whether it changes rows of a register whose updating rule says who keeps which. */
export const isKept = ({ about, permission }: Question): boolean =>
  permission.entry?.keeps !== undefined && !!about.register?.keeping && !about.register.external;

/** Whether the caller's body stands above those who keep the rows and may load on their behalf. */
export const loadsOnBehalf = (question: Question): boolean => {
  const { about, caller, permission } = question;
  const level = caller.body?.level;
  const named = level !== undefined && about.register?.keeping?.onBehalf.includes(level) === true;
  return permission.entry?.keeps === 'load' && named && reachOf(question) === 'own-tree';
};

const isKeeper = (question: Question): boolean => {
  const { about, caller } = question;
  const mine = caller.body !== null && about.body?.keeper?.id === caller.body.id;
  return isKept(question) && mine && reachOf(question) !== undefined;
};

/**
 * Data arising at a level are edited by the body of that level; everybody else proposes corrections. Speaks only of the
 * caller's own tree: beyond it, what stands elsewhere and what is not there must read the same.
 */
function keptElsewhere(question: Question): Verdict | undefined {
  const { keeper } = keeperFact(question);
  if (!keeper || loadsOnBehalf(question)) return undefined;
  const facts = { ...factsOf(question), keeper };
  return { allowed: false, facts, remedy: 'propose-correction', whoCanChange: keeper };
}

/** Who keeps the rows, where they are in the caller's own tree and kept by somebody. */
export function keeperFact(question: Question): { keeper?: Texts } {
  const { body } = question.about;
  const inTree = body?.relation === 'same' || body?.relation === 'below';
  return inTree && body.keeper && isKept(question) ? { keeper: body.keeper.names } : {};
}

export const keepingRules: readonly Rule[] = [
  {
    id: 'governance/keeps-rows',
    judge: (question) => (isKeeper(question) ? allowed(factsOf(question)) : undefined),
  },
  { id: 'governance/kept-at-other-level', judge: keptElsewhere },
];
