/**
 * Learns the weights that are shipped, from all labels there are: `npx node bench/radar-train.ts`. How good such weights are
 * on what they never saw is what `npm run bench -- --only radar-quality` measures.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceKinds } from '../src/registers/radar/model.ts';
import type { Judge } from '../src/registers/radar/score-fields.ts';
import { learnForms } from './radar-corpus.ts';
import { corpusOf, learn } from './radar-folds.ts';
import { readManifests } from './radar-manifests.ts';

const OUT = join(import.meta.dirname, '..', 'src', 'registers', 'radar', 'learned.json');
const round = (value: number) => Math.round(value * 1000) / 1000;

function written({ weights, threshold, calibration }: Judge) {
  return {
    none: round(weights.none),
    threshold: round(threshold),
    weights: Object.fromEntries(evidenceKinds.map((kind, i) => [kind, round(weights.of[i] ?? 0)])),
    calibration: { slope: round(calibration.slope), shift: round(calibration.shift) },
  };
}

const manifests = await readManifests();
if (!manifests) throw new Error('NOT RUN: ../shared/data/dsa-manifests is not on this machine');
const corpus = corpusOf(manifests);
const record = learn(corpus, corpus.rows, { groupOf: (row) => row.publisher, precision: 0.9 });
const element = learnForms();
writeFileSync(OUT, `${JSON.stringify({ record: written(record), element: written(element) }, null, 2)}\n`);
