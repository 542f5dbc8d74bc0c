/**
 * The profile's framework of quality (`quality/framework.yaml`): which qualities there are and what they weigh, bands, what
 * a key must reach, clocks in working days. All of it is data: slogans and annexes change.
 */
import Type, { type Static } from 'typebox';
import { Check, Errors } from 'typebox/value';
import type { Profile } from '../platform/profile.ts';
import { Texts } from '../platform/texts.ts';
import { problems } from './problems.ts';

const optional = Type.Optional;
const Count = Type.Integer({ minimum: 0 });
const Percent = Type.Number({ minimum: 0, maximum: 100 });

const Quality = Type.Object({
  /** A rule's `dimension`. */
  code: Type.String({ minLength: 1 }),
  names: optional(Texts),
  weight: optional(Type.Number({ minimum: 0 })),
  /** Fields that are keys must reach 100 % of it. */
  key: optional(Type.Boolean()),
});

const Clock = Type.Object({
  /** Working days to find the cause. */
  cause: Count,
  /** Working days after that to mend at the source. */
  mend: Count,
  /** Working days in all where a check in the field is needed. */
  fieldCheck: Count,
});

const Authored = Type.Object({
  qualities: optional(Type.Array(Quality)),
  bands: optional(Type.Object({ green: Percent, yellow: Percent })),
  /** Which fields are keys to this framework. */
  keyRoles: optional(Type.Array(Type.Enum(['key', 'link']))),
  /** Weights of fields in their register's score, by the catalogue's criticality. */
  fieldWeights: optional(
    Type.Partial(Type.Object({ key: Type.Number(), critical: Type.Number(), ordinary: Type.Number() })),
  ),
  /** Weights of rules by kind; default 1. */
  ruleWeights: optional(Type.Record(Type.String(), Type.Number({ minimum: 0 }))),
  clock: optional(Clock),
  /** Working days after the last day until a body above is told. */
  escalateAfter: optional(Count),
  /** Working days by which a body sees its own score before its superior does. */
  fairness: optional(Count),
  /** Above this many failing rows of one rule in one body there is one defect for all of them. */
  rowsAtMost: optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
  /** Begins the code of a defect. */
  codePrefix: optional(Type.String({ pattern: '^[A-Z]{1,6}$' })),
  /** A rule whose counting takes longer is not assessed. */
  ruleSeconds: optional(Type.Number({ exclusiveMinimum: 0 })),
});

export type Quality = Static<typeof Quality> & { readonly weight: number; readonly key: boolean };

export interface Framework {
  readonly qualities: readonly Quality[];
  readonly bands: { readonly green: number; readonly yellow: number };
  readonly keyRoles: readonly ('key' | 'link')[];
  readonly fieldWeights: Readonly<Record<'key' | 'critical' | 'ordinary', number>>;
  readonly ruleWeights: Readonly<Record<string, number>>;
  readonly clock: Static<typeof Clock>;
  readonly escalateAfter: number;
  readonly fairness: number;
  readonly rowsAtMost: number;
  readonly codePrefix: string;
  readonly ruleSeconds: number;
}

const all = ['accurate', 'complete', 'clean', 'live', 'consistent', 'shared'] as const;
const ofKeys: readonly string[] = ['accurate', 'complete', 'clean'];

/** What holds where a profile says nothing. */
export const usual: Framework = {
  qualities: all.map((code) => ({ code, weight: 1, key: ofKeys.includes(code) })),
  bands: { green: 90, yellow: 75 },
  keyRoles: ['key'],
  fieldWeights: { key: 1, critical: 1, ordinary: 1 },
  ruleWeights: {},
  clock: { cause: 5, mend: 5, fieldCheck: 15 },
  escalateAfter: 0,
  fairness: 10,
  rowsAtMost: 1000,
  codePrefix: 'Q',
  ruleSeconds: 30,
};

const FILE = 'quality/framework.yaml';
const known = new WeakMap<object, Framework>();

/** @throws problems.profileBroken */
export function frameworkOf(profile: Pick<Profile, 'read'>): Framework {
  let found = known.get(profile);
  if (!found) known.set(profile, (found = read(profile)));
  return found;
}

function read(profile: Pick<Profile, 'read'>): Framework {
  const said = profile.read(FILE) ?? {};
  if (!Check(Authored, said)) {
    const findings = Errors(Authored, said).map((error) => `${FILE} ${error.instancePath}: ${error.message}`);
    throw problems.profileBroken({ findings });
  }
  if (said.bands && said.bands.yellow > said.bands.green)
    throw problems.profileBroken({ findings: [`${FILE} /bands: yellow begins above green`] });
  return {
    ...usual,
    ...said,
    qualities: (said.qualities ?? usual.qualities).map((one) => ({
      ...one,
      weight: one.weight ?? 1,
      key: one.key ?? false,
    })),
    fieldWeights: { ...usual.fieldWeights, ...said.fieldWeights },
  };
}

/** What a quality weighs; one that the framework does not name is not scored. */
export const weightOf = ({ qualities }: Framework, code: string): number =>
  qualities.find((one) => one.code === code)?.weight ?? 0;

export const mustBeWhole = ({ qualities }: Framework, code: string): boolean =>
  qualities.some((one) => one.code === code && one.key);
