/** Both deployments that ship: whole, in every language, about nobody real; and installed by the rooms as they stand. */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { architectureRoom } from '../src/architecture/index.ts';
import { bodiesRoom, getBody, listBodies, pathOf } from '../src/bodies/index.ts';
import {
  checkProfileDictionary,
  codesOf,
  compileProfileDictionary,
  currentRelease,
  dictionaryRoom,
  matchColumns,
  resolveCode,
  type EntityPlan,
  type Plan,
} from '../src/dictionary/index.ts';
import { governanceRoom, listRegisters } from '../src/governance/index.ts';
import { workingCalendar } from '../src/platform/calendar.ts';
import { readProfile, type Profile } from '../src/platform/profile.ts';
import type { Room } from '../src/platform/room.ts';
import { qualityRoom } from '../src/quality/index.ts';
import { recordsRoom } from '../src/records/index.ts';
import { registersRoom } from '../src/registers/index.ts';
import { listTasks, readStrategy, strategyRoom } from '../src/strategy/index.ts';
import { testContext, type TestContext } from '../test/harness/context.ts';
import { testDatabase } from '../test/harness/database.ts';

const folder = import.meta.dirname;
const party = readProfile(folder, 'vn-party');
const county = readProfile(folder, 'example-county');
const both = [party, county] as const;

const rooms: readonly Room[] = [
  bodiesRoom,
  dictionaryRoom,
  governanceRoom,
  recordsRoom,
  qualityRoom,
  registersRoom,
  architectureRoom,
  strategyRoom,
];

const yamlOf = (profile: Profile): [path: string, content: unknown][] =>
  profile
    .files('.')
    .filter((file) => file.path.endsWith('.yaml') && !file.path.startsWith('encodings/'))
    .map((file) => [file.path, parse(file.text) as unknown]);

/** Places whose text lacks a language of the profile, or has an empty one. A map with any language's tag is a text. */
function untranslated(value: unknown, languages: readonly string[], at = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item, i) => untranslated(item, languages, `${at}/${String(i)}`));
  if (typeof value !== 'object' || value === null) return [];
  const tags = Object.keys(value);
  // `synonyms` need not have a word in every language.
  if (/\/(synonyms|pointerWords)$/.test(at)) return [];
  if (tags.some((tag) => languages.includes(tag) || ['vi', 'en', 'ar'].includes(tag))) {
    const words = value as Record<string, unknown>;
    const whole = languages.every((tag) => typeof words[tag] === 'string' && words[tag].trim() !== '');
    return whole && tags.every((tag) => languages.includes(tag)) ? [] : [at];
  }
  return Object.entries(value).flatMap(([key, item]) => untranslated(item, languages, `${at}/${key}`));
}

const planOf = (profile: Profile): Plan => {
  const { plan } = compileProfileDictionary(profile);
  if (!plan) throw new Error(`${profile.name} does not compile`);
  return plan;
};
const entityOf = (plan: Plan, name: string) => plan.entities.find((entity) => entity.name === name) as EntityPlan;

describe.each(both)('$name', (profile) => {
  it('has a dictionary without a single finding', () => {
    expect(checkProfileDictionary(profile)).toEqual([]);
  });
  it('says everything in all its languages', () => {
    expect(yamlOf(profile).flatMap(([path, content]) => untranslated(content, profile.languages, path))).toEqual([]);
  });
  it('is written in composed Unicode, and names nobody real', () => {
    const texts = profile.files('.').filter((file) => file.path.endsWith('.yaml'));
    expect(texts.filter((file) => file.text !== file.text.normalize('NFC')).map((file) => file.path)).toEqual([]);
    const numbers = planOf(profile)
      .elements.filter((element) => element.identifierOf === 'person')
      .flatMap((element) => element.example ?? []);
    expect(numbers.filter((number) => !number.startsWith('099'))).toEqual([]);
  });
  it('has documents whose clauses are numbered once, objectives that name a document, tasks that name an objective', () => {
    const { strategy, findings } = readStrategy(profile);
    expect(findings).toEqual([]);
    for (const document of strategy.documents) {
      const numbers = document.parts.flatMap((part) => part.clauses.map((clause) => clause.number));
      expect(new Set(numbers).size).toBe(numbers.length);
    }
    const documents = strategy.documents.map((document) => document.code);
    const objectives = strategy.objectives.map((objective) => objective.code);
    expect(strategy.objectives.filter((one) => !documents.includes(one.document))).toEqual([]);
    expect(strategy.tasks.filter((one) => !objectives.includes(one.objective ?? ''))).toEqual([]);
    expect(new Set(strategy.tasks.map((one) => one.code)).size).toBe(strategy.tasks.length);
  });
});

