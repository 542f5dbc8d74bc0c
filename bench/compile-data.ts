/** A large dictionary as its authors would write it: YAML of so many elements in so many entities, always the same. */
import type { SourceFile } from '../src/dictionary/source/reader.ts';

export interface DictionarySize {
  readonly elements: number;
  readonly entities: number;
}

const SETTINGS = `edition: '1.0'
dateOrder: dmy
decimalMark: ','
skipColumns: [No.]
nothing: ['-']
yes: ['yes']
no: ['no']
`;

const DEFAULTS = `defaults:
  tier: organisation
  layer: master
  origin: source
  reCollectable: confirm
  sharing: shared
  importance: core
  secrecy: none
  personal: none
  legalBasis: []
  purpose: []
elements:
`;

const LISTS = 40;
const CODES = 30;

/** Kinds of elements in turn; every fortieth is the key of an entity. */
const KINDS = [
  (i: number) => `    dataType: string\n    maxLength: 80\n    example: Text ${String(i)}\n`,
  () => `    dataType: date\n    range: { min: '1900-01-01', max: today }\n`,
  (i: number) => `    dataType: code\n    codeList: LIST_${String(i % LISTS)}\n`,
  () => `    dataType: integer\n    range: { min: 0, max: 1000000 }\n`,
  () => `    dataType: decimal\n    precision: 14\n    scale: 2\n`,
  () => `    dataType: boolean\n`,
  () => `    dataType: partialDate\n`,
  () => `    dataType: identifier\n    maxLength: 12\n    pattern: '[0-9]{9}|[0-9]{12}'\n`,
  () => `    dataType: text\n    maxLength: 2000\n`,
  () => `    dataType: datetime\n`,
] as const;

const KEY =
  "    dataType: identifier\n    maxLength: 12\n    pattern: '[0-9]{12}'\n    keyRole: key\n    criticality: key\n";

const number = (i: number) => String(i).padStart(5, '0');

function element(i: number, isKey: boolean): string {
  const kind = KINDS[i % KINDS.length] ?? KINDS[0];
  return `  - code: BEN.${number(i)}
    physicalName: e_${number(i)}
    names: { en: "Element ${number(i)}", fr: "Donnée ${number(i)}" }
    definition: { en: "What is known about matter ${number(i)}, in the words of the form", fr: "Ce que l'on sait de ${number(i)}" }
    synonyms: { en: [Matter ${number(i)}] }
${isKey ? KEY : kind(i)}`;
}

function entity(at: number, own: readonly number[]): string {
  const [key = 0, ...rest] = own;
  const dates = rest.filter((i) => i % KINDS.length === 1);
  const check =
    dates.length < 2
      ? ''
      : `checks:
  - name: in_order
    expression: 'e_${number(dates[1] ?? 0)} >= e_${number(dates[0] ?? 0)}'
    severity: error
    dimension: consistent
    message: { en: "The days are out of order.", fr: "Les jours ne se suivent pas." }
`;
  return `name: entity_${number(at)}
code: ENT${number(at)}
names: { en: "Entity ${number(at)}", fr: "Entité ${number(at)}" }
definition: { en: "A kind of record, number ${number(at)}", fr: "Une sorte de fiche, numéro ${number(at)}" }
key: [e_${number(key)}]
body: { how: uploader }
fields:
${own.map((i) => `  - { element: BEN.${number(i)} }`).join('\n')}
${check}`;
}

const list = (at: number) => `code: LIST_${String(at)}
names: { en: "List ${String(at)}", fr: "Liste ${String(at)}" }
items:
${Array.from({ length: CODES }, (_, i) => `  - { code: '${String(i)}', names: { en: "Code ${String(i)}", fr: "Valeur ${String(i)}" } }`).join('\n')}
`;

export const benchLanguages: readonly string[] = ['en', 'fr'];

/** The files of the `dictionary` folder. */
export function benchDictionary({ elements, entities }: DictionarySize): SourceFile[] {
  const each = elements / entities;
  const file = (path: string, text: string): SourceFile => ({ path, file: path, text });
  const files = Array.from({ length: entities }, (_, at) => {
    const own = Array.from({ length: each }, (_unused, i) => at * each + i);
    const words = own.map((i, place) => element(i, place === 0)).join('');
    return [
      file(`dictionary/elements/domain-${number(at)}.yaml`, DEFAULTS + words),
      file(`dictionary/entities/entity-${number(at)}.yaml`, entity(at, own)),
    ];
  });
  const lists = Array.from({ length: LISTS }, (_, at) => file(`dictionary/codes/list-${String(at)}.yaml`, list(at)));
  return [file('dictionary/settings.yaml', SETTINGS), ...lists, ...files.flat()];
}
