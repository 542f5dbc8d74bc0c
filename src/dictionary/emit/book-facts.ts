/** Every attribute of an element as a labelled line; what is not stated is left out. */
import { pick, type Texts } from '../../platform/texts.ts';
import type { ElementPlan, LineageStep } from '../plan.ts';
import type { BookOptions, Cell, Fact } from './book.ts';

export interface Said extends Pick<BookOptions, 'language' | 'say'> {
  /** Names of the code lists. */
  readonly lists: ReadonlyMap<string, Texts>;
}

type Value = string | number | undefined;

export function factsOf(element: ElementPlan, said: Said): Fact[] {
  const fact = (label: string, cells: readonly Cell[]): Fact => [said.say(`facts.${label}`), cells];
  return [...naming(element, said), ...technical(element, said), ...classes(element, said), ...duties(element, said)]
    .map(([label, cells]) => [label, cells.filter(({ text }) => text !== '')] as const)
    .filter(([, cells]) => cells.length > 0)
    .map(([label, cells]) => fact(label, cells));
}

type Line = readonly [label: string, cells: readonly Cell[]];

const plain = (label: string, value: Value, more: Partial<Cell> = {}): Line => [
  label,
  value === undefined ? [] : [{ text: String(value), ...more }],
];
const machine = (label: string, value: Value): Line => plain(label, value, { code: true });
const many = (label: string, values: readonly string[]): Line => [label, values.map((text) => ({ text }))];

function sayings({ language, say }: Said) {
  return {
    words: (label: string, texts: Texts | undefined): Line => plain(label, texts && pick(texts, language)),
    value: (label: string, value: string | undefined): Line =>
      plain(label, value === undefined ? undefined : say(`values.${label}.${value}`)),
  };
}

function naming(element: ElementPlan, said: Said): Line[] {
  const { words, value } = sayings(said);
  const { [said.language]: own = [], ...others } = element.synonyms;
  return [
    machine('physicalName', element.physicalName),
    words('shortName', element.shortName),
    value('status', element.status),
    value('tier', element.tier),
    machine('nationalCode', element.nationalCode),
    plain('nationalMapping', nationalOf(element, said)),
    machine('extends', element.extends),
    many(
      'otherLanguages',
      Object.entries(element.names).flatMap(([tag, text]) => (tag === said.language ? [] : `${text} (${tag})`)),
    ),
    many('synonyms', [...own, ...Object.values(others).flat()]),
    many('oldNames', element.oldNames),
    words('objectClass', element.objectClass),
    words('property', element.property),
    words('note', element.note),
    many(
      'businessRules',
      (element.businessRules ?? []).map((texts) => pick(texts, said.language)),
    ),
  ];
}

function technical(element: ElementPlan, said: Said): Line[] {
  const { words, value } = sayings(said);
  const { range, codeList, precision, scale, minLength, maxLength } = element;
  const bound = (text: string | undefined) => (text === 'today' ? said.say('values.today') : (text ?? '…'));
  const span = (min: Value, max: Value) =>
    min === undefined && max === undefined ? undefined : `${String(min ?? 0)} – ${String(max ?? '…')}`;
  const listName = codeList && said.lists.get(codeList.list);
  return [
    value('representation', element.representation),
    value('dataType', element.dataType),
    machine('format', element.format),
    value('cardinality', element.cardinality),
    value('defaultAllowed', textOf(element.defaultAllowed)),
    machine('length', span(minLength, maxLength)),
    machine('precision', precision === undefined ? undefined : `${String(precision)}, ${String(scale ?? 0)}`),
    plain('unit', element.unit),
    machine('pattern', element.pattern),
    plain('range', range && `${bound(range.min)} – ${bound(range.max)}`),
    plain('codeList', codeList && (listName ? `${pick(listName, said.language)} (${codeList.list})` : codeList.list), {
      ...(codeList && listName ? { to: `list-${codeList.list}` } : {}),
    }),
    value('codeRule', codeList?.rule),
    machine('references', element.references),
    many(
      'normalise',
      element.normalise.map((step) => said.say(`values.normalise.${step}`)),
    ),
    value('nullability', element.nullability),
    machine('condition', element.condition),
    value('keyRole', element.keyRole === 'none' ? undefined : element.keyRole),
    value('criticality', element.criticality),
    machine('calculation', element.calculation),
    plain('example', element.example),
    plain('notExample', element.notExample),
    words('hint', element.hint),
  ];
}