it('a text that lacks a language is seen', () => {
  expect(untranslated([{ names: { vi: 'Xã', en: 'Commune', ar: '' } }], ['vi', 'en', 'ar'])).toEqual(['/0/names']);
  expect(untranslated({ title: { en: 'Plan' } }, ['vi', 'en', 'ar'])).toEqual(['/title']);
  expect(untranslated({ title: { en: 'Plan', vi: 'Kế hoạch' } }, ['en'])).toEqual(['/title']);
});

describe('the dictionary of vn-party', () => {
  const plan = planOf(party);
  const member = entityOf(plan, 'party_member');
  const HEADERS = [
    ...['STT', 'Họ và tên', 'Số CCCD/ĐDCN', 'Ngày sinh', 'Giới tính', 'Dân tộc', 'Quê quán', 'Thường trú'],
    ...['Chi bộ', 'Số thẻ', 'Ngày vào Đảng', 'Ngày chính thức', 'Trạng thái', 'Ghi chú'],
  ];
  const withoutMarks = (text: string) =>
    text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

  it.each([HEADERS, HEADERS.map(withoutMarks)])(
    'knows twelve of the fourteen columns of a list, and skips two: %s',
    (...headers) => {
      const proposals = matchColumns(member, headers, plan.settings);
      expect(proposals.flatMap((one) => one.field ?? [])).toEqual([
        ...['birth_name', 'person_id', 'birth_date', 'sex', 'ethnic_group', 'place_of_origin', 'permanent_residence'],
        ...['branch', 'card_no', 'admission_date', 'full_membership_date', 'member_status'],
      ]);
      expect(proposals.filter((one) => one.skipped).map((one) => one.header)).toEqual([headers[0], headers[13]]);
    },
  );
  it('has six of the twelve at the population register, never to be collected again', () => {
    const fields = matchColumns(member, HEADERS, plan.settings).flatMap((one) => one.field ?? []);
    const there = member.fields.filter((field) => fields.includes(field.name) && field.reCollectable === 'forbidden');
    expect(there.map((field) => field.name)).toEqual(
      expect.arrayContaining([
        'birth_name',
        'birth_date',
        'sex',
        'ethnic_group',
        'place_of_origin',
        'permanent_residence',
      ]),
    );
    expect(there.map((field) => field.authority)).toEqual(Array(6).fill('dan-cu'));
  });
  it('protects every field about a member as sensitive, unless it is plain', () => {
    const own = plan.elements.filter((element) => element.code.startsWith('DTD.DV.'));
    expect(own.every((element) => element.labels.importance === 'core' && element.labels.secrecy === 'none')).toBe(
      true,
    );
    expect(own.find((element) => element.code === 'DTD.DV.004')?.labels.personal).toBe('sensitive');
  });
  it('says of a person and a member what kind of value each element holds, how many, and of which concept', () => {
    const asked = plan.elements.filter((element) => /^DTD\.(CN|DV)\./.test(element.code));
    expect(asked.length).toBeGreaterThan(80);
    expect(asked.filter((one) => !one.property || !one.objectClass || !one.cardinality).map((one) => one.code)).toEqual(
      [],
    );
    // A year that is counted is neither a day nor a quantity: nothing is said where no term of ISO/IEC 11179-5 fits.
    const unsaid = plan.elements.filter((one) => one.representation === undefined).map((one) => one.physicalName);
    expect(unsaid.filter((name) => !/_year$|^term_|^salary_step$/.test(name))).toEqual([]);
    const alone = new Set(asked.map((one) => `${one.objectClass?.['en'] ?? ''} / ${one.property?.['en'] ?? ''}`));
    expect(alone.size).toBe(asked.length);
  });
  it('describes secret elements and puts none of them into an entity', () => {
    const secret = plan.elements.filter((element) => element.labels.secrecy !== 'none').map((element) => element.code);
    expect(secret.length).toBeGreaterThan(0);
    expect(plan.entities.flatMap((entity) => entity.fields).filter((field) => secret.includes(field.element))).toEqual(
      [],
    );
  });
  it('has all fields of the member card, and exactly seven elements without a trusted source', () => {
    const items = new Set(
      plan.elements.flatMap((one) => one.formRefs).flatMap((form) => /mục (\d+)/.exec(form)?.[1] ?? []),
    );
    const ownItems = [
      '10',
      '11',
      '12',
      '13',
      '14',
      '15',
      '16',
      '17',
      '18',
      '19',
      '20',
      '21',
      '22',
      '23',
      '24',
      '25',
      '26',
    ];
    expect([...ownItems, '27', '28', '29', '30'].filter((item) => !items.has(item))).toEqual([]);
    expect(plan.elements.filter((element) => element.authority === undefined)).toHaveLength(7);
  });
});

