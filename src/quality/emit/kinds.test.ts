/** Every kind of rule on rows made for it: one that passes, one that fails, one that says nothing. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { columns, line, rowsOf } from '../../../test/harness/records.ts';
import { system } from '../../platform/caller.ts';
import { sql } from '../../platform/db/sql.ts';
import { loadRows } from '../../records/index.ts';
import { countAnew } from '../count-rules.ts';
import { usual } from '../framework.ts';
import type { Rule } from '../rule.ts';
import { rulesOfRegister } from '../rules-of-register.ts';
import { scoreField, scoreFields } from '../score.ts';
import { listRules } from '../store/rule.ts';
import { talliesOf } from '../store/tally.ts';

const elements = `
defaults:
  { tier: organisation, layer: master, origin: source, reCollectable: confirm, sharing: shared, importance: core,
    secrecy: none, personal: none, legalBasis: [], purpose: [] }
elements:
  - { code: V.1, physicalName: visit_no, names: { en: Visit }, definition: { en: "The number under which a visit is kept" },
      dataType: identifier, maxLength: 12, pattern: '[0-9]{4}', keyRole: key, criticality: key, nullability: required }
  - { code: V.2, physicalName: who, names: { en: Who }, definition: { en: "The member who is visited, by card" },
      dataType: reference, references: member, maxLength: 12 }
  - { code: V.3, physicalName: happened_on, names: { en: Day }, definition: { en: "The day on which the visit happened" },
      dataType: date, updateDeadline: { days: 3 } }
  - { code: V.4, physicalName: seen_on, names: { en: Seen }, definition: { en: "The day on which the facts were last seen" },
      dataType: date, maxAge: 365 }
  - { code: V.5, physicalName: weight, names: { en: Weight }, definition: { en: "The weight of the luggage in kilograms" },
      dataType: decimal, precision: 8, scale: 2, range: { min: '1', max: '50' },
      qualityRules: [
        { code: even, dimension: accurate, severity: warning, expression: 'value % 2 == 0', names: { en: Even }, weight: 3, threshold: 0.95 },
        { code: divides, dimension: accurate, severity: error, expression: '10 / (value - value) > 1', names: { en: Divides } } ] }
  - { code: V.6, physicalName: passport, names: { en: Passport }, definition: { en: "The number of the passport of the visitor" },
      dataType: identifier, maxLength: 12, keyRole: link, criticality: key, identifierOf: person }
  - { code: V.7, physicalName: place_seen, names: { en: Place }, definition: { en: "The place at which the visit happened" },
      dataType: code, codeList: PLACE, maxAge: 30 }
  - { code: V.8, physicalName: reason, names: { en: Reason }, definition: { en: "Why the visit took longer than a day" },
      dataType: string, maxLength: 60, nullability: conditional, condition: 'weight > 40' }
`;
const entity = `
name: visit
code: VISIT
names: { en: visit }
definition: { en: Somebody goes and sees a member }
key: [visit_no]
body: { how: uploader }
fields: [{ element: V.1 }, { element: V.2 }, { element: V.3 }, { element: V.4 }, { element: V.5 }, { element: V.6 }, { element: V.7 }, { element: V.8 }]
`;
const register = `
- name: visits
  entity: visit
  names: { en: Visits }
  definition: { en: Who was visited }
  owner: C
  manager: DM
  stewards: [C]
  updatedBy: { level: commune }
  labels: { sharing: shared, importance: core, personal: none }
`;

type Row = Partial<Record<string, string | number | null>>;
let county: AuthorityCounty;
let rules: readonly Rule[];
let change = 0;

beforeAll(async () => {
  county = await openAuthorityCounty({
    'dictionary/elements/visits.yaml': elements,
    'dictionary/entities/visit.yaml': entity,
    'registers/visits.yaml': register,
  });
  const { context } = county;
  const load = await loadRows(context, {
    ...{ register: 'members', body: county.id('A'), caller: system },
    ...{ columns, rows: rowsOf([line(1)]) },
  });
  change = load.changeSet ?? 0;
  await context.db.run(sql`update platform.change_set set subject = 'visits' where id = ${change}`);
  ({ rules } = await rulesOfRegister(context.db, context, 'visits'));
  // The same columns without what the table holds by itself, for values that no writer would let in.
  await context.db.script('create table data.loose as select * from data.visit with no data');
});

const DAY = '2026-11-23';
const good: Row = {
  ...{ visit_no: '0001', who: '000001', happened_on: DAY, seen_on: DAY, weight: 4 },
  ...{ passport: 'P1', place_seen: '001', reason: 'rain' },
};

async function put(rows: readonly Row[]): Promise<void> {
  const { db } = county.context;
  await db.run(sql`truncate data.loose`);
  for (const row of rows) {
    const json = JSON.stringify({ record_id: crypto.randomUUID(), version: 1, change_set: change, body_id: 1, ...row });
    await db.run(sql`insert into data.loose select * from jsonb_populate_record(null::data.loose, ${json}::jsonb)`);
  }
}

/** `field/rule → [assessed, passing]` */
async function count(some: readonly Rule[], ruleSeconds = 30): Promise<Record<string, [number, number]>> {
  const { db } = county.context;
  const counting = { register: 'visits', rules: some, rows: sql`data.loose`, bodies: 'all' as const, follower: 'test' };
  await db.transaction((tx) => countAnew(tx, { ...counting, ruleSeconds }));
  const tallies = await talliesOf(db, 'visits', 'all');
  return Object.fromEntries(tallies.map((one) => [`${one.field}/${one.rule}`, [one.assessed, one.passing]]));
}
const ofRule = async (name: string, rows: readonly Row[]) => {
  await put(rows);
  return (await count(rules))[name];
};

