/** The labelled corpus of invented forms: learning the weights of elements, and how good they are, forms left out in turn. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { compileProfileDictionary } from '../src/dictionary/index.ts';
import { guessType } from '../src/dictionary/import/index.ts';
import { readProfile } from '../src/platform/profile.ts';
import { authoritiesOfProfile } from '../src/registers/radar/read-authorities.ts';
import { readyField } from '../src/registers/radar/find-evidence.ts';
import { indexHeld, type HeldIndex } from '../src/registers/radar/held-index.ts';
import { judgeForm } from '../src/registers/radar/judge-form.ts';
import {
  beliefs,
  calibrate,
  confidenceOf,
  learnWeights,
  thresholdFor,
  type Example,
  type Point,
} from '../src/registers/radar/learn.ts';
import { evidenceKinds, type AskedField, type Form } from '../src/registers/radar/model.ts';
import { compareForm, type Judge } from '../src/registers/radar/score-fields.ts';
import { splitCell } from '../src/registers/radar/split-cell.ts';
import { judges, prior, signs } from '../src/registers/radar/weights.ts';

const FOLDS = 5;
const PROFILES = join(import.meta.dirname, '..', 'profiles');

interface LabelledField {
  readonly header: string;
  /** Code of an element, `derive`, `new` or `skip`; several for a cell with several facts. */
  readonly label: string | readonly string[];
  readonly values?: readonly string[];
  readonly codes?: Readonly<Record<string, string>>;
}
export interface LabelledForm {
  readonly form: Form;
  readonly collects: string | undefined;
  readonly labels: readonly (readonly string[])[];
}

export function readCorpus(): readonly LabelledForm[] {
  const file = join(PROFILES, 'vn-demo', 'radar-corpus', 'forms.yaml');
  const { forms } = parse(readFileSync(file, 'utf8')) as {
    forms: { name: string; title: string; collects?: string; fields: LabelledField[] }[];
  };
  return forms.map(({ name, title, collects, fields }) => ({
    collects,
    labels: fields.map(({ label }) => [label].flat()),
    form: {
      name,
      file: name,
      titles: [title],
      family: [],
      fields: fields.map(({ header, values, codes }, i): AskedField => {
        const path = header.split(' / ');
        return {
          name: path.join(' '),
          titles: path.length > 1 ? [path.at(-1) ?? ''] : [],
          ...(values && { values, ...typeOf(values) }),
          ...(codes && { codes: Object.entries(codes).map(([code, meant]) => ({ code, names: [meant] })) }),
          place: { file: name, column: i },
        };
      }),
    },
  }));
}

/** As a sheet is read: a type needs three values to be guessed. */
function typeOf(values: readonly string[]): Pick<AskedField, 'dataType'> {
  const { type } = guessType(values);
  return values.length >= 3 && type !== 'text' && type !== 'string' ? { dataType: type } : {};
}

export function corpusIndex(): HeldIndex {
  const profile = readProfile(PROFILES, 'vn-party');
  const { plan } = compileProfileDictionary(profile);
  if (!plan) throw new Error('the dictionary of vn-party has errors');
  return indexHeld(authoritiesOfProfile(profile, plan));
}

interface Sample extends Example {
  readonly form: string;
}

const SAME = evidenceKinds.indexOf('same-name');

/**
 * Each fact with its candidates; derived and skipped ones are settled by other means. `new` of a form that fills a register
 * does not tell whether that register holds the fact, or nobody: where its own element has that very name nothing is learned.
 */
function samplesOf(index: HeldIndex, { form, labels, collects }: LabelledForm): Sample[] {
  const facts = form.fields.flatMap((field, i) => {
    const own = labels[i] ?? [];
    const parts = splitCell(index, field);
    if (parts.length !== own.length || parts.length === 1) return [{ ready: readyField(field, form), label: own[0] }];
    return parts.map((part, k) => ({ ready: readyField({ ...field, titles: [] }, form, [part]), label: own[k] }));
  });
  const compared = compareForm(
    index,
    facts.map(({ ready }) => ready),
    () => true,
  );
  return facts.flatMap(({ label }, i): Sample[] => {
    const candidates = compared[i] ?? [];
    if (label === undefined || label === 'skip' || label === 'derive' || candidates.length === 0) return [];
    const own = candidates.filter(({ thing }) => thing.held.register === collects);
    if (label === 'new' && own.some(({ features }) => features[SAME] === 1)) return [];
    const right = candidates.findIndex(({ thing }) => thing.held.element === label);
    return [{ rows: candidates.map(({ features }) => features), right, weight: 1, form: form.name }];
  });
}

