/** Findings in the reader's words. */
import type { Translate } from '../../platform/i18n.ts';
import { pick } from '../../platform/texts.ts';
import { problems } from '../problems.ts';
import type { Assessment, Finding } from './assess.ts';
import type { FindingLine } from './request-contract.ts';

/** Whose language is spoken. */
export interface Reader {
  readonly t: Translate;
  readonly language: string;
}

export function sayFinding(finding: Finding, { t, language }: Reader): FindingLine {
  const facts = Object.entries(finding.facts).map(([name, value]) => [
    name,
    typeof value === 'object' && value !== null ? pick(value, language) : value,
  ]);
  return { ...finding, words: t(`governance:request.findings.${finding.rule}`, Object.fromEntries(facts)) };
}

/** @throws problems.requestCannotBeSent with every finding that stops it */
export function refuseStopped({ findings }: Pick<Assessment, 'findings'>, reader: Reader): void {
  const stops = findings.filter(({ severity }) => severity === 'stop').map((one) => sayFinding(one, reader));
  if (stops.length === 0) return;
  throw problems.requestCannotBeSent({ findings: stops, said: stops.map(({ words }) => words).join(' ') });
}