describe('the working days of vn-party', () => {
  const calendar = workingCalendar(party);
  it.each([
    ['2025-04-26', true],
    ['2025-05-02', false],
    ['2026-02-17', false],
    ['2026-08-22', true],
    ['2026-11-24', false],
    ['2027-02-08', false],
  ])('%s is a working day: %s', (day, works) => {
    expect(calendar.isWorkingDay(day)).toBe(works);
  });
  it('keeps the earlier edition as it was', () => {
    expect(workingCalendar(party, '2026').isWorkingDay('2026-11-24')).toBe(true);
  });
});

async function install(profile: Profile): Promise<TestContext> {
  const context = await testContext(await testDatabase(), { profile });
  for (const room of rooms) await room.install?.(context);
  return context;
}

describe('a node of vn-party', () => {
  let context: TestContext;
  beforeAll(async () => {
    context = await install(party);
  });
  it('has the forty direct committees, and the path of a branch of every line', async () => {
    const direct = (await listBodies(context.db, { on: '2026-11-23' })).filter(
      (body) => body.attributes['direct'] === true,
    );
    expect(direct).toHaveLength(40);
    const codes = async (code: string) => {
      const body = await getBody(context.db, code);
      const path = await pathOf(context.db, body.id);
      return Promise.all(path.map(async (above) => (await getBody(context.db, above)).code));
    };
    expect(await codes('MAU-X1-CS-BP-01')).toEqual([
      'TW',
      'MAU',
      'MAU-X1',
      'MAU-X1-CS',
      'MAU-X1-CS-BP',
      'MAU-X1-CS-BP-01',
    ]);
    expect(await codes('MAU-QD-01')).toEqual(['TW', 'DB-QD', 'MAU-QD-01']);
    expect(await codes('MAU-NN-01')).toEqual(['TW', 'MAU-NN', 'MAU-NN-01']);
  });
  it('knows all provinces and communes of a day', async () => {
    const counted = async (day: string) => {
      const provinces = await codesOf(context.db, 'TINH', day);
      const communes = await codesOf(context.db, 'XA', day);
      const kind = (word: string) => communes.filter((unit) => unit.names['vi']?.startsWith(word)).length;
      const cities = provinces.filter((unit) => unit.names['vi']?.startsWith('Thành phố')).length;
      return [provinces.length, cities, communes.length, kind('Xã'), kind('Phường'), kind('Đặc khu')];
    };
    expect(await counted('2025-07-01')).toEqual([34, 6, 3321, 2621, 687, 13]);
    expect(await counted('2026-04-30')).toEqual([34, 7, 3321, 2611, 697, 13]);
    expect(await counted('2026-09-20')).toEqual([34, 9, 3321, 2599, 709, 13]);
  });
  it('reads a code in the units of a day, and says what became of it', async () => {
    const meaning = async (list: string, code: string, on: string) =>
      (await resolveCode(context.db, { list, code, on, today: '2026-11-23' })).meaning?.names['vi'];
    expect(await meaning('TINH', '24', '2025-06-30')).toBe('Tỉnh Bắc Giang');
    expect(await meaning('TINH', '24', '2025-07-01')).toBe('Tỉnh Bắc Ninh');
    expect(await meaning('XA', '26368', '2026-04-29')).toBe('Xã Long Thành');
    expect(await meaning('XA', '26368', '2026-04-30')).toBe('Phường Long Thành');
  });
  it('has an answer for every register: owner, manager, steward, and purposes that exist', async () => {
    const registers = await listRegisters(context.db);
    expect(registers.map((register) => register.name).sort()).toEqual([
      'can-bo',
      'dan-cu',
      'dang-vien',
      'kien-nghi',
      'to-chuc-dang',
      'van-ban',
    ]);
    expect(registers.every((register) => register.state === 'published' && register.citation !== null)).toBe(true);
    const { plan } = await currentRelease(context.db);
    const known = new Set(plan.elements.map((element) => element.code));
    expect(registers.flatMap((register) => register.authorityFor).filter((code) => !known.has(code))).toEqual([]);
  });
  it('shows no real body late or wrong', async () => {
    expect((await listTasks(context, {})).counts).toMatchObject({ overdue: 0, done: 0 });
  });
});

it('example-county installs by the same rooms, in English', async () => {
  const context = await install(county);
  expect(await codesOf(context.db, 'BOROUGH', '2024-03-31')).toHaveLength(3);
  expect((await codesOf(context.db, 'BOROUGH', '2024-04-01')).map((one) => one.code)).toEqual(['B30', 'B40']);
  expect((await listRegisters(context.db)).map((one) => one.name).sort()).toEqual(['licences', 'residents']);
  // Christmas Eve is half a day, Christmas and the Monday after are off: one working day is over on the Tuesday.
  expect(workingCalendar(county).addWorkingDays('2026-12-23', 1)).toBe('2026-12-29');
  expect(join(folder, county.name)).toBe(county.folders[0]);
});
