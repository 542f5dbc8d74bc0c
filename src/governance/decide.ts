/**
 * May this caller do this? One total, pure function: any question gives a decision, nothing is read, nothing throws.
 *
 * The rules are asked in their order; the first that speaks decides. The last one refuses, so what nobody allowed is
 * refused.
 *
 * **An explanation never leaks.** `facts`, `remedy` and `whoCanChange` are made only of
 *   - what the asker is (own body, own posts) and what the asker wrote (the body, register and purpose named),
 *   - what everybody who is signed in may know: names in the directory of bodies, and who manages a register.
 * They are never made of a record, nor of whether there is one. A body that stands elsewhere and one that does not
 * exist get the same rule, remedy and "who can change it"; the directory's public name is all that can differ.
 */
import type { Decision } from '../platform/decision.ts';
import type { Reach } from '../platform/room.ts';
import type { Texts } from '../platform/texts.ts';
import { stateOn, treesOf, type Grant } from './model.ts';
import type { Holder, Question } from './question.ts';
import { causes, opens, whyNot, type Cause } from './why-not.ts';

export type { Question } from './question.ts';

export interface Rule {
  /** `governance/<name>`: its words are `governance:rules.<name>`. */
  readonly id: string;
  /** Speaks, or leaves it to the next. */
  readonly judge: (question: Question) => Omit<Decision, 'rule'> | undefined;
}

type Verdict = Omit<Decision, 'rule'>;
type Facts = Decision['facts'];

const allowed = (facts: Facts): Verdict => ({ allowed: true, facts });

const reaches: readonly Reach[] = ['own-body', 'own-tree', 'everywhere'];

/**
 * How far the caller reaches with the permission: the widest of his posts. The post `data-manager` counts on the
 * registers that his body manages, and wherever no register is named.
 */
export function reachOf(question: Question, everyRegister = false): Reach | undefined {
  const reach = question.permission.entry?.reach ?? {};
  const holders: Holder[] = ['anyone', ...(question.caller.posts as Holder[])];
  const held = holders
    .filter((holder) => holder !== 'data-manager' || everyRegister || managesIt(question))
    .flatMap((holder) => (Object.hasOwn(reach, holder) ? (reach[holder] ?? []) : []));
  return held.toSorted((a, b) => reaches.indexOf(b) - reaches.indexOf(a))[0];
}

const managesIt = ({ about, caller }: Question): boolean =>
  !about.register || (caller.body !== null && about.register.managerBody === caller.body.id);

/** The asker's own body and what was asked, as far as it was. */
function factsOf({ caller, about }: Question): Facts {
  return {
    ...(caller.body && { you: caller.body.names }),
    ...(about.body && { asked: about.body.names ?? String(about.body.given) }),
  };
}

/** Who can change the answer: the register's data manager, else the asker's own body, which gives out its posts. */
function whoCanChange({ about, caller }: Question): Pick<Decision, 'whoCanChange'> {
  const names = about.register?.managerNames ?? caller.body?.names;
  return names ? { whoCanChange: names } : {};
}

/** What would pass. Rows are changed only where they arise; they are read elsewhere only by agreement. */
function wayOut({ about, permission }: Question): Pick<Decision, 'remedy' | 'facts'> {
  if (!about.register) return { remedy: 'ask-body-itself', facts: {} };
  if (permission.entry?.changes) return { remedy: 'propose-correction', facts: {} };
  const purpose = about.register.remedyPurpose;
  return purpose ? { remedy: 'agreement-for-purpose', facts: { purpose } } : { remedy: 'agreement', facts: {} };
}

/** The last rule, and what a record that is absent or not visible is answered with. */
export function outsideOwnScope(question: Question): Verdict {
  const way = wayOut(question);
  return { allowed: false, ...way, facts: { ...factsOf(question), ...way.facts }, ...whoCanChange(question) };
}

const covers = (grant: Grant, question: Question): boolean => {
  const asked = question.about.body;
  if (!asked) return true;
  if (asked.relation === 'unknown') return false;
  const trees = treesOf(grant.rows, grant.consumer);
  return trees === 'all' || trees.some((tree) => asked.path.includes(tree));
};

/** What of an agreement a decision says: to its consumer, who knows its terms. */
const termsOf = ({ agreement, purpose, condition, conditionWords }: Grant): Facts => ({
  agreement,
  purposeCode: purpose,
  ...(condition !== null && { condition: conditionWords ?? condition }),
});

/**
 * The caller's grants on the asked register that hold today, for reading only. A grant on some elements opens no whole
 * records: that is for readers that ask for its columns (`activeGrants`).
 */
