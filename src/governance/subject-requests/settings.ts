/** What the profile says of subject requests (`subject-requests/*.yaml`): kinds, days, grounds, what a law keeps back. */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import { parse } from 'yaml';
import { ProfileError, type Profile } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';
import { requestKinds, type RequestKind, type Terms } from './model.ts';

const code = Type.String({ pattern: '^[a-z][a-z0-9-]*$' });
const text = Type.String({ minLength: 1, maxLength: 200 });
const days = Type.Integer({ minimum: 1, maximum: 365 });

const OfKind = Type.Object(
  {
    days,
    /** Left out: as `days`. */
    withOthers: Type.Optional(days),
    /** Left out: it cannot be put off. */
    extend: Type.Optional(days),
    citation: text,
    /** Code of the legal basis that a disposal rests on. */
    basis: Type.Optional(text),
  },
  { additionalProperties: false },
);
const Ground = Type.Object(
  { code, names: Texts, citation: text, kinds: Type.Optional(Type.Array(Type.Enum(requestKinds), { minItems: 1 })) },
  { additionalProperties: false },
);
export type Ground = Static<typeof Ground>;
const KeptBack = Type.Object(
  { elements: Type.Array(text, { minItems: 1 }), names: Texts, citation: text },
  { additionalProperties: false },
);
export type KeptBack = Static<typeof KeptBack>;

const Authored = Type.Object(
  {
    answerDays: Type.Optional(days),
    count: Type.Optional(Type.Enum(['working', 'calendar'])),
    /** Working days after the last day until the body above is told. */
    escalateAfter: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })),
    kinds: Type.Optional(Type.Partial(Type.Object(Object.fromEntries(requestKinds.map((kind) => [kind, OfKind]))))),
    /** Why a request may be refused: only these, each with its law. */
    grounds: Type.Optional(Type.Array(Ground)),
    /** Code of the ground for what a hold keeps. */
    holdGround: Type.Optional(code),
    /** Code of the ground where whoever keeps the data found otherwise. */
    foundGround: Type.Optional(code),
    /** What whoever was refused may do. */
    remedy: Type.Optional(Texts),
    /** Fields that a law keeps back even from herself. */
    keptBack: Type.Optional(Type.Array(KeptBack)),
    /** Registers that are asked about; left out: all of them. */
    registers: Type.Optional(Type.Array(text, { minItems: 1 })),
    note: Type.Optional(Type.Unknown()),
  },
  { additionalProperties: false },
);

export interface SubjectSettings {
  readonly kinds: ReadonlyMap<RequestKind, Terms & { readonly citation: string; readonly basis: string | undefined }>;
  readonly escalateAfter: number;
  readonly grounds: readonly Ground[];
  readonly holdGround: string | undefined;
  readonly foundGround: string | undefined;
  readonly remedy: Texts;
  readonly keptBack: readonly KeptBack[];
  readonly registers: readonly string[] | null;
}

const read = new WeakMap<Profile, SubjectSettings>();

/** Kinds that the profile does not name are not offered. @throws ProfileError with the file and what is wrong */
export function subjectSettings(profile: Profile): SubjectSettings {
  const known = read.get(profile);
  if (known) return known;
  const files = profile.files('subject-requests').filter(({ path }) => /\.ya?ml$/.test(path));
  const all = Object.assign(
    {},
    ...files.map(({ path, text: said }) => checked(path, parse(said) as unknown)),
  ) as Static<typeof Authored>;
  const { answerDays = 2, count = 'working', kinds = {}, grounds = [] } = all;
  const offered = requestKinds.flatMap((kind) => {
    const of = (kinds as Partial<Record<RequestKind, Static<typeof OfKind>>>)[kind];
    if (!of) return [];
    const terms = { answerDays, count, days: of.days, withOthers: of.withOthers ?? of.days, extend: of.extend ?? 0 };
    return [[kind, { ...terms, citation: of.citation, basis: of.basis }] as const];
  });
  const settings: SubjectSettings = {
    ...{ kinds: new Map(offered), escalateAfter: all.escalateAfter ?? 0, grounds },
    ...{ holdGround: all.holdGround, foundGround: all.foundGround },
    ...{ remedy: all.remedy ?? {}, keptBack: all.keptBack ?? [], registers: all.registers ?? null },
  };
  // Nothing keeps a row from being read for one's asking yet: a right that would be granted and not kept is not offered.
  if (settings.kinds.has('restrict')) throw new ProfileError('subject-requests: restrict is not carried out yet');
  for (const named of [settings.holdGround, settings.foundGround])
    if (named !== undefined && !grounds.some((one) => one.code === named))
      throw new ProfileError(`subject-requests: the ground ${named} is not listed`);
  read.set(profile, settings);
  return settings;
}

function checked(file: string, value: unknown): Static<typeof Authored> {
  if (Check(Authored, value)) return value;
  const [first] = Errors(Authored, value);
  throw new ProfileError(`${file}: ${first?.instancePath ?? '/'} ${first?.message ?? 'is not what is expected'}`);
}
