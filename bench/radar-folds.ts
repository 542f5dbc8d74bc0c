/** The learning of the radar, fold by fold: rows of evidence, what of it comes from training labels, weights, threshold. */
import { candidatesOf, knownAs, readyField, type Compared } from '../src/registers/radar/find-evidence.ts';
import { commonNames } from '../src/registers/radar/drafts.ts';
import { indexHeld, type IndexedHeld } from '../src/registers/radar/held-index.ts';
import { beliefs, calibrate, learnWeights, thresholdFor, type Point } from '../src/registers/radar/learn.ts';
import { evidenceKinds, type Form } from '../src/registers/radar/model.ts';
import type { Judge } from '../src/registers/radar/score-fields.ts';
import { prior, signs } from '../src/registers/radar/weights.ts';
import type { Manifests } from './radar-manifests.ts';
import { judgedOf } from './radar-unlabelled.ts';

export interface Row {
  readonly form: string;
  readonly field: string;
  readonly dataset: string;
  readonly publisher: string;
  readonly names: readonly string[];
  /** What mappings are looked up under, and how much each counts. */
  readonly knownAs: readonly { readonly name: string; readonly counts: number }[];
  readonly candidates: readonly Compared[];
  /** Key of the register; undefined where nobody said anything. */
  readonly label?: string | undefined;
  readonly reachable: boolean;
  /** A reference inside of the data set: how a manifest is built, and one more example of how fields name registers. */
  readonly inside?: string | undefined;
  /** Of a field that nobody labelled: what a person said of an answer, by the register's key. */
  readonly judged: ReadonlyMap<string, boolean>;
}

export interface Corpus {
  readonly rows: readonly Row[];
  readonly byKey: ReadonlyMap<string, IndexedHeld>;
}

const COMPARED = 15;
const KNOWN = evidenceKinds.indexOf('known');
const USUAL = evidenceKinds.indexOf('usual');
export const datasetOf = (key: string) => key.replace(/\/[^/]*$/, '');
const systemOf = (key: string) => key.split('/').slice(0, 4).join('/');
export const publisherOf = ({ family }: Form) => family[2] ?? '';

export function corpusOf({ forms, held, labels, drafts }: Manifests): Corpus {
  const nothing = { derivations: [], known: new Map(), skipped: new Set<string>(), leastQuality: 0 };
  const common = commonNames(drafts);
  const index = indexHeld({ held, common, ...nothing });
  const byField = new Map(labels.map((label) => [`${label.form}#${label.field}`, label]));
  const references = new Map(
    drafts.flatMap(({ entities }) =>
      entities.flatMap(({ name, fields }) =>
        fields.flatMap((field) =>
          field.references === undefined ? [] : [[`${name}#${field.name}`, field.references.replace(/^\/|\[.*$/g, '')]],
        ),
      ),
    ) as [string, string][],
  );
  const rows = forms.flatMap((form) =>
    form.fields.map((field): Row => {
      const at = `${form.name}#${field.name}`;
      const ready = readyField(field, form);
      const all = candidatesOf(index, ready, ({ held: one }) => one.key !== form.name);
      const dataset = form.family.join('/');
      const label = byField.get(at);
      const target = label ? undefined : references.get(at);
      return {
        form: form.name,
        field: field.name,
        dataset,
        publisher: publisherOf(form),
        names: ready.readings.map(({ squeezed }) => squeezed),
        knownAs: ready.readings.flatMap(knownAs),
        candidates: all.slice(0, COMPARED),
        label: label?.target,
        reachable: label?.reachable ?? false,
        inside: target,
        judged: label || target !== undefined ? NOTHING : judgedOf(form.name, field.name),
      };
    }),
  );
  return { rows, byKey: index.byKey };
}

const NOTHING: Row['judged'] = new Map();

type Grouping = (row: Row) => string;

/** What training labels say of names and of registers; a row's own group left out where it is trained on. */
class Mapped {
  private readonly names = new Map<string, { key: string; group: string }[]>();
  private readonly keys = new Map<string, string[]>();
  private readonly systems = new Map<string, string[]>();

  constructor(train: readonly Row[], groupOf: Grouping) {
    const put = <V>(map: Map<string, V[]>, key: string, value: V) => map.set(key, [...(map.get(key) ?? []), value]);
    for (const row of train) {
      if (row.label === undefined || !row.reachable) continue;
      const group = groupOf(row);
      for (const name of row.names) put(this.names, name, { key: row.label, group });
      put(this.keys, row.label, group);
      put(this.systems, systemOf(row.label), group);
    }
  }

  shares(names: Row['knownAs'], without: string | undefined): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    for (const { name, counts } of names) {
      const others = (this.names.get(name) ?? []).filter((one) => one.group !== without);
      for (const [key, { length }] of Map.groupBy(others, (one) => one.key)) {
        found.set(key, Math.max(found.get(key) ?? 0, (counts * length) / (others.length + 0.5)));
      }
    }
    return found;
  }

  usual(key: string, without: string | undefined): number {
    const count = (groups: readonly string[] = []) => groups.filter((group) => group !== without).length;
    return count(this.keys.get(key)) / (count(this.systems.get(systemOf(key))) + 1);
  }
}

const JUDGED = 1;
const judgedRight = ({ judged }: Row, keys: readonly string[]) => keys.findIndex((key) => judged.get(key) === true);

