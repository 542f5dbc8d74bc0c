/** Every attribute of an element as a labelled line; what is not stated is left out. */
import { pick, type Texts } from '../../platform/texts.ts';
import type { ElementPlan } from '../plan.ts';
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
    value('status', element.status),
    value('tier', element.tier),
    machine('nationalCode', element.nationalCode),
    many(
      'otherLanguages',
      Object.entries(element.names).flatMap(([tag, text]) => (tag === said.language ? [] : `${text} (${tag})`)),
    ),
    many('synonyms', [...own, ...Object.values(others).flat()]),
    many('oldNames', element.oldNames),
    words('objectClass', element.objectClass),
    words('property', element.property),
    words('note', element.note),
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
    value('dataType', element.dataType),
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
    plain('example', element.example),
    words('hint', element.hint),
  ];
}

function classes({ labels, ...element }: ElementPlan, said: Said): Line[] {
  const { words, value } = sayings(said);
  return [
    value('layer', element.layer),
    value('origin', element.origin),
    machine('authority', element.authority),
    value('reCollectable', element.reCollectable),
    value('sharing', labels.sharing),
    value('importance', labels.importance),
    value('secrecy', labels.secrecy),
    value('personal', labels.personal),
    plain('sensitiveReason', element.sensitiveReason),
    plain('masking', element.masking),
    value('shareMethod', element.shareMethod),
    many(
      'purpose',
      element.purpose.map((texts) => pick(texts, said.language)),
    ),
    words('retention', element.retention),
  ];
}

function duties(element: ElementPlan, said: Said): Line[] {
  const { words } = sayings(said);
  const cited = element.legalBasis.map(({ text, article, day, note }) =>
    [text, article, day, note].filter(Boolean).join(', '),
  );
  const rules = element.qualityRules.map(
    (rule) =>
      `${pick(rule.names, said.language)} (${said.say(`values.dimension.${rule.dimension}`)}): ${rule.expression}`,
  );
  return [
    many('legalBasis', cited),
    many('qualityRules', rules),
    machine('maxAge', element.maxAge),
    many('formRefs', element.formRefs),
    words('owner', element.owner),
    words('dataManager', element.dataManager),
    words('steward', element.steward),
    words('updateUnit', element.updateUnit),
    words('changeReason', element.changeReason),
    machine('supersedes', element.supersedes),
  ];
}
