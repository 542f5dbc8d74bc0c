/** Mapping debt: what is missing or doubtful, ranked by the records it touches. Pure. */
import type { MappingFinding, Mapping } from './model.ts';
import type { Coverage, RecordedTrial } from './coverage.ts';

export const debtKinds = [
  'broken-line',
  'required-missing',
  'to-check',
  'failing-rows',
  'untested',
  'open-source',
  'broader',
] as const;
export type DebtKind = (typeof debtKinds)[number];

export interface Debt {
  readonly mapping: string;
  readonly kind: DebtKind;
  /** The field of the entity, the source field, or the mapping. */
  readonly subject: string;
  /** Records it touches; null: nobody knows. */
  readonly touches: number | null;
}

export interface DebtFacts {
  readonly mapping: Mapping;
  readonly findings: readonly MappingFinding[];
  readonly coverage: Coverage;
  readonly toCheck: readonly string[];
  readonly revision: number;
  readonly trial?: RecordedTrial | undefined;
  readonly records: number | null;
}

export function debtOf(facts: DebtFacts): Debt[] {
  const { mapping, records, coverage, trial } = facts;
  const owed = (kind: DebtKind, subjects: readonly string[], touches = records): Debt[] =>
    [...new Set(subjects)].map((subject) => ({ mapping: mapping.code, kind, subject, touches }));
  const broken = facts.findings.filter((one) => one.severity === 'error');
  const isTested = trial?.revision === facts.revision;
  const failing = isTested && trial.passed < trial.rows ? 1 - trial.passed / trial.rows : 0;
  return [
    ...owed(
      'broken-line',
      broken.map((one) => String(one.params['to'] ?? one.params['name'] ?? '')),
    ),
    ...owed('required-missing', coverage.missingRequired),
    ...owed('to-check', facts.toCheck),
    // As many of them as of the sample.
    ...owed('failing-rows', failing > 0 ? [mapping.code] : [], records === null ? null : Math.round(records * failing)),
    ...owed('untested', isTested ? [] : [mapping.code]),
    ...owed('open-source', coverage.openSource),
    ...owed(
      'broader',
      mapping.lines.filter((line) => line.relation === 'broader').map((line) => line.to),
    ),
  ];
}

/** Those that touch most first; where nobody knows, last; among equals the graver kind. */
export const rankDebt = (debt: readonly Debt[]): Debt[] =>
  debt.toSorted(
    (a, b) =>
      (b.touches ?? -1) - (a.touches ?? -1) ||
      debtKinds.indexOf(a.kind) - debtKinds.indexOf(b.kind) ||
      (keyOf(a) < keyOf(b) ? -1 : 1),
  );

export const keyOf = ({ mapping, kind, subject }: Debt): string => `${mapping}\n${kind}\n${subject}`;