function classes({ labels, ...element }: ElementPlan, said: Said): Line[] {
  const { words, value } = sayings(said);
  return [
    value('layer', element.layer),
    value('origin', element.origin),
    machine('authority', element.authority),
    words('sourceAgency', element.sourceAgency),
    words('collectionPoint', element.collectionPoint),
    many('lineage', (element.lineage ?? []).map(lineageOf)),
    value('reCollectable', element.reCollectable),
    value('sharing', labels.sharing),
    value('importance', labels.importance),
    value('secrecy', labels.secrecy),
    value('personal', labels.personal),
    plain('sensitiveReason', element.sensitiveReason),
    plain('masking', element.masking),
    value('stored', element.stored),
    value('shareMethod', element.shareMethod),
    many(
      'purpose',
      element.purpose.map((texts) => pick(texts, said.language)),
    ),
    many('allowedPurposes', element.allowedPurposes ?? []),
    many('accessRoles', element.accessRoles ?? []),
    plain('openLicense', element.openLicense),
    words('retention', element.retention),
  ];
}

/** A step of a lineage in one line: where from, and how it was changed. */
export const lineageOf = ({ source, element, transform }: LineageStep): string =>
  [element === undefined ? source : `${source} (${element})`, transform].filter(Boolean).join(': ');

const textOf = (flag: boolean | undefined) => (flag === undefined ? undefined : String(flag));

const nationalOf = ({ nationalMapping: to }: ElementPlan, { say }: Said): string | undefined =>
  to && `${to.entry} (${say(`values.nationalRelation.${to.relation}`)})`;

function duties(element: ElementPlan, said: Said): Line[] {
  const { words } = sayings(said);
  const cited = element.legalBasis.map(({ text, article, day, inForce, note }) =>
    [text, article, day, inForce === undefined ? '' : said.say(`values.inForce.${String(inForce)}`), note]
      .filter(Boolean)
      .join(', '),
  );
  const rules = element.qualityRules.map(
    (rule) =>
      `${pick(rule.names, said.language)} (${said.say(`values.dimension.${rule.dimension}`)}): ${rule.expression}`,
  );
  const deadline = element.updateDeadline;
  return [
    many('legalBasis', cited),
    many('qualityRules', rules),
    machine('maxAge', element.maxAge),
    plain(
      'updateDeadline',
      deadline && `${String(deadline.days)} ${said.say(`values.counted.${deadline.counted ?? 'calendar'}`)}`,
    ),
    words('verificationMethod', element.verificationMethod),
    many('formRefs', element.formRefs),
    words('owner', element.owner),
    words('dataManager', element.dataManager),
    words('steward', element.steward),
    words('updateUnit', element.updateUnit),
    words('approver', element.approver),
    machine('reviewCycle', element.reviewCycle),
    ...changeLines(element, said),
  ];
}

function changeLines(element: ElementPlan, said: Said): Line[] {
  const { words, value } = sayings(said);
  const approvals = (element.approvals ?? []).map(({ decision, day, by }) =>
    [decision, day, by && pick(by, said.language)].filter(Boolean).join(', '),
  );
  return [
    machine('version', element.version),
    plain('effectiveFrom', element.effectiveFrom),
    plain('effectiveTo', element.effectiveTo),
    value('changeType', element.changeType),
    words('changeReason', element.changeReason),
    machine('supersedes', element.supersedes),
    machine('supersededBy', element.supersededBy),
    many('approvals', approvals),
  ];
}
