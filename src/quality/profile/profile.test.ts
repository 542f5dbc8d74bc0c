import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAuthorityCounty, type AuthorityCounty } from '../../../test/harness/authorities.ts';
import { line } from '../../../test/harness/records.ts';
import { call } from '../../platform/http/call.ts';
import { profileRegister } from './contract.ts';
import { profileCsv } from './profile-csv.ts';
import { profileUpload, withCsv, writeCsv } from './profile-upload.ts';

const table = [
  'no,name,born,weight,note',
  '0001,An,31/02/2020,"1,5",-',
  '0002, Bình,2001-05-19,2,',
  '0002,Chi,19/05/2001,3,n/a',
  `0004,D\u0001,1999-12-31,4,`,
].join('\n');

const folder = mkdtempSync(join(tmpdir(), 'artery-profile-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a table', () => {
  it('is told by column: what is filled, what is no day, no character, nothing', async () => {
    const file = join(folder, 'table.csv');
    writeFileSync(file, table);
    const { rows, columns } = await profileCsv(file, { nothing: ['-', 'N/A'] });
    const [no, name, born, weight, note] = columns;
    expect(rows).toBe(4);
    expect(no).toMatchObject({
      name: 'no',
      filled: 4,
      distinct: 3,
      repeats: true,
      minLength: 4,
      maxLength: 4,
      kind: 'whole-number',
      shapes: ['9999'],
    });
    expect(name).toMatchObject({ untrimmed: 1, illegal: 1, kind: 'text', repeats: false });
    expect(born).toMatchObject({ badDays: 1, kind: 'day' });
    expect(weight).toMatchObject({ kind: 'number' });
    expect(note).toMatchObject({ filled: 2, placeholders: 2 });
    // No value is told, only shapes.
    expect(JSON.stringify(columns)).not.toMatch(/Chi|2001|0004/);
  });
  it('of nothing has no rows, and a file that is none is refused', async () => {
    const file = join(folder, 'empty.csv');
    writeFileSync(file, 'a,b\n');
    expect(await profileCsv(file)).toMatchObject({ rows: 0, columns: [{ kind: 'empty' }, { kind: 'empty' }] });
    await expect(profileCsv(join(folder, 'none.csv'))).rejects.toThrow();
  });
});

describe('rows on their way to the engine', () => {
  const batch = (text: string) => [{ cells: [text] }];
  it.skipIf(!existsSync('/dev/full'))(
    'meet a full disk between two batches: the file is refused, the process lives',
    async () => {
      const slow = async function* () {
        for (let i = 0; i < 5; i++) {
          yield batch('x'.repeat(100_000));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      };
      await expect(writeCsv('/dev/full', ['a'], slow())).rejects.toMatchObject({ code: 'ENOSPC' });
    },
  );
  it('go two at a time, whoever asks', async () => {
    let [running, most] = [0, 0];
    const none = async function* () {
      yield await Promise.resolve(batch('1'));
    };
    const work = async () => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setTimeout(resolve, 50));
      running -= 1;
    };
    await Promise.all(Array.from({ length: 6 }, () => withCsv(['a'], none(), work)));
    expect(most).toBe(2);
  });
  it('leave nothing behind, also when they break off', async () => {
    let seen = '';
    const good = async function* () {
      yield await Promise.resolve(batch('1'));
    };
    await withCsv(['a'], good(), (file) => Promise.resolve(void (seen = file)));
    expect([seen.endsWith('table.csv'), existsSync(seen)]).toEqual([true, false]);
    const broken = async function* () {
      yield await Promise.resolve(batch('1'));
      throw new Error('broken off');
    };
    await expect(withCsv(['a'], broken(), () => Promise.resolve())).rejects.toThrow('broken off');
  });
});

describe('what is sent and what is held', () => {
  let county: AuthorityCounty;
  beforeAll(async () => {
    county = await openAuthorityCounty();
  });
  it('is profiled alike, a register by those who answer for it', async () => {
    const sent = await profileUpload(county.context, Readable.from([Buffer.from(table)]), 'table.csv');
    expect(sent).toMatchObject({ rows: 4 });
    expect(sent.columns.map(({ name, filled }) => [name, filled])).toContainEqual(['no', 4]);
    await county.load('A', [line(1), line(2)]);
    await county.load('B', [line(501)]);
    const rows = async (body: string, post: string) => {
      county.become(body, post);
      return (await call(county.http.send, profileRegister, { params: { register: 'members' } })).rows;
    };
    expect([await rows('A', 'officer'), await rows('B', 'officer'), await rows('DM', 'data-manager')]).toEqual([
      2, 1, 3,
    ]);
  });
});
