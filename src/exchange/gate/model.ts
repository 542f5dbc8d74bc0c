/** The points that must hold before rows of a register are shared, as the profile has them, and what each came to. Pure. */
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import { ProfileError, type Profile } from '../../platform/profile.ts';
import { Texts } from '../../platform/texts.ts';

/** What the node knows how to look at. */
export const checks = [
  ...['mapped', 'keys', 'clean', 'served', 'signed-round', 'node-signs'],
  ...['no-secrets', 'codes', 'encrypted', 'limited', 'audited'],
] as const;
export type Check = string;

const Point = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 20 }),
    names: Texts,
    group: Type.Enum(['structure', 'business', 'connection']),
    check: Type.Enum([...checks]),
    /** Rows do not leave while it fails; else it is only said. */
    stops: Type.Optional(Type.Boolean()),
    /** Percent that is enough, of checks that are scores; 100 when absent. */
    least: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
  },
  { additionalProperties: false },
);
export type Point = Static<typeof Point>;

const Gate = Type.Object(
  { points: Type.Array(Point, { minItems: 1 }), liftDays: Type.Integer({ minimum: 1, maximum: 366 }) },
  { additionalProperties: false },
);
export type Gate = Static<typeof Gate>;

const known = new WeakMap<object, Gate | null>();

/** Undefined where the profile has no gate: then nothing is asked. @throws ProfileError when it has another form */
export function gateOf(profile: Profile): Gate | undefined {
  let gate = known.get(profile);
  if (gate === undefined) {
    const read = profile.read('exchange/gate.yaml');
    if (read !== undefined && !Value.Check(Gate, read)) {
      const [first] = Value.Errors(Gate, read);
      throw new ProfileError(`exchange/gate.yaml: ${first?.instancePath ?? ''} ${first?.message ?? ''}`);
    }
    known.set(profile, (gate = read === undefined ? null : (read as Gate)));
  }
  return gate ?? undefined;
}

/** What a check found: whether it holds, or nothing that could be looked at; numbers for the reason in words. */
export interface Found {
  readonly holds: boolean | undefined;
  readonly failing?: number;
  readonly of?: number;
  readonly score?: number | null;
}

export interface Lift {
  readonly point: string;
  /** Last day, YYYY-MM-DD. */
  readonly until: string;
  readonly reason: string;
  readonly decidedOn: string;
}

export type PointState = 'passes' | 'stops' | 'fails' | 'not-assessed' | 'lifted';

export interface PointLine {
  readonly point: Point;
  readonly state: PointState;
  readonly found: Found;
  readonly lift: Lift | undefined;
}

/** What could not be looked at is never green; it stops nothing. @param lifts of the register, the newest first */
export function assess(
  { points }: Pick<Gate, 'points'>,
  found: ReadonlyMap<string, Found>,
  { lifts, day }: { readonly lifts: readonly Lift[]; readonly day: string },
): PointLine[] {
  return points.map((point) => {
    const what = found.get(point.check) ?? { holds: undefined };
    const lift = lifts.find((one) => one.point === point.code && one.until >= day);
    const holds = point.least === undefined || typeof what.score !== 'number' ? what.holds : what.score >= point.least;
    return { point, found: what, lift, state: stateOf(holds, point.stops === true, lift !== undefined) };
  });
}

function stateOf(holds: boolean | undefined, stops: boolean, isLifted: boolean): PointState {
  if (holds === undefined) return 'not-assessed';
  if (holds) return 'passes';
  if (!stops) return 'fails';
  return isLifted ? 'lifted' : 'stops';
}
