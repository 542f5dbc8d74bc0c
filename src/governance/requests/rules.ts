/** What a profile says about requests: terms in working days, reasons, numbers, the text of an agreement. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import type { Profile } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import { Escalation as Told } from './model.ts';

const Days = Type.Integer({ minimum: 1, maximum: 250 });

/** Who is told of an answer that is overdue. */
const Escalation = Type.Object({
  /** So many working days after the day on which it was due. */
  days: Days,
  /** The body above whoever owes the answer (where none is above: that body itself), or one body for all. */
  to: Type.Union([Type.Literal('superior'), Type.Object({ body: Type.String() }, { additionalProperties: false })]),
  post: Told.properties.post,
});

/** `requests/rules.yaml`. */
const Rules = Type.Object({
  days: Type.Object({
    /** The data manager's answer on the content. */
    content: Days,
    /** The technical role's answer on security; of an automatic request, its registration. */
    security: Days,
    registration: Days,
    /** The superior body's answer to an appeal. */
    appeal: Days,
  }),
  /** Left out: nobody is told. */
  escalation: Type.Optional(Escalation),
  /** How long a confirmation of security holds, in months. */
  securityMonths: Type.Integer({ minimum: 1, maximum: 60 }),
  reasons: Type.Array(Type.Object({ code: Type.String(), names: Texts }), { minItems: 1 }),
  /** How numbers look: `{year}` and `{number}` are filled in. */
  codes: Type.Object({ request: Type.String(), agreement: Type.String() }),
});
export type Rules = Static<typeof Rules>;

/** `requests/agreement.yaml`: the document, as a list of sections with `{{placeholders}}`. */
const Template = Type.Object({
  title: Texts,
  preamble: Type.Optional(Texts),
  /** The legal text that says what an agreement names. */
  citation: Type.Optional(Texts),
  contents: Type.Array(Type.Object({ title: Texts, text: Texts }), { minItems: 1 }),
  signatures: Type.Array(Texts),
});
export type Template = Static<typeof Template>;

// Where a profile says nothing.
const usual: Rules = {
  days: { content: 10, security: 10, registration: 3, appeal: 10 },
  escalation: { days: 1, to: 'superior', post: 'leader' },
  securityMonths: 12,
  reasons: [{ code: 'other', names: { en: 'Another reason' } }],
  codes: { request: 'R-{year}-{number}', agreement: 'A-{year}-{number}' },
};

type Reads = Pick<Profile, 'read'>;

/** @throws problems.profileBroken */
export function rulesOf(profile: Reads): Rules {
  const found = profile.read('requests/rules.yaml');
  if (found === undefined) return usual;
  if (!Check(Rules, found)) throw problems.profileBroken({ file: 'requests/rules.yaml' });
  return found;
}

/** Undefined where the profile has no text for agreements. @throws problems.profileBroken */
export function templateOf(profile: Reads): Template | undefined {
  const found = profile.read('requests/agreement.yaml');
  if (found === undefined) return undefined;
  if (!Check(Template, found)) throw problems.profileBroken({ file: 'requests/agreement.yaml' });
  return found;
}

/** `YC-2026-007` from `YC-{year}-{number}`. */
export const numbered = (pattern: string, year: string, number: number): string =>
  pattern.replace('{year}', year).replace('{number}', String(number).padStart(3, '0'));
