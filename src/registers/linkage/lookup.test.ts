/** "Is this person known?": asked one after the other, with more and with less than the one before. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  beginLinkage,
  fieldsOf,
  linkFiles,
  openLookup,
  readLinkageSettings,
  type Linkage,
  type Lookup,
} from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'artery-linkage-lookup-'));
const settings = readLinkageSettings(
  parse(readFileSync(join(import.meta.dirname, '../../../profiles/vn-party/linkage/person.yaml'), 'utf8')),
);
let run: Linkage;
let lookup: Lookup;

beforeAll(async () => {
  const file = join(folder, 'register.csv');
  writeFileSync(
    file,
    [
      'record_id,person_id,full_name,birth_date,sex,province,phone',
      'P1,099080000012,Nguyễn Văn Bình,1980-03-12,Nam,08,',
      'P2,099085000021,Trần Thị Hà,1985-05-20,Nữ,01,0990000002',
      'P3,099075000033,Lê Quốc Khánh,1975-02-28,Nam,48,0990000003',
      'P4,099090000045,Phạm Thị Hạ,1990-09-07,Nữ,31,0990000004',
    ].join('\n'),
  );
  run = await beginLinkage({ settings, distinct: false });
  await linkFiles(run, [{ file }]);
  lookup = await openLookup(run);
});
afterAll(async () => {
  await run[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('a look-up', () => {
  it.each([
    ['by the number alone', { id: 'O99O8OOOOO12' }, 'known', 'P1'],
    [
      'by name without marks, birthday and province',
      { name: 'TRAN THI HA', born: '20/05/1985', place: '01' },
      'known',
      'P2',
    ],
    ['by name and year, and the province', { name: 'Le Quoc Khanh', born: '1975', place: '48' }, 'known', 'P3'],
    [
      'with another name like a twin: somebody looks',
      { name: 'Phạm Thị Hà', born: '07/09/1990', place: '31' },
      'likely',
      'P4',
    ],
    ['of somebody who is not there', { name: 'Vũ Đức Long', born: '01/01/1950' }, 'unknown', undefined],
    ['of nothing', {}, 'unknown', undefined],
    ['by the telephone, after all of these', { name: 'tran thij haf', phone: '+84 990 000 002' }, 'known', 'P2'],
  ])('%s', async (_what, values, verdict, key) => {
    const answer = await lookup.ask(values);
    expect({ verdict: answer.verdict, key: answer.candidates[0]?.left.key }).toEqual({ verdict, key });
  });
  it('reads headers that people use for the fields', () => {
    expect(fieldsOf(settings, { 'Họ và tên': 'A', ngay_sinh: '1980', colour: 'red' })).toEqual({
      name: 'A',
      born: '1980',
    });
  });
});
