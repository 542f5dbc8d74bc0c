/**
 * Whether one grant opens what a program asks under it. The chain: register published → agreement and grant in force →
 * purpose → mode → fields → quota; the first link that is missing is told. Total and pure, like `decide`.
 *
 * Its facts are the asker's own words and the terms of its own agreement. An agreement that is not there and one of
 * somebody else get the same answer, word for word.
 */
import type { Decision } from '../platform/decision.ts';
import type { Texts } from '../platform/texts.ts';
import type { Grant } from './model.ts';
import { causeOf, refusalFor, whyNotBeyond, type Beyond } from './why-not.ts';

export interface GrantQuestion {
  readonly asked: {
    readonly agreement: string;
    readonly purpose?: string | undefined;
    readonly mode: Grant['mode'];
    /** Elements (codes); empty when whatever the agreement opens is meant. */
    readonly elements: readonly string[];
  };
  /** The consumer's own grant under that agreement; absent when it has none. */
  readonly grant: Grant | undefined;
  /** The register it is on. */
  readonly register: { readonly published: boolean; readonly managerNames?: Texts | undefined } | undefined;
  readonly day: string;
  readonly quota?: Beyond['quota'];
}

export function decideGrant({ asked, grant, register, day, quota }: GrantQuestion): Decision {
  const { agreement, purpose, mode, elements } = asked;
  if (!grant || !register) {
    const facts = { agreement, ...(purpose !== undefined && { purposeCode: purpose }) };
    return { allowed: false, rule: 'governance/no-agreement', facts, remedy: 'agreement' };
  }
  const who = register.managerNames && { whoCanChange: register.managerNames };
  const named = { agreement: grant.agreement, purposeCode: grant.purpose };
  if (!register.published) {
    const facts = { ...named, register: grant.register };
    return { allowed: false, rule: 'governance/register-not-published', facts, remedy: 'publish-register', ...who };
  }
  const entry = { changes: false, reach: {}, mode };
  const about = purpose === undefined ? {} : { purpose };
  const cause = causeOf(grant, { about, permission: { name: `served.${mode}`, entry }, day });
  // Columns are asked one by one here: a grant on some fields opens exactly these.
  if (cause && cause !== 'agreement-on-some-fields') return { ...refusalFor(grant, cause), ...who };
  const open: Decision = { allowed: true, rule: 'governance/granted-by-agreement', facts: named, ...who };
  return whyNotBeyond(open, grant, { elements, ...(quota && { quota }) });
}
