/**
 * How good the radar is. Manifests: references and types hidden, folds by data set inside of the state registers, and one
 * publisher left out at a time; weights, thresholds and known mappings from the training folds only. Corpus: invented forms
 * with labels. `npx node bench/radar-quality.ts` prints the misses too.
 */
import { pathToFileURL } from 'node:url';
import { confidenceOf } from '../src/registers/radar/learn.ts';
import { figuresOf, intervals, reliabilityOf, type Judged, type Reliability } from '../src/registers/radar/measure.ts';
import type { BenchRow } from './load.ts';
import { measureCorpus } from './radar-corpus.ts';
import { corpusOf, datasetOf, hash, learn, predict, type Corpus, type LearnHow, type Row } from './radar-folds.ts';
import { readManifests } from './radar-manifests.ts';
import { missesOf } from './radar-misses.ts';
import { verdictOn } from './radar-unlabelled.ts';

export interface QualityOptions {
  readonly log?: (line: string) => void;
  readonly details?: boolean;
  /** One fold of each kind. */
  readonly smoke?: boolean;
}

const FOLDS = 5;
const percent = (value: number) => (value * 100).toFixed(1);
const PRECISION = 0.9;

interface Answer {
  readonly row: Row;
  readonly key: string | undefined;
  /** Calibrated, as it would be shown. */
  readonly said: number;
  readonly hit: boolean;
}

function answersOf(corpus: Corpus, train: readonly Row[], test: readonly Row[], how: LearnHow): Answer[] {
  const learned = learn(corpus, train, how);
  return test.map((row) => {
    const { key, belief } = predict(corpus, learned, row);
    // What a manifest says of its own data set is how it is built, no second declaration.
    const isOwn = key !== undefined && datasetOf(key) === row.dataset;
    const said = confidenceOf(belief, learned.calibration);
    return { row, key, said, hit: key !== undefined && !isOwn && belief >= learned.threshold };
  });
}

const judged = ({ row, key, hit }: Answer): Judged => ({
  group: row.dataset,
  hit: hit ? key : undefined,
  label: row.label,
  reachable: row.reachable,
});

/** Hits on fields without a label, as a person judged them one by one. */
function judgeUnlabelled(answers: readonly Answer[]) {
  const counts = { right: 0, wrong: 0, open: 0, unread: 0 };
  for (const { row, key, hit } of answers) {
    if (!hit || row.label !== undefined || key === undefined) continue;
    counts[verdictOn(row, key)] += 1;
  }
  return counts;
}

function say(name: string, answers: readonly Answer[], log: (line: string) => void): ReturnType<typeof figuresOf> {
  const all = answers.map(judged);
  const figures = figuresOf(all);
  const { precision, recall } = intervals(all);
  const { right, wrong, open, unread } = judgeUnlabelled(answers);
  const span = ([low, high]: [number, number]) => `${percent(low)}–${percent(high)}`;
  const judgedPrecision = (figures.right + right) / Math.max(1, figures.right + right + figures.wrong + wrong);
  log(
    `${name}: ${String(figures.labels)} labels, right ${String(figures.right)}, wrong ${String(figures.wrong)}, ` +
      `precision ${percent(figures.precision)} (${span(precision)}), recall ${percent(figures.recall)} (${span(recall)}); ` +
      `hits without a label ${String(figures.unlabelled)}: judged right ${String(right)}, wrong ${String(wrong)}, open ${String(open)}, unread ${String(unread)} ` +
      `(precision with them ${percent(judgedPrecision)}); labels whose register is not there: ${String(figures.unreachable)}`,
  );
  sayReliability(reliabilityOf(answers.flatMap(pointOf)), log);
  return figures;
}

/** Answers that somebody can say something of: by label, or judged by reading. */
function pointOf({ row, key, said }: Answer): { said: number; right: boolean }[] {
  if (key === undefined) return [];
  if (row.label !== undefined) return [{ said, right: key === row.label }];
  const verdict = verdictOn(row, key);
  return verdict === 'right' || verdict === 'wrong' ? [{ said, right: verdict === 'right' }] : [];
}

function sayReliability({ buckets, error }: Reliability, log: (line: string) => void): void {
  log(`  confidence, said and found; expected calibration error ${percent(error)}`);
  for (const { from, to, answers, said, found } of buckets) {
    log(
      `  ${percent(from)}–${percent(to)}: ${String(answers)} answers, said ${percent(said)}, found ${percent(found)}`,
    );
  }
}

