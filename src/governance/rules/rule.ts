/** What a rule of `decide` is, and what several of them say. Pure. */
import type { Decision } from '../../platform/decision.ts';
import type { Question } from '../question.ts';

export interface Rule {
  /** `governance/<name>`: its words are `governance:rules.<name>`. */
  readonly id: string;
  /** Speaks, or leaves it to the next. */
  readonly judge: (question: Question) => Verdict | undefined;
}

export type Verdict = Omit<Decision, 'rule'>;
export type Facts = Decision['facts'];

export const allowed = (facts: Facts): Verdict => ({ allowed: true, facts });

/** The asker's own body and what was asked, as far as it was. */
export function factsOf({ caller, about }: Question): Facts {
  const asked = about.body && (about.body.names ?? String(about.body.given));
  if (!caller.body) return asked === undefined ? {} : { asked };
  const you = caller.body.names;
  return asked === undefined ? { you } : { you, asked };
}

/** Who can change the answer: the register's data manager, else the asker's own body, which gives out its posts. */
export function whoCanChange({ about, caller }: Question): Pick<Decision, 'whoCanChange'> {
  const names = about.register?.managerNames ?? caller.body?.names;
  return names ? { whoCanChange: names } : {};
}