export function holding({ about, caller, day, grants, permission }: Question, isPartial = false): Grant[] {
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

/** The rules in the order in which they are asked. */
export const rules: readonly Rule[] = [
  {
    id: 'governance/node-itself',
    judge: ({ caller }) => (caller.kind === 'system' ? allowed({}) : undefined),
  },
  {
    id: 'governance/public',
    judge: ({ permission }) => (permission.name === 'public' ? allowed({}) : undefined),
  },
  {
    id: 'governance/not-signed-in',
    judge: ({ caller }) => (caller.kind === 'nobody' ? { allowed: false, facts: {}, remedy: 'sign-in' } : undefined),
  },
  {
    id: 'governance/no-such-permission',
    judge: ({ permission }) =>
      permission.entry ? undefined : { allowed: false, facts: { permission: permission.name } },
  },
  {
    id: 'governance/compliance-changes-nothing',
    judge: (question) =>
      question.permission.entry?.changes && question.caller.posts.includes('compliance')
        ? { allowed: false, facts: factsOf(question), remedy: 'ask-who-may-change', ...whoCanChange(question) }
        : undefined,
  },
  {
    id: 'governance/post-lacks-permission',
    judge: (question) =>
      reachOf(question, true) === undefined
        ? {
            allowed: false,
            facts: { ...factsOf(question), permission: question.permission.name, ...keeperFact(question) },
            remedy: 'ask-for-post',
            // Posts are given by one's own body, whatever register is meant.
            ...(question.caller.body && { whoCanChange: question.caller.body.names }),
          }
        : undefined,
  },
  {
    id: 'governance/data-manager-of-register',
    judge: (question) => (readsAsManager(question) ? allowed(factsOf(question)) : undefined),
  },
  {
    id: 'governance/reaches-everywhere',
    judge: (question) => (reachOf(question) === 'everywhere' ? allowed(factsOf(question)) : undefined),
  },
  {
    id: 'governance/no-body',
    judge: ({ caller }) => (caller.body ? undefined : { allowed: false, facts: {}, remedy: 'ask-for-post' }),
  },
  {
    id: 'governance/keeps-rows',
    judge: (question) => (isKeeper(question) ? allowed(factsOf(question)) : undefined),
  },
  {
    id: 'governance/kept-at-other-level',
    judge: keptElsewhere,
  },
  {
    id: 'governance/within-own-tree',
    judge: (question) => {
      const relation = question.about.body?.relation ?? 'same';
      const within = relation === 'same' || relation === 'below';
      const own = reachOf(question) === 'own-tree' && within && question.about.register?.external !== true;
      return own ? allowed(factsOf(question)) : undefined;
    },
  },
  {
    id: 'governance/own-body',
    judge: (question) => {
      const same = (question.about.body?.relation ?? 'same') === 'same';
      const own = reachOf(question) === 'own-body' && same && question.about.register?.external !== true;
      return own ? allowed(factsOf(question)) : undefined;
    },
  },
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
  { id: 'governance/own-body-scope', judge: outsideOwnScope },
];

function inTheWay(question: Question, cause: Cause): Verdict | undefined {
  if (holding(question).length > 0) return undefined;
  const found = whyNot(question, factsOf(question));
  return found?.rule === `governance/${cause}` ? found : undefined;
}

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
function keeperFact(question: Question): { keeper?: Texts } {
  const { body } = question.about;
  const inTree = body?.relation === 'same' || body?.relation === 'below';
  return inTree && body.keeper && isKept(question) ? { keeper: body.keeper.names } : {};
}

/** The data manager reads all of his registers; data are edited only by the level where they arise. */
export function readsAsManager({ about, caller, permission }: Question): boolean {
  const manager = about.register?.managerBody;
  return (
    permission.entry?.changes === false &&
    Object.hasOwn(permission.entry.reach, 'data-manager') &&
    caller.posts.includes('data-manager') &&
    caller.body !== null &&
    manager === caller.body.id &&
    about.body?.relation !== 'unknown'
  );
}

/**
 * Decides. Total: when no rule of the list speaks, it is refused.
 * @param list the rules; another list is for tests that show what a rule is for
 */
export function decide(question: Question, list: readonly Rule[] = rules): Decision {
  for (const rule of list) {
    const verdict = rule.judge(question);
    if (verdict) return { ...verdict, rule: rule.id };
  }
  return { allowed: false, rule: 'governance/no-rule-allows', facts: {} };
}

/** The answer for a record that does not exist or may not be seen: one and the same, so that nobody can tell which. */
export function absentOrHidden(question: Question): Decision {
  return { ...outsideOwnScope(question), rule: 'governance/own-body-scope' };
}
