/** The labels that manifests carry, beside what the radar said without seeing them. */
import { decode, looksLike, readDrafts, type ImportFile } from '../../dictionary/import/index.ts';
import { labelsOf } from './labels.ts';
import { figuresOf, intervals, judgedRun, type Figures } from './measure.ts';
import type { Authorities, FormFindings } from './model.ts';

export interface Measured extends Figures {
  /** 95 %, drawn over data sets. */
  readonly intervals: ReturnType<typeof intervals>;
}

/** Weights were learned from such labels: this shows how a run stands, `npm run bench` how good the radar is. */
export async function measureFiles(
  files: readonly ImportFile[],
  forms: readonly FormFindings[],
  { held }: Authorities,
): Promise<Measured> {
  const manifests = files.filter(({ bytes }) => looksLike(decode(bytes) ?? '') === 'dsa');
  const { drafts } = await readDrafts(manifests, 'dsa');
  const labels = labelsOf(
    drafts,
    held.map(({ register }) => register),
  );
  const judged = judgedRun(forms, labels);
  return { ...figuresOf(judged), intervals: intervals(judged) };
}
