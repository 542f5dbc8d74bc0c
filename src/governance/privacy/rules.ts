/** What a profile says of personal data: clocks, contents of dossiers and notices, scale of risks, who is owed what. */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { posts } from '../../bodies/index.ts';
import type { Profile } from '../../platform/profile.ts';
import { ProfileError } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';
import { duties, Level, Part, type Duty } from './parts.ts';

const closed = { additionalProperties: false };
const basis = Type.String({ minLength: 1 });
const Post = Type.Enum([...posts]);

const Parts = Type.Array(Part, { minItems: 1 });

/** `privacy/rules.yaml`. */
export const PrivacyRules = Type.Object(
  {
    /** Who is notified and sent dossiers. */
    authority: Texts,
    /** What no text here may hold: regular expressions (ECMA-262) of what tells one person from all others. */
    identifiers: Type.Array(Type.Object({ names: Texts, pattern: Type.String({ minLength: 1 }) }, closed)),
    /** How numbers look: `{year}` and `{number}` are filled in. */
    codes: Type.Object({
      breach: Type.String(),
      assessment: Type.String(),
      risk: Type.String(),
      transfer: Type.String(),
    }),
    breach: Type.Object(
      {
        /** From being discovered until the authority is notified. */
        hours: Type.Integer({ minimum: 1, maximum: 720 }),
        basis,
        /** Which post does what, in the nearest body from the one that answers upwards. */
        duties: Type.Object(
          Object.fromEntries(duties.map((duty) => [duty, Post])) as Record<Duty, typeof Post>,
          closed,
        ),
        /** Who is told when the notice is late. */
        escalate: Post,
        parts: Parts,
      },
      closed,
    ),
    assessment: Type.Object(
      {
        /** Days (of the calendar, not working days) from the first processing until it is sent. */
        days: Type.Integer({ minimum: 1, maximum: 3660 }),
        /** Months after sending until it is looked at again. */
        refreshMonths: Type.Integer({ minimum: 1, maximum: 120 }),
        basis,
        post: Post,
        parts: Parts,
      },
      closed,
    ),
    risk: Type.Object(
      {
        /** Months from one assessment of a register to the next. */
        months: Type.Integer({ minimum: 1, maximum: 120 }),
        basis,
        post: Post,
        likelihood: Type.Array(Level, { minItems: 2 }),
        impact: Type.Array(Level, { minItems: 2 }),
        /** From which score (likelihood × impact) on; the first begins at 1. `acts`: it needs a measure. */
        bands: Type.Array(
          Type.Object({ from: Type.Integer({ minimum: 1 }), names: Texts, acts: Type.Boolean() }, closed),
          { minItems: 1 },
        ),
      },
      closed,
    ),
    transfer: Type.Object(
      {
        basis,
        post: Post,
        /** What must be agreed before anything goes. */
        parts: Parts,
        /** Whether what goes abroad needs an impact assessment that was sent. */
        abroadNeedsAssessment: Type.Boolean(),
      },
      closed,
    ),
    note: Type.Optional(Type.Unknown()),
  },
  closed,
);
export type PrivacyRules = Static<typeof PrivacyRules>;

const FILE = 'privacy/rules.yaml';
const known = new WeakMap<object, PrivacyRules | null>();

/** Null where the profile says nothing: then nothing is owed. @throws ProfileError with what is wrong in the file */
export function privacyRulesOf(profile: Pick<Profile, 'read'>): PrivacyRules | null {
  const before = known.get(profile);
  if (before !== undefined) return before;
  const found = read(profile);
  known.set(profile, found);
  return found;
}

function read(profile: Pick<Profile, 'read'>): PrivacyRules | null {
  const found = profile.read(FILE);
  if (found === undefined) return null;
  if (!Check(PrivacyRules, found)) {
    const [first] = Errors(PrivacyRules, found);
    throw new ProfileError(`${FILE}: ${first?.instancePath ?? '/'} ${first?.message ?? ''}`);
  }
  const faults = faultsOf(found);
  if (faults.length > 0) throw new ProfileError(faults.map((fault) => `${FILE}: ${fault}`).join('\n'));
  return found;
}

/** What is wrong with rules that have their form, in sentences. Pure. */
export function faultsOf(rules: PrivacyRules): readonly string[] {
  const faults: string[] = [];
  for (const { pattern } of rules.identifiers) {
    try {
      new RegExp(pattern, 'u');
    } catch {
      faults.push(`the identifier ${pattern} is no regular expression`);
    }
  }
  const lists: readonly [string, readonly (string | number)[]][] = [
    ['breach', rules.breach.parts.map((part) => part.code)],
    ['assessment', rules.assessment.parts.map((part) => part.code)],
    ['transfer', rules.transfer.parts.map((part) => part.code)],
    ['risk.likelihood', rules.risk.likelihood.map(({ value }) => value)],
    ['risk.impact', rules.risk.impact.map(({ value }) => value)],
  ];
  for (const [where, list] of lists) if (new Set(list).size < list.length) faults.push(`${where} says one thing twice`);
  const froms = rules.risk.bands.map(({ from }) => from);
  if (froms[0] !== 1 || froms.some((from, i) => i > 0 && from <= (froms[i - 1] ?? 0)))
    faults.push('risk.bands begin at 1 and rise');
  for (const pattern of Object.values(rules.codes))
    if (!pattern.includes('{number}')) faults.push(`the number ${pattern} has no {number}`);
  return faults;
}

/** The first text that names a person, and by what; undefined when none does. Pure. */
export function namesPeople(
  texts: Readonly<Record<string, string | null | undefined>>,
  identifiers: PrivacyRules['identifiers'],
): { readonly field: string; readonly names: Texts } | undefined {
  for (const [field, text] of Object.entries(texts)) {
    const found = identifiers.find(({ pattern }) => new RegExp(pattern, 'u').test(text ?? ''));
    if (found) return { field, names: found.names };
  }
  return undefined;
}
