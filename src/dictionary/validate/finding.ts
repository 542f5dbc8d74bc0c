/** What is wrong with one cell or one record; its words stand under `findings.*` of the catalogue. */
import type { Translate } from '../../platform/i18n.ts';
import { pick } from '../../platform/texts.ts';
import type { EntityPlan } from '../plan.ts';

export type FindingKind =
  | 'missing'
  | 'format'
  | 'characters'
  | 'type'
  | 'length'
  | 'date'
  | 'range'
  | 'code'
  | 'ambiguous-code'
  | 'former-code'
  | 'former-split'
  | 'check';

export interface CellFinding {
  /** Physical name of the field. */
  readonly field: string;
  readonly kind: FindingKind;
  /** Key below `findings.`: the kind, or a nearer wording of it (`format-digits`). */
  readonly wording: string;
  /** `error`: the row is set apart. `warning`: stored, to be looked at. `note`: stored, read in another way than written. */
  readonly severity: 'error' | 'warning' | 'note';
  /** The cell as it came. */
  readonly value: string;
  readonly params: Readonly<Record<string, string | number>>;
  /** What the cell could be, in the notation of the file. */
  readonly suggestion?: string;
  /** Codes it may stand for, when there are several. */
  readonly candidates?: readonly string[];
  /** Name of the cross-field check that was false. */
  readonly check?: string;
}

/** One sentence or two for the officer: what is wrong, what is there, what to do. */
export function describeCellFinding(finding: CellFinding, entity: EntityPlan, language: string, t: Translate): string {
  const field = entity.fields.find((candidate) => candidate.name === finding.field);
  const name = field ? pick(field.names, language) : finding.field;
  const check = entity.checks.find((candidate) => candidate.name === finding.check);
  const said = check
    ? pick(check.message, language)
    : t(`dictionary:findings.${finding.wording}`, { ...finding.params, name, value: finding.value });
  const hint = finding.severity !== 'note' && field?.hint ? pick(field.hint, language) : '';
  const advice =
    finding.suggestion === undefined ? '' : t('dictionary:findings.suggestion', { suggestion: finding.suggestion });
  return [said, advice, hint].filter((sentence) => sentence !== '').join(' ');
}
