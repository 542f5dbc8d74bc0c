/** What the agreements of the asker's own body open, and what stands in their way. Pure. */
import type { Decision } from '../../platform/decision.ts';
import { stateOn, treesOf, type Grant } from '../model.ts';
import type { Question } from '../question.ts';
import { causes, opens, whyNot, type Cause } from '../why-not.ts';
import { allowed, factsOf, type Facts, type Rule, type Verdict } from './rule.ts';

/** Whether the rows it opens are those of the body that is asked about. */
export const covers = (grant: Grant, question: Question): boolean => {
  const asked = question.about.body;
  if (!asked) return true;
  if (asked.relation === 'unknown') return false;
  const trees = treesOf(grant.rows, grant.consumer);
  return trees === 'all' || trees.some((tree) => asked.path.includes(tree));
};

/** What of an agreement a decision says: to its consumer, who knows its terms. */
const termsOf = ({ agreement, purpose, condition, conditionWords, consent }: Grant): Facts => {
  const own = consent ? consent.condition : condition;
  return {
    agreement,
    purposeCode: purpose,
    ...(own !== null && { condition: conditionWords ?? own }),
  };
};

/**
 * The caller's grants on the asked register that hold today, for reading only. A grant on some elements opens no whole
 * records: that is for readers that ask for its columns (`activeGrants`).
 */
export function holding({ about, caller, day, grants, permission }: Question, isPartial = false): Grant[] {
  if (grants.length === 0) return [];
  const { register, purpose } = about;
  const body = caller.body;
  if (!register || !body || permission.entry?.changes !== false) return [];
  return grants.filter(
    (grant) =>
      grant.register === register.name &&
      grant.consumer === body.id &&
      stateOn(grant, day) === 'active' &&
      (isPartial || grant.elements === 'all') &&
      (grant.condition === null || permission.entry?.conditions === true) &&
      opens[grant.mode].includes(permission.entry?.mode ?? 'query') &&
      (purpose === undefined || purpose === grant.purpose),
  );
}

// Nine rules ask the same of one question, one after the other.
let asked: Question | undefined;
let nearest: Decision | undefined;

function nearestTo(question: Question): Decision | undefined {
  if (asked !== question) {
    asked = question;
    nearest = holding(question).length > 0 ? undefined : whyNot(question, factsOf(question));
  }
  return nearest;
}

function inTheWay(question: Question, cause: Cause): Verdict | undefined {
  if (question.grants.length === 0) return undefined;
  const found = nearestTo(question);
  return found?.rule === `governance/${cause}` ? found : undefined;
}

export const agreementRules: readonly Rule[] = [
  {
    id: 'governance/granted-by-agreement',
    judge: (question) => {
      const covering = holding(question).filter((candidate) => covers(candidate, question));
      const grant = covering.find(({ condition }) => condition === null) ?? covering[0];
      return grant && allowed({ ...factsOf(question), ...termsOf(grant) });
    },
  },
  // Nobody else's agreement is told, and none is told of a body: the same for one that is there and one that is not.
  ...causes.map((cause) => ({ id: `governance/${cause}`, judge: (question: Question) => inTheWay(question, cause) })),
];