/** Why labels were missed, and how many of them another publisher could have taught. */
function sayMisses(answers: readonly Answer[], all: readonly Row[], log: (line: string) => void): void {
  const { reasons, shared, unshared } = missesOf(answers, all);
  for (const [reason, { count, examples }] of reasons) {
    log(`  missed, ${reason}: ${String(count)} (${examples.join(', ')})`);
  }
  const recall = ({ labels, right }: typeof shared) =>
    `${String(right)} of ${String(labels)} (${percent(labels === 0 ? 1 : right / labels)})`;
  log(
    `  beside the figure asked for: registers that another publisher refers to ${recall(shared)}, that none does ${recall(unshared)}`,
  );
}

export async function run({ log = () => undefined, details = false, smoke = false }: QualityOptions = {}): Promise<
  BenchRow[]
> {
  const invented = corpusRows(log, details);
  const manifests = await readManifests();
  if (!manifests) {
    log('radar-quality on manifests: NOT RUN, ../shared/data/dsa-manifests is not on this machine');
    return invented;
  }
  const corpus = corpusOf(manifests);
  const { rows } = corpus;
  const rc = rows.filter((row) => row.publisher === 'rc');
  const inside = (smoke ? [0] : Array.from({ length: FOLDS }, (_, i) => i)).flatMap((fold) =>
    answersOf(
      corpus,
      rc.filter((row) => hash(row.dataset) % FOLDS !== fold),
      rc.filter((row) => hash(row.dataset) % FOLDS === fold),
      { groupOf: (row) => row.dataset, precision: PRECISION },
    ),
  );
  const labelled = [...new Set(rows.filter((row) => row.label !== undefined).map((row) => row.publisher))];
  const publishers = labelled.flatMap((publisher) =>
    smoke && publisher !== 'aaa'
      ? []
      : answersOf(
          corpus,
          rows.filter((row) => row.publisher !== publisher),
          rows.filter((row) => row.publisher === publisher),
          { groupOf: (row) => row.publisher, precision: PRECISION },
        ),
  );
  const first = say('folds by data set inside of rc', inside, log);
  const second = say('one publisher left out', publishers, log);
  const others = publishers.filter(({ row }) => row.publisher !== 'rc');
  sayMisses(publishers, rows, log);
  say('… of them without rc', others, log);
  if (details) showMisses([...inside, ...publishers], log);
  return [...invented, ...benchRows('inside rc', first), ...benchRows('publisher left out', second)];
}

function corpusRows(log: (line: string) => void, details: boolean): BenchRow[] {
  const { forms, facts, held, right, wrong, precision, recall, mistakes, answers } = measureCorpus();
  log(
    `invented forms: ${String(forms)} forms, ${String(facts)} facts, ${String(held)} held or computed: right ${String(right)}, ` +
      `wrong ${String(wrong)}, precision ${(precision * 100).toFixed(1)}, recall ${(recall * 100).toFixed(1)}`,
  );
  sayReliability(reliabilityOf(answers), log);
  if (details) for (const line of mistakes) log(`  ${line}`);
  return benchRows('invented forms', { precision, recall });
}

function benchRows(against: string, { precision, recall }: { precision: number; recall: number }): BenchRow[] {
  const row = (unit: string, value: number, reach: number): BenchRow => ({
    name: 'radar-quality',
    value: Math.round(value * 1000) / 1000,
    unit,
    against,
    reach,
    ok: value >= reach,
  });
  return [row('precision', precision, 0.9), row('recall', recall, 0.7)];
}

function showMisses(answers: readonly Answer[], log: (line: string) => void): void {
  const short = (key: string | undefined) => (key ?? '–').replace('datasets/gov/', '');
  for (const { row, key, said, hit } of answers) {
    const isRight = row.label !== undefined && hit && key === row.label;
    if (isRight || (row.label === undefined && !hit)) continue;
    const what = row.label === undefined ? 'unlabelled' : hit ? 'wrong' : 'missed';
    const verdict = row.label === undefined && key !== undefined ? verdictOn(row, key) : '';
    log(`${what} ${verdict}\t${short(row.form)}\t${row.field}\t${short(key)}\t${short(row.label)}\t${said.toFixed(2)}`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = await run({ log: (line) => process.stderr.write(`${line}\n`), details: true });
  for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
}