const weigh = (samples: readonly Sample[]) =>
  learnWeights(samples, { size: evidenceKinds.length, signs, rounds: 150, penalty: 1, prior });

function pointOf({ rows, right }: Sample, weights: Judge['weights']): Point {
  const shares = beliefs(rows, weights);
  let best = 0;
  for (let i = 1; i < rows.length; i += 1) if ((shares[i] as number) > (shares[best] as number)) best = i;
  return { belief: shares[best] as number, right: best === right };
}

function learnSamples(samples: readonly Sample[]): Judge {
  const weights = weigh(samples);
  const points = samples.map((one) => pointOf(one, weights));
  return { weights, threshold: Math.max(0.5, thresholdFor(points, 0.9)), calibration: calibrate(beliefsOf(samples)) };
}

/** Beliefs about forms that the weights behind them never saw. */
function beliefsOf(samples: readonly Sample[]): Point[] {
  const forms = [...new Set(samples.map(({ form }) => form))];
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const isTest = ({ form }: Sample) => forms.indexOf(form) % FOLDS === fold;
    const weights = weigh(samples.filter((one) => !isTest(one)));
    return samples.filter(isTest).map((one) => pointOf(one, weights));
  });
}

export function learnForms(): Judge {
  const index = corpusIndex();
  return learnSamples(readCorpus().flatMap((one) => samplesOf(index, one)));
}

export interface CorpusFigures {
  readonly forms: number;
  readonly facts: number;
  /** Facts that a register holds or that follow from what it holds, and how many of the answers say so rightly. */
  readonly held: number;
  readonly right: number;
  readonly wrong: number;
  readonly precision: number;
  readonly recall: number;
  readonly mistakes: readonly string[];
  /** What was said of the surest element of each fact, and whether it was that. */
  readonly answers: readonly { readonly said: number; readonly right: boolean }[];
}

/** Each form is judged by weights that never saw it. */
export function measureCorpus(): CorpusFigures {
  const index = corpusIndex();
  const corpus = readCorpus();
  const samples = corpus.map((one) => samplesOf(index, one));
  const sum = { facts: 0, held: 0, right: 0, wrong: 0 };
  const mistakes: string[] = [];
  const answers: CorpusFigures['answers'][number][] = [];
  for (let fold = 0; fold < FOLDS; fold += 1) {
    const element = learnSamples(samples.flatMap((own, i) => (i % FOLDS === fold ? [] : own)));
    for (const [i, one] of corpus.entries()) {
      if (i % FOLDS !== fold) continue;
      judgeOne(index, one, { ...judges, element }, { sum, mistakes });
      for (const sample of samples[i] ?? []) {
        const { belief, right } = pointOf(sample, element.weights);
        answers.push({ said: confidenceOf(belief, element.calibration), right });
      }
    }
  }
  const { right, wrong, held } = sum;
  return { forms: corpus.length, ...sum, precision: right / (right + wrong), recall: right / held, mistakes, answers };
}

function judgeOne(
  index: HeldIndex,
  { form, labels, collects }: LabelledForm,
  by: typeof judges,
  { sum, mistakes }: { sum: Record<'facts' | 'held' | 'right' | 'wrong', number>; mistakes: string[] },
): void {
  const found = judgeForm(index, form, by, { collects });
  for (const [i, field] of form.fields.entries()) {
    const own = found.fields.filter((one) => one.field === field);
    for (const [k, label] of (labels[i] ?? []).entries()) {
      if (label === 'skip') continue;
      const one = own.length === (labels[i] ?? []).length ? own[k] : own[0];
      const said = one?.verdict === 'derivable' ? 'derive' : one?.verdict === 'held' ? one.target?.held.element : 'new';
      sum.facts += 1;
      if (label !== 'new') sum.held += 1;
      if (said !== 'new' && said === label) sum.right += 1;
      else if (said !== 'new') sum.wrong += 1;
      if (said !== label)
        mistakes.push(`${form.name}: ${one?.part ?? field.name}: ${String(said)}, should be ${label}`);
    }
  }
}
