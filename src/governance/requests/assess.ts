/**
 * Would it be granted? One pure function, asked while a request is written, when it is sent, and by both who decide.
 *
 * It speaks of what the asker wrote and of what everybody signed in may know: the dictionary, the directory, the
 * purposes, and the asker's own agreements.
 */
import type { Decision } from '../../platform/decision.ts';
import type { Texts } from '../../platform/texts.ts';
import { isSoundPeriod, stateOn, type Grant, type Labels, type LegalBasis, type Purpose } from '../model.ts';
import type { Demand, RequestKind } from './model.ts';

/** `stop`: cannot be sent so. `serious` and `warn`: whoever decides will see it. `note`: good to know. */
export type Severity = 'stop' | 'serious' | 'warn' | 'note';

export interface Finding {
  readonly severity: Severity;
  /** Words: `governance:request.findings.<rule>`, with `facts`. */
  readonly rule: string;
  readonly facts: Decision['facts'];
  /** The field of the demand it is about. */
  readonly at: string;
  readonly element?: string;
}

export interface KnownField {
  readonly element: string;
  readonly names: Texts;
  readonly personal: Labels['personal'];
}

/** An entry of the mandatory list that reaches the asker's body. */
export interface Mandatory {
  readonly register: string;
  readonly purpose: string | null;
  readonly elements: 'all' | readonly string[];
}

export interface AssessFacts {
  readonly register: { readonly name: string; readonly published: boolean; readonly managerNames: Texts };
  readonly fields: readonly KnownField[];
  readonly purpose: Purpose | undefined;
  readonly basis: LegalBasis | undefined;
  readonly mandatory: readonly Mandatory[];
  /** The asker's own grants on the register. */
  readonly grants: readonly Grant[];
  /** What is wrong with the condition, in words; undefined when nothing is. */
  readonly conditionFault: string | undefined;
  readonly day: string;
}

export interface Assessment {
  readonly kind: RequestKind;
  /** `cannot`: something stops it. `automatic`: only registered. `people`: two opinions decide. */
  readonly verdict: 'cannot' | 'automatic' | 'people';
  readonly findings: readonly Finding[];
}

const within = (asked: Demand['elements'], list: 'all' | readonly string[]): boolean =>
  list === 'all' || (asked !== 'all' && asked.every((code) => list.includes(code)));

/** The kind follows from what is asked: micro-data are special whatever a list says. */
export function kindOf(
  demand: Demand,
  { register, purpose, mandatory }: Pick<AssessFacts, 'register' | 'purpose' | 'mandatory'>,
): RequestKind {
  const isRecordLevel = demand.mode !== 'statistics';
  if (demand.microData || (purpose?.microData === true && isRecordLevel)) return 'special';
  const isListed = mandatory.some(
    (entry) =>
      entry.register === register.name &&
      (entry.purpose === null || entry.purpose === demand.purpose) &&
      within(demand.elements, entry.elements),
  );
  return isListed ? 'automatic' : 'on-request';
}

export function assess(demand: Demand, facts: AssessFacts): Assessment {
  const kind = kindOf(demand, facts);
  const findings = [
    ...aboutPurpose(demand, facts),
    ...aboutFields(demand, facts),
    ...aboutRows(demand, facts),
    ...aboutTerms(demand, facts),
    ...aboutPromises(demand, kind),
    ...aboutHeld(demand, facts),
  ];
  const isStopped = findings.some(({ severity }) => severity === 'stop');
  return { kind, findings, verdict: isStopped ? 'cannot' : kind === 'automatic' ? 'automatic' : 'people' };
}

const finding = (severity: Severity, rule: string, at: string, facts: Decision['facts'] = {}): Finding => ({
  severity,
  rule,
  at,
  facts,
});
const isBlank = (text: string) => text.trim() === '';

