/** Candidates of every field with a calibrated confidence: once by the field alone, then with what its form is about. Pure. */
import { codesToRecode } from './compare-values.ts';
import { candidatesOf, evidenceOf, type Compared, type ReadyField } from './find-evidence.ts';
import type { HeldIndex } from './held-index.ts';
import { beliefs, confidenceOf, type Calibration, type Weights } from './learn.ts';
import { evidenceKinds, type Candidate, type EvidenceKind, type Held } from './model.ts';

/** Weights as they are shipped, or learned anew. */
export interface Judge {
  readonly weights: Weights;
  readonly calibration: Calibration;
  /** Least belief of a hit. */
  readonly threshold: number;
}

export type Judges = Readonly<Record<Held['kind'], Judge>>;

export interface ScoredField {
  readonly ready: ReadyField;
  readonly best?: Candidate & { readonly belief: number; readonly hit: boolean; readonly recode: readonly string[] };
}

const SUBJECT = evidenceKinds.indexOf('other-subject');
const SAME = evidenceKinds.indexOf('same-name');

/** Compared with everything that may be meant; the features of the second look are filled in. */
export function compareForm(
  index: HeldIndex,
  fields: readonly ReadyField[],
  allowed: (held: Held) => boolean,
): readonly (readonly Compared[])[] {
  const compared = fields.map((ready) => candidatesOf(index, ready, ({ held }) => allowed(held)));
  const anchors = new Set(compared.flatMap(anchored));
  for (const { thing, features } of compared.flat()) {
    const { kind, entities } = thing.held;
    if (kind === 'element' && entities) features[SUBJECT] = entities.some((one) => anchors.has(one)) ? 0 : 1;
  }
  return compared;
}

/** Entities that a field makes the form be about: it is the name or the key of their records, word by word. */
function anchored(candidates: readonly Compared[]): readonly string[] {
  return candidates.flatMap(({ thing, features }) =>
    thing.held.anchors === true && features[SAME] === 1 ? (thing.held.entities ?? []) : [],
  );
}

export function scoreFields(
  index: HeldIndex,
  fields: readonly ReadyField[],
  judges: Judges,
  allowed: (held: Held) => boolean,
): ScoredField[] {
  const compared = compareForm(index, fields, allowed);
  return fields.map((ready, i) => scored(ready, compared[i] ?? [], judges));
}

function scored(ready: ReadyField, compared: readonly Compared[], judges: Judges): ScoredField {
  let best: { one: Compared; belief: number; judge: Judge } | undefined;
  // Records and elements are two questions, each with weights of its own; the surer answer is taken.
  for (const kind of ['element', 'record'] as const) {
    const own = compared.filter(({ thing }) => thing.held.kind === kind);
    if (own.length === 0) continue;
    const judge = judges[kind];
    const shares = beliefs(
      own.map(({ features }) => features),
      judge.weights,
    );
    for (const [i, one] of own.entries()) {
      const belief = shares[i] as number;
      if (belief > (best?.belief ?? 0)) best = { one, belief, judge };
    }
  }
  if (!best) return { ready };
  const { one, belief, judge } = best;
  const weights = new Map<EvidenceKind, number>(evidenceKinds.map((kind, i) => [kind, judge.weights.of[i] ?? 0]));
  return {
    ready,
    best: {
      held: one.thing.held,
      belief,
      hit: belief >= judge.threshold,
      confidence: Math.round(confidenceOf(belief, judge.calibration) * 1000) / 1000,
      evidence: evidenceOf(one, weights),
      recode: codesToRecode(ready, one.thing),
    },
  };
}