describe('a rule of each kind', () => {
  it.each<[name: string, failing: Row, silent: Row | undefined, base?: Row]>([
    ['visit_no/complete', { visit_no: null }, undefined],
    ['reason/complete', { reason: null }, { reason: null, weight: 4 }, { weight: 42 }],
    ['reason/placeholder', { reason: ' - ' }, { reason: null }],
    ['visit_no/pattern', { visit_no: '12' }, { visit_no: null }],
    ['weight/range', { weight: 51 }, { weight: null }],
    ['place_seen/code-list', { place_seen: '003' }, { place_seen: null }],
    ['who/reference-to', { who: '000009' }, { who: null }],
    ['seen_on/fresh', { seen_on: '2025-11-22' }, { seen_on: null }],
    ['weight/even', { weight: 3 }, { weight: null }],
    // Three working days before Monday the 23rd: who entered Tuesday's visit on Monday is late.
    ['happened_on/in-time', { happened_on: '2026-11-17' }, { version: 2 }],
  ])('%s passes, fails, and is silent', async (name, failing, silent, base) => {
    const whole = { ...good, ...base };
    if (name === 'happened_on/in-time') await startedOn('2026-11-01');
    expect(await ofRule(name, [whole])).toEqual([1, 1]);
    expect(await ofRule(name, [whole, { ...whole, ...failing }])).toEqual([2, 1]);
    if (silent) expect(await ofRule(name, [whole, { ...whole, ...silent }])).toEqual([1, 1]);
  });
  it('a value that is as old as its record is stale with it', async () => {
    expect(await ofRule('place_seen/fresh', [good])).toEqual([1, 1]);
    const { db } = county.context;
    await db.run(sql`update platform.change_set set begun_at = begun_at - interval '31 days' where id = ${change}`);
    expect(await ofRule('place_seen/fresh', [good])).toEqual([1, 0]);
    await db.run(sql`update platform.change_set set begun_at = begun_at + interval '31 days' where id = ${change}`);
  });
  it('a person’s number that stands twice fails in both rows', async () => {
    const { db } = county.context;
    await put([good, good, { ...good, passport: 'P2' }, { ...good, passport: null }]);
    await db.run(sql`insert into quality.duplicate values ('visits', 'passport', hashtextextended('P1', 110), 1, 2)`);
    expect((await count(rules))['passport/unique']).toEqual([3, 1]);
    await db.run(sql`delete from quality.duplicate`);
    // The twin: nothing known of it, nothing fails.
    expect((await count(rules))['passport/unique']).toEqual([3, 3]);
  });
});

