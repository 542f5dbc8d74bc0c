/** An invented county's dictionary for tests: every data type, two-level codes that split and are used again. */
import type { Plan } from '../plan.ts';
import { compileDictionary } from '../compile.ts';
import type { SourceFile } from '../source/reader.ts';

export const languages = ['en', 'fr'] as const;

const both = (en: string, fr = `${en} (fr)`) => `{ en: "${en}", fr: "${fr}" }`;

const settings = `
edition: '1.0'
dateOrder: dmy
decimalMark: ','
skipColumns: [No., Remarks]
nothing: ['-', n/a, none]
yes: [yes, x]
no: [no]
`;

const sex = `
code: SEX
names: ${both('Sex', 'Sexe')}
pattern: '[0-9]'
items:
  - { code: '1', names: ${both('Male', 'Homme')}, aliases: [M] }
  - { code: '2', names: ${both('Female', 'Féminin')}, aliases: [F] }
`;

const shires = `
code: SHIRE
names: ${both('Shire')}
items:
  - { code: N, names: ${both('North Shire', 'Nord')} }
  - { code: S, names: ${both('South Shire', 'Sud')} }
`;

// On 1 July 2025 Old Mill joined Ashford, Brook was split, and its code went to another parish, High Dyke.
const parishes = `
code: PARISH
names: ${both('Parish', 'Paroisse')}
parentList: SHIRE
pattern: '[0-9]{3}'
optionalWords: [Parish of, Town of]
items:
  - { code: '001', parent: N, names: ${both('Parish of Ashford')} }
  - { code: '002', parent: N, to: 2025-07-01, names: ${both('Parish of Old Mill')} }
  - { code: '003', parent: N, to: 2025-07-01, names: ${both('Parish of Brook')} }
  - { code: '003', parent: S, from: 2025-07-01, names: ${both('Town of High Dyke')} }
  - { code: '004', parent: S, names: ${both('Parish of Émile')} }
  - { code: '005', parent: S, names: ${both('Town of Newton')} }
  - { code: '006', parent: N, names: ${both('Parish of Newton')} }
successions:
  - { from: '002', to: '001', day: 2025-07-01, kind: whole }
  - { from: '003', to: '001', day: 2025-07-01, kind: part, share: 0.6 }
  - { from: '003', to: '004', day: 2025-07-01, kind: part, share: 0.4 }
`;

const common = `
defaults:
  tier: organisation
  layer: master
  origin: source
  reCollectable: confirm
  sharing: shared
  importance: core
  secrecy: none
  personal: basic
  legalBasis: []
  purpose: []
elements:
`;

const people = `${common}
  - code: CTY.001
    physicalName: person_id
    names: ${both('Personal number', 'Numéro personnel')}
    definition: ${both('Number that names one person for life')}
    synonyms: { en: [PIN, ID number] }
    oldNames: [OldPin]
    hint: ${both('Look at the card, then mend this cell.')}
    dataType: identifier
    maxLength: 12
    pattern: '[0-9]{12}'
    normalise: [trim, digits]
    keyRole: key
    criticality: key
    nullability: required
    origin: inherited
    reCollectable: forbidden
    authority: population
    example: '099080000001'
  - code: CTY.002
    physicalName: full_name
    names: ${both('Full name', 'Nom complet')}
    definition: ${both('Names of a person in the order of the birth entry')}
    synonyms: { en: [Name], fr: [Nom] }
    dataType: string
    minLength: 2
    maxLength: 40
    pattern: '[^0-9]+'
    normalise: [nfc, trim, collapse]
    nullability: required
    authority: population
    example: Ada Hill
  - code: CTY.003
    physicalName: born_on
    names: ${both('Date of birth', 'Date de naissance')}
    definition: ${both('Day, month or year in which a person was born')}
    dataType: partialDate
    range: { min: '1900-01-01', max: today }
    authority: population
    example: 1980-05
  - code: CTY.004
    physicalName: sex
    names: ${both('Sex', 'Sexe')}
    definition: ${both('Sex as entered at birth')}
    dataType: code
    codeList: SEX
    authority: population
  - code: CTY.005
    physicalName: parish
    names: ${both('Parish', 'Paroisse')}
    definition: ${both('Parish in which a person lives')}
    dataType: code
    codeList: PARISH
  - code: CTY.006
    physicalName: birth_parish
    names: ${both('Parish of birth', 'Paroisse de naissance')}
    definition: ${both('Parish in which a person was born, as it was then')}
    dataType: code
    codeList: { list: PARISH, rule: ever }
  - code: CTY.007
    physicalName: faith
    names: ${both('Faith', 'Foi')}
    definition: ${both('Faith that a person states')}
    dataType: string
    maxLength: 30
    personal: sensitive
    sensitiveReason: b
    masking: hidden
    purpose: [${both('Planning of services')}]
`;

