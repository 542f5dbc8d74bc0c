/** How good the answers are, against what people said: precision, recall, and their intervals. Pure. */
import type { Label } from './labels.ts';
import type { FormFindings } from './model.ts';

export interface Figures {
  /** Labels whose register is among those given. */
  readonly labels: number;
  readonly right: number;
  /** Hits on labelled fields that lead elsewhere. */
  readonly wrong: number;
  readonly missed: number;
  /** Hits on fields that nobody labelled: to be judged, neither right nor wrong. */
  readonly unlabelled: number;
  /** Labels whose register was not given: no answer could be right. */
  readonly unreachable: number;
  readonly precision: number;
  readonly recall: number;
}

export interface Judged {
  /** Of which the intervals are drawn: answers of one data set depend on each other. */
  readonly group: string;
  readonly hit: string | undefined;
  readonly label: string | undefined;
  readonly reachable: boolean;
}

export function figuresOf(judged: readonly Judged[]): Figures {
  const labelled = judged.filter((one) => one.label !== undefined);
  const reachable = labelled.filter((one) => one.reachable);
  const right = reachable.filter((one) => one.hit === one.label).length;
  // A hit where the right register was not given at all is wrong as well.
  const wrong = labelled.filter((one) => one.hit !== undefined && one.hit !== one.label).length;
  return {
    labels: reachable.length,
    right,
    wrong,
    missed: reachable.length - right,
    unlabelled: judged.filter((one) => one.label === undefined && one.hit !== undefined).length,
    unreachable: labelled.length - reachable.length,
    precision: right + wrong === 0 ? 1 : right / (right + wrong),
    recall: reachable.length === 0 ? 1 : right / reachable.length,
  };
}

/** Percentile bootstrap over whole groups, seeded: the middle 95 % of 1,000 draws. */
export function intervals(judged: readonly Judged[], draws = 1000): Record<'precision' | 'recall', [number, number]> {
  const groups = [
    ...Map.groupBy(
      judged.filter((one) => one.label !== undefined),
      ({ group }) => group,
    ).values(),
  ];
  const sums = groups.map((group) => figuresOf(group));
  const random = seeded(20_261_129);
  const [precisions, recalls]: [number[], number[]] = [[], []];
  for (let draw = 0; draw < draws; draw += 1) {
    let [right, wrong, labels] = [0, 0, 0];
    for (let i = 0; i < sums.length; i += 1) {
      const one = sums[Math.floor(random() * sums.length)] as Figures;
      right += one.right;
      wrong += one.wrong;
      labels += one.labels;
    }
    precisions.push(right + wrong === 0 ? 1 : right / (right + wrong));
    recalls.push(labels === 0 ? 1 : right / labels);
  }
  return { precision: middle(precisions), recall: middle(recalls) };
}

function middle(values: number[]): [number, number] {
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;
  return [at(0.025), at(0.975)];
}

/** Mulberry32. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The answers of a run beside its labels. */
export function judgedRun(forms: readonly FormFindings[], labels: readonly Label[]): Judged[] {
  const byField = new Map(labels.map((label) => [`${label.form}#${label.field}`, label]));
  return forms.flatMap(({ form, fields }) =>
    fields.map(({ field, target }): Judged => {
      const label = byField.get(`${form.name}#${field.name}`);
      return {
        group: form.family.join('/') || form.file,
        hit: target?.held.key,
        label: label?.target,
        reachable: label?.reachable ?? false,
      };
    }),
  );
}

export interface Bucket {
  /** Confidence from … up to (and with) … . */
  readonly from: number;
  readonly to: number;
  readonly answers: number;
  /** Mean of what was said, and the share that was right: 0–1. */
  readonly said: number;
  readonly found: number;
}

export interface Reliability {
  readonly buckets: readonly Bucket[];
  /** Mean distance of said and found over all answers (expected calibration error): 0–1. */
  readonly error: number;
}

/** What was said beside what was found, in ten equal steps; empty ones are left out. */
export function reliabilityOf(answers: readonly { readonly said: number; readonly right: boolean }[]): Reliability {
  const steps = Map.groupBy(answers, ({ said }) => Math.min(9, Math.floor(said * 10)));
  const buckets = [...steps]
    .sort(([a], [b]) => a - b)
    .map(([step, own]): Bucket => ({
      from: step / 10,
      to: (step + 1) / 10,
      answers: own.length,
      said: own.reduce((sum, { said }) => sum + said, 0) / own.length,
      found: own.filter(({ right }) => right).length / own.length,
    }));
  const off = buckets.reduce((sum, { answers: count, said, found }) => sum + count * Math.abs(said - found), 0);
  return { buckets, error: answers.length === 0 ? 0 : off / answers.length };
}