/** The register is older than the change whose rows are judged. */
const startedOn = async (day: string) => {
  const { db } = county.context;
  await db.run(sql`insert into platform.change_set (id, kind, subject, actor, begun_at)
    values (nextval('platform.change_set_id'), 'records', 'visits', 'system', ${day}::date) on conflict do nothing`);
  ({ rules } = await rulesOfRegister(db, county.context, 'visits'));
};

describe('a rule that cannot be computed', () => {
  it('divides by zero: it says nothing, and is not assessed', async () => {
    expect(await ofRule('weight/divides', [good, good])).toEqual([0, 0]);
  });
  const broken = (passes: Rule['passes']): Rule => ({
    ...{ field: '', rule: 'broken', dimension: 'clean', keyField: false },
    ...{ assessed: sql`true`, passes },
  });
  const reasonOf = async (rule: Rule) => {
    await put([good, good]);
    const counted = await count([...rules.slice(0, 3), rule], 0.5);
    const found = (await listRules(county.context.db, 'visits')).find((one) => one.rule === 'broken');
    return { reason: found?.reason, counted: counted['/broken'], others: Object.keys(counted).length };
  };
  it('scans for ever: it is stopped by the clock, the others are counted', async () => {
    expect(await reasonOf(broken(sql`(select pg_sleep(60)) is null`))).toEqual({
      reason: 'too-slow',
      counted: undefined,
      others: 3,
    });
    const limit = await county.context.db.rows(sql`select current_setting('statement_timeout') as is`);
    expect(limit).toEqual([{ is: '0' }]);
  });
  it('fails on a value: it is not assessed and says why', async () => {
    expect(await reasonOf(broken(sql`1 / (r.version - r.version) = 1`))).toMatchObject({ reason: 'fails', others: 3 });
    expect(await reasonOf(broken(sql`true`))).toMatchObject({ reason: null, others: 4 });
  });
  it('what is no fault of a rule is thrown', async () => {
    await expect(count([broken(sql`no_such_column`)])).rejects.toThrow(/no_such_column/);
  });
});

describe('weights', () => {
  it('an element’s rule brings its weight and its threshold', async () => {
    await put([good, { ...good, weight: 3 }]);
    await count(rules);
    const tallies = (await talliesOf(county.context.db, 'visits', 'all')).filter(({ field }) => field === 'weight');
    // Quality accurate: range 100 weighs 1, even 50 weighs 3.
    expect(scoreField(tallies)).toMatchObject({ score: 62.5, band: 'red' });
  });
  it('of qualities and fields are the framework’s', () => {
    const tally = { field: 'a', rule: 'x', dimension: 'clean', keyField: false, assessed: 10, passing: 10 };
    const half = { ...tally, rule: 'y', dimension: 'live', passing: 5 };
    const weighed = {
      ...usual,
      qualities: usual.qualities.map((one) => (one.code === 'live' ? { ...one, weight: 3 } : one)),
    };
    expect(scoreField([tally, half], weighed).score).toBe(62.5);
    const none = { ...usual, qualities: usual.qualities.filter(({ code }) => code !== 'live') };
    expect(scoreField([tally, half], none).score).toBe(99.9);
    const other = { ...tally, field: 'b', passing: 0 };
    expect(scoreFields([tally, other], usual, (field) => (field === 'a' ? 3 : 1)).score).toBe(75);
  });
});