interface Prepared {
  readonly row: Row;
  readonly keys: readonly string[];
  readonly features: readonly Float64Array[];
}

function prepare(corpus: Corpus, row: Row, mapped: Mapped, without: string | undefined): Prepared {
  const shares = mapped.shares(row.knownAs, without);
  const own = row.candidates;
  const there = new Set(own.map(({ thing }) => thing.held.key));
  const added = [...shares.keys()].filter(
    (key) => !there.has(key) && datasetOf(key) !== row.dataset && corpus.byKey.has(key),
  );
  const all = [
    ...own.map(({ thing, features }) => [thing.held.key, features] as const),
    ...added.map((key) => [key, new Float64Array(evidenceKinds.length)] as const),
  ];
  return {
    row,
    keys: all.map(([key]) => key),
    features: all.map(([key, features]) => {
      const filled = Float64Array.from(features);
      filled[KNOWN] = shares.get(key) ?? 0;
      filled[USUAL] = mapped.usual(key, without);
      return filled;
    }),
  };
}

/** Every third field that nobody labelled is shown as belonging nowhere, lightly: some of them do belong somewhere. */
const UNLABELLED = { every: 3, weight: 0.1 };

export interface Learned extends Judge {
  readonly mapped: Mapped;
}

export interface LearnHow {
  readonly groupOf: Grouping;
  /** Share of right hits that the threshold is set for, on the training rows. */
  readonly precision: number;
}

/** Folds that beliefs are calibrated over: each is judged by weights that never saw it. */
const INNER = 3;

export function learn(corpus: Corpus, train: readonly Row[], how: LearnHow): Learned {
  const { groupOf, precision } = how;
  const found = weigh(corpus, train, groupOf);
  const points = train
    .filter((row) => row.label !== undefined || row.inside !== undefined)
    .map((row) => pointOf(row, best(prepare(corpus, row, found.mapped, groupOf(row)), found.weights)));
  // Never less than more likely than not: below that the fields that nobody labelled would be flooded.
  const threshold = Math.max(LEAST, thresholdFor(points, precision));
  return { ...found, threshold, calibration: calibrate(beliefsOf(corpus, train, how)) };
}

/** Beliefs about rows that the weights behind them never saw, right or wrong by label or by a person's judgement. */
function beliefsOf(corpus: Corpus, train: readonly Row[], { groupOf }: LearnHow): Point[] {
  const told = train.filter((row) => row.label !== undefined || row.inside !== undefined || row.judged.size > 0);
  return Array.from({ length: INNER }, (_, fold) => fold).flatMap((fold) => {
    const isTest = (row: Row) => hash(groupOf(row)) % INNER === fold;
    const test = told.filter(isTest);
    if (test.length === 0) return [];
    const { mapped, weights } = weigh(
      corpus,
      train.filter((row) => !isTest(row)),
      groupOf,
    );
    return test.flatMap((row) => {
      const answer = best(prepare(corpus, row, mapped, groupOf(row)), weights);
      const isOpen = row.label === undefined && row.inside === undefined && !row.judged.has(answer.key ?? '');
      return isOpen ? [] : [pointOf(row, answer)];
    });
  });
}

const pointOf = (row: Row, { key, belief }: Best): Point => ({
  belief,
  right: key !== undefined && (key === (row.label ?? row.inside) || row.judged.get(key) === true),
});

function weigh(corpus: Corpus, train: readonly Row[], groupOf: Grouping): Pick<Learned, 'mapped' | 'weights'> {
  const mapped = new Mapped(train, groupOf);
  const labelledNames = new Set(train.flatMap((row) => (row.label === undefined ? [] : row.names)));
  const examples = train.flatMap((row) => {
    const own = prepare(corpus, row, mapped, groupOf(row));
    const target = row.label ?? row.inside;
    if (target !== undefined) return [{ rows: own.features, right: own.keys.indexOf(target), weight: 1 }];
    // What a person judged of an answer is as good as a label: that register, or at least not that one.
    if (row.judged.size > 0) return [{ rows: own.features, right: judgedRight(row, own.keys), weight: JUDGED }];
    const isLeftOut =
      hash(row.form + row.field) % UNLABELLED.every !== 0 || row.names.some((name) => labelledNames.has(name));
    return isLeftOut ? [] : [{ rows: own.features, right: -1, weight: UNLABELLED.weight }];
  });
  const weights = learnWeights(
    examples.filter(({ rows }) => rows.length > 0),
    { size: evidenceKinds.length, signs, rounds: 100, penalty: 2, prior },
  );
  return { mapped, weights };
}

const LEAST = 0.5;

interface Best {
  readonly key: string | undefined;
  readonly belief: number;
}

function best({ keys, features }: Prepared, weights: Judge['weights']): Best {
  const shares = beliefs(features, weights);
  let at = -1;
  for (let i = 0; i < keys.length; i += 1) if (at < 0 || (shares[i] as number) > (shares[at] as number)) at = i;
  return at < 0 ? { key: undefined, belief: 0 } : { key: keys[at], belief: shares[at] as number };
}

export function predict(corpus: Corpus, { mapped, weights }: Learned, row: Row) {
  return best(prepare(corpus, row, mapped, undefined), weights);
}

export function hash(text: string): number {
  let value = 7;
  for (let i = 0; i < text.length; i += 1) value = (value * 31 + text.charCodeAt(i)) >>> 0;
  return value;
}