function aboutPurpose(demand: Demand, { register, purpose, basis }: AssessFacts): Finding[] {
  const isForeign = purpose && basis && purpose.bases.length > 0 && !purpose.bases.includes(basis.code);
  return [
    ...(register.published ? [] : [finding('stop', 'register-not-published', 'register')]),
    ...(purpose ? [] : [finding('stop', 'purpose-unknown', 'purpose')]),
    ...(isBlank(demand.purposeText) ? [finding('stop', 'purpose-without-words', 'purposeText')] : []),
    ...(basis ? [] : [finding('stop', 'basis-unknown', 'basis')]),
    ...(isBlank(demand.citation) ? [finding('stop', 'basis-without-citation', 'citation')] : []),
    ...(isForeign
      ? [finding('warn', 'basis-not-of-purpose', 'basis', { basis: basis.names, purpose: purpose.names })]
      : []),
  ];
}

/** A warning for each field that the purpose does not need; a personal label raises it. */
function aboutFields(demand: Demand, { fields, purpose }: AssessFacts): Finding[] {
  const known = new Map(fields.map((field) => [field.element, field]));
  const asked = demand.elements === 'all' ? fields.map(({ element }) => element) : [...new Set(demand.elements)];
  if (asked.length === 0) return [finding('stop', 'no-fields', 'elements')];
  return asked.flatMap((element): Finding[] => {
    const field = known.get(element);
    if (!field) return [{ ...finding('stop', 'field-unknown', 'elements', { element }), element }];
    const needs = purpose?.needs ?? null;
    if (needs?.includes(element)) return [];
    const named = { field: field.names, purpose: purpose?.names ?? '' };
    if (needs === null) {
      // Nobody has said what this purpose needs: only what touches people's privacy is worth a word.
      if (field.personal !== 'sensitive') return [];
      return [{ ...finding('warn', 'sensitive-field', 'elements', named), element }];
    }
    const rule = field.personal === 'none' ? 'field-not-needed' : `field-not-needed-${field.personal}`;
    return [{ ...finding(field.personal === 'none' ? 'warn' : 'serious', rule, 'elements', named), element }];
  });
}

function aboutRows(demand: Demand, { conditionFault }: AssessFacts): Finding[] {
  return [
    ...(demand.rows === 'own-tree' ? [] : [finding('note', 'rows-beyond-own-tree', 'rows')]),
    ...(conditionFault === undefined
      ? []
      : [finding('stop', 'condition-unsound', 'condition', { said: conditionFault })]),
  ];
}

function aboutLimits({ mode, quota, subjects = null }: Demand): Finding[] {
  return [
    ...(mode === 'lookup' && quota === null ? [finding('note', 'no-quota', 'quota')] : []),
    ...(quota !== null && subjects !== null && subjects > quota
      ? [finding('warn', 'budget-above-quota', 'subjects', { quota, subjects })]
      : []),
  ];
}

function aboutTerms(demand: Demand, { day }: AssessFacts): Finding[] {
  const { from, to } = demand;
  return [
    ...(isBlank(demand.volume) ? [finding('stop', 'no-volume', 'volume')] : []),
    ...(to === null ? [finding('warn', 'no-last-day', 'to')] : []),
    ...(to !== null && to < from ? [finding('stop', 'ends-before-it-begins', 'to')] : []),
    ...(to !== null && from <= to && !isSoundPeriod(from, to) ? [finding('stop', 'lasts-too-long', 'to')] : []),
    ...(to !== null && to < day ? [finding('stop', 'over-already', 'to')] : []),
    ...(isBlank(demand.recipient) ? [finding('stop', 'no-recipient', 'recipient')] : []),
    ...(isBlank(demand.retention) ? [finding('stop', 'no-retention', 'retention')] : []),
    ...aboutLimits(demand),
  ];
}

function aboutPromises(demand: Demand, kind: RequestKind): Finding[] {
  if (kind !== 'special') return [];
  return [
    ...(demand.noReidentification ? [] : [finding('stop', 'promise-missing', 'noReidentification')]),
    ...(isBlank(demand.impactAssessment) ? [finding('stop', 'impact-missing', 'impactAssessment')] : []),
  ];
}

/** What the asker has already: an agreement of the same purpose and mode that opens all that is asked. */
function aboutHeld(demand: Demand, { grants, day }: AssessFacts): Finding[] {
  const held = grants.find(
    (grant) =>
      grant.purpose === demand.purpose &&
      grant.mode === demand.mode &&
      within(demand.elements, grant.elements) &&
      stateOn(grant, day) === 'active',
  );
  return held ? [finding('note', 'held-already', 'register', { agreement: held.agreement })] : [];
}
