/** Authored terms, stages and holds → what is stored; what does not fit is a finding with its line. Pure. */
import type { AuthoredRegister, Located } from '../authored.ts';
import type { Resolver, There } from '../resolver.ts';
import type { AuthoredHold, AuthoredLifecycle } from './authored.ts';
import type { Lifecycle, Term } from './model.ts';

export interface ResolvedHold {
  readonly code: string;
  readonly register: string;
  readonly condition: string | null;
  readonly reason: string;
  readonly basis: string;
  readonly from: string;
  readonly until: string | null;
  readonly reviewOn: string;
}

type At = (at: string) => Resolver;

/** A register's term: it rests on a basis that is there, and counts from something that the rows have. */
export function resolveTerm(register: AuthoredRegister, resolver: Resolver, there: There): Term | null {
  const { retention } = register;
  if (retention === undefined) return null;
  resolver.one(retention.basis, there.bases, 'legal basis');
  resolver.term(register, retention);
  return retention;
}

export function resolveLifecycle(
  authored: readonly Located<AuthoredLifecycle>[],
  resolverAt: At,
  there: There,
): Lifecycle | null {
  const last = authored.at(-1);
  if (!last) return null;
  const { note: _, drafts, ...rest } = last.value;
  const resolver = resolverAt(last.at);
  const codes = rest.stages.map(({ code }) => code);
  if (new Set(codes).size < codes.length) resolver.miss('a stage is named twice');
  if (drafts) resolver.one(drafts.basis, there.bases, 'legal basis');
  return { ...rest, ...(drafts && { drafts }) };
}

export const resolveHolds = (
  authored: readonly Located<AuthoredHold>[],
  resolverAt: At,
  there: There,
): readonly ResolvedHold[] =>
  authored.map(({ value, at }) => {
    const resolver = resolverAt(at);
    const register = there.registers.get(value.register);
    if (!register) resolver.miss(`there is no register ${value.register}`);
    const from = resolver.day(value.from);
    const until = value.until === undefined ? null : resolver.day(value.until);
    if (until !== null && until < from) resolver.miss(`it ends (${until}) before it begins (${from})`);
    return {
      ...{ code: value.code, register: value.register, reason: value.reason, from, until },
      condition: resolver.condition(register, value.condition),
      basis: resolver.one(value.basis, there.bases, 'legal basis'),
      reviewOn: resolver.day(value.review),
    };
  });
