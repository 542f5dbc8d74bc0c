/** A stated version that is too low, as a finding with its place and as a refusal. */
import type { DictionaryFinding } from '../source/finding.ts';
import { problems } from '../problems.ts';
import type { VersionTooLow } from './entry-version.ts';

const POINTER = '/version';

export const findingOf = ({ key, stated, version, because, before }: VersionTooLow): DictionaryFinding => ({
  file: key,
  line: 0,
  column: 0,
  entry: { kind: 'element', key },
  pointer: POINTER,
  code: `version-too-low-${because}`,
  severity: 'error',
  params: { stated, least: version, before: before ?? '–' },
});

export function versionTooLow(found: readonly VersionTooLow[]) {
  const elements = found.map(({ key, names, stated, version, because, before }) => ({
    element: key,
    names,
    pointer: POINTER,
    stated,
    least: version,
    because,
    ...(before !== undefined && { before }),
  }));
  const [first] = elements;
  return problems.versionTooLow({
    count: found.length,
    element: first?.element ?? '',
    stated: first?.stated ?? '',
    least: first?.least ?? '',
    elements,
  });
}