const households = `${common}
  - code: CTY.101
    physicalName: moved_in
    names: ${both('Moved in on', 'Emménagé le')}
    definition: ${both('First day at the address')}
    dataType: date
    range: { min: '1900-01-01', max: today }
  - code: CTY.102
    physicalName: moved_out
    names: ${both('Moved out on', 'Parti le')}
    definition: ${both('Last day at the address')}
    dataType: date
  - code: CTY.103
    physicalName: children
    names: ${both('Children', 'Enfants')}
    definition: ${both('Number of children below 18')}
    dataType: integer
    range: { min: 0, max: 30 }
  - code: CTY.104
    physicalName: income
    names: ${both('Income', 'Revenu')}
    definition: ${both('Income of the year before tax')}
    dataType: decimal
    precision: 12
    scale: 2
    range: { min: 0 }
  - code: CTY.105
    physicalName: owns_home
    names: ${both('Owns the home', 'Propriétaire')}
    definition: ${both('Whether the home belongs to the household')}
    dataType: boolean
  - code: CTY.106
    physicalName: entered_at
    names: ${both('Entered at', 'Saisi le')}
    definition: ${both('Moment at which the entry was made')}
    dataType: datetime
  - code: CTY.107
    physicalName: remark
    names: ${both('Remark', 'Remarque')}
    definition: ${both('Anything worth knowing')}
    dataType: text
    maxLength: 200
  - code: CTY.108
    physicalName: landlord
    names: ${both('Landlord', 'Bailleur')}
    definition: ${both('Person who lets the home')}
    dataType: reference
    references: resident
    nullability: conditional
    condition: 'has(owns_home) && !owns_home'
  - code: CTY.109
    physicalName: moved_from
    names: ${both('Moved from', 'Venant de')}
    definition: ${both('Parish of the former home, as it was on the day of moving')}
    dataType: code
    codeList: { list: PARISH, rule: event-date, dateField: moved_in }
`;

const resident = `
name: resident
code: RES
names: ${both('Resident', 'Habitant')}
definition: ${both('A person who lives in the county')}
key: [person_id]
body: { field: parish, how: code }
groups:
  - { code: person, names: ${both('Person', 'Personne')} }
  - { code: home, names: ${both('Home', 'Domicile')} }
fields:
  - { element: CTY.001, group: person }
  - { element: CTY.002, group: person }
  - { element: CTY.003, group: person }
  - { element: CTY.004, group: person, required: true }
  - { element: CTY.005, group: home }
  - { element: CTY.006, group: person }
  - { element: CTY.101, group: home }
  - { element: CTY.102, group: home }
  - { element: CTY.103, group: home }
  - { element: CTY.104, group: home }
  - { element: CTY.105, group: home }
  - { element: CTY.106 }
  - { element: CTY.107 }
  - { element: CTY.108, group: home }
  - { element: CTY.109, group: home }
checks:
  - name: out_after_in
    expression: 'moved_out >= moved_in'
    severity: error
    dimension: consistent
    message: ${both('The last day must not be before the first.')}
  - name: few_children_when_young
    expression: 'children == 0 || years_between(born_on, moved_in) >= 15'
    severity: warning
    dimension: accurate
    message: ${both('Children at an age below 15.')}
`;

export const testFiles: Readonly<Record<string, string>> = {
  'dictionary/settings.yaml': settings,
  'dictionary/codes/sex.yaml': sex,
  'dictionary/codes/shires.yaml': shires,
  'dictionary/codes/parishes.yaml': parishes,
  'dictionary/elements/people.yaml': people,
  'dictionary/elements/households.yaml': households,
  'dictionary/entities/resident.yaml': resident,
};

/** The files as a profile gives them; `changes` replaces or adds some. */
export const testSource = (changes: Readonly<Record<string, string>> = {}): SourceFile[] =>
  Object.entries({ ...testFiles, ...changes }).map(([path, text]) => ({ path, file: path, text }));

/** The compiled test dictionary. @throws when it does not compile */
export function testPlan(changes: Readonly<Record<string, string>> = {}): Plan {
  const { plan, findings } = compileDictionary(testSource(changes), languages);
  if (!plan) throw new TypeError(JSON.stringify(findings, undefined, 1));
  return plan;
}
