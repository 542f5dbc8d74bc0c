/** Sample rows on this page only: read by the node, tried while one edits, never kept. */
import { useMemo, useState } from 'react';
import { readSampleRows, tryMapping, type Mapping } from '../../../src/dictionary/contract.ts';
import { ask, useEndpoint } from '../../api.ts';
import { useSettled } from '../../ui/hooks.ts';
import { unfinishedIn } from './mapping-draft.ts';

export type SampleRow = Readonly<Record<string, string | null>>;
export interface Sample {
  readonly columns: readonly string[];
  readonly rows: readonly SampleRow[];
  readonly findings: readonly { readonly severity: string; readonly message: string }[];
}

/** Rows that are tried at every change; a recorded trial takes as many as the contract lets it. */
const LIVE_ROWS = 200;
const STILL_MS = 500;

export function useTrial(mapping: Mapping) {
  const [sample, setSample] = useState<Sample>();
  const [reading, setReading] = useState(false);
  const [readError, setReadError] = useState<unknown>();
  const settled = useSettled(mapping, STILL_MS);
  const rows = useMemo(() => sample?.rows.slice(0, LIVE_ROWS) ?? [], [sample]);
  const sound = !unfinishedIn(settled);
  const body = { mapping: settled, rows: rows as Record<string, string | null>[] };
  const trial = useEndpoint(tryMapping, { body }, { when: sound, keep: true });

  const read = async (content: File | string) => {
    setReading(true);
    setReadError(undefined);
    try {
      const type = typeof content === 'string' ? 'text/csv' : 'application/octet-stream';
      setSample(await ask(readSampleRows, { upload: { content, type } }));
    } catch (problem) {
      setReadError(problem);
    } finally {
      setReading(false);
    }
  };

  return {
    sample,
    rows,
    read: (content: File | string) => void read(content),
    reading: reading || (sample !== undefined && trial.isFetching),
    /** Also without rows: findings, coverage, expressions of the draft as it stands. */
    answer: trial.data,
    unfinished: unfinishedIn(mapping),
    error: readError ?? trial.error,
  };
}

export type Trial = ReturnType<typeof useTrial>;
