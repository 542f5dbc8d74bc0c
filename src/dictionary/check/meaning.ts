/** Rules across the attributes of one element: representation, source, labels, use, change control (domain model §9). */
import { parseDay } from '../expression/civil.ts';
import type { Representation } from '../plan.ts';
import type { Findings } from '../source/finding.ts';
import type { SourceElement } from '../source/shapes.ts';

type Rule = (element: SourceElement, findings: Findings) => void;

/** Which types can carry a representation (ISO/IEC 11179-5: the representation term says the kind of value). */
const CARRIERS: Readonly<Record<Representation, readonly string[]>> = {
  code: ['code', 'string', 'identifier'],
  identifier: ['identifier', 'string', 'reference', 'code'],
  name: ['string', 'text', 'reference', 'code'],
  text: ['string', 'text'],
  date: ['date', 'partialDate'],
  datetime: ['datetime'],
  quantity: ['integer', 'decimal'],
  amount: ['integer', 'decimal'],
  rate: ['integer', 'decimal'],
  score: ['integer', 'decimal', 'code'],
  indicator: ['boolean', 'code'],
  point: ['string', 'text'],
  image: ['string', 'text', 'reference'],
  document: ['string', 'text', 'reference', 'identifier'],
};

const representation: Rule = (element, findings) => {
  const { representation: said, dataType = 'text', cardinality, nullability = 'optional' } = element.values;
  if (said !== undefined && !CARRIERS[said].includes(dataType)) {
    const types = CARRIERS[said].join(', ');
    findings.error(element.at('representation'), 'representation-not-for-type', { representation: said, types });
  }
  if (cardinality === undefined) return;
  const isMust = cardinality.startsWith('1');
  if (isMust !== (nullability === 'required')) {
    findings.error(element.at('cardinality'), 'cardinality-against-nullability', { cardinality, nullability });
  }
};

const derived: Rule = (element, findings) => {
  const { calculation, origin, defaultAllowed, keyRole = 'none' } = element.values;
  if (calculation !== undefined && origin !== 'derived') {
    findings.error(element.at('calculation'), 'calculation-not-derived');
  }
  if (defaultAllowed === true && keyRole !== 'none') findings.error(element.at('defaultAllowed'), 'default-for-key');
};

const counterExample: Rule = (element, findings) => {
  const { secrecy = 'none', notExample, example } = element.values;
  if (notExample === undefined) return;
  if (secrecy !== 'none') findings.error(element.at('notExample'), 'secret-example');
  if (notExample === example) findings.error(element.at('notExample'), 'not-example-fits', { value: notExample });
};

/** What is open can be read by everybody: nothing that protects a person or the State may be. */
const open: Rule = (element, findings) => {
  const v = element.values;
  if (v.sharing !== 'open') return;
  const labels = [
    ...(v.personal !== undefined && v.personal !== 'none' ? [`personal: ${v.personal}`] : []),
    ...(v.importance === 'core' ? ['importance: core'] : []),
    ...(v.secrecy !== undefined && v.secrecy !== 'none' ? [`secrecy: ${v.secrecy}`] : []),
  ];
  if (labels.length > 0) findings.error(element.at('sharing'), 'open-but-protected', { labels: labels.join(', ') });
  const { status = 'approved' } = v;
  if (v.openLicense === undefined && status === 'approved') {
    findings.error(element.at('sharing'), 'open-license-needed');
  }
};

const purposes: Rule = (element, findings) => {
  const v = element.values;
  if (v.personal === 'sensitive' && v.allowedPurposes?.length === 0) {
    findings.error(element.at('allowedPurposes'), 'sensitive-purpose-needed');
  }
};

/** One wrong key is one person taken for another: a key's rules hold for every row. */
const keyThreshold: Rule = (element, findings) => {
  const { keyRole = 'none', qualityRules = [] } = element.values;
  if (keyRole === 'none') return;
  for (const rule of qualityRules) {
    const { threshold } = rule.values;
    if (threshold !== undefined && threshold < 1) findings.error(rule.at('threshold'), 'key-threshold');
  }
};

const days: Rule = (element, findings) => {
  const { effectiveFrom, effectiveTo, approvals = [] } = element.values;
  const named = (['effectiveFrom', 'effectiveTo'] as const).map(
    (name) => [element.values[name], element.at(name)] as const,
  );
  const decided = approvals.map((approval) => [approval.values.day, approval.at('day')] as const);
  for (const [day, place] of [...named, ...decided]) {
    if (day !== undefined && parseDay(day) === null) findings.error(place, 'no-such-day', { day });
  }
  if (effectiveFrom !== undefined && effectiveTo !== undefined && effectiveFrom >= effectiveTo) {
    findings.error(element.at('effectiveTo'), 'period-empty', { from: effectiveFrom, to: effectiveTo });
  }
};

const RETIRED: readonly string[] = ['superseded', 'withdrawn'];

const changes: Rule = (element, findings) => {
  const { status = 'approved', supersededBy, changeType, changeReason } = element.values;
  const isRetired = RETIRED.includes(status);
  if (status === 'superseded' && supersededBy === undefined) findings.error(element.at('status'), 'successor-needed');
  if (supersededBy !== undefined && !isRetired) {
    findings.error(element.at('supersededBy'), 'superseded-but-in-force', { status });
  }
  if (changeType === 'withdrawn' && !isRetired) {
    findings.error(element.at('changeType'), 'withdrawn-but-in-force', { status });
  }
  if (changeType !== undefined && changeType !== 'new' && changeReason === undefined) {
    findings.error(element.at('changeType'), 'change-reason-needed');
  }
};

export const meaningRules: readonly Rule[] = [
  representation,
  derived,
  counterExample,
  open,
  purposes,
  keyThreshold,
  days,
  changes,
];
