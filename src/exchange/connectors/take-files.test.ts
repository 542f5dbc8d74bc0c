/** Drop folders: a file is taken once, by what is in it, and put where its sender finds what came of it. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { openCounty, type County } from '../../../test/harness/records.ts';
import { authorizer } from '../../governance/index.ts';
import { countRecords, openRegister, undoChangeSet } from '../../records/index.ts';
import { approveConnector } from './change-connector.ts';
import { connectorPermissions } from './connector-permissions.ts';
import { runConnector } from './run-connector.ts';
import { writeConnector } from './write-connector.ts';

const db = await testDatabase();
const drop = mkdtempSync(join(tmpdir(), 'artery-drop-'));
const place = join(drop, 'town');
let county: County;
const context = () => ({ ...county.context, dropDir: drop });
const words = { t: ((key: string) => key) as never, language: 'en' };
const by = (account: string) => ({ account, body: null, rule: 'test' });

/** A file that was left alone for a while. */
function put(name: string, text: string | Buffer): void {
  writeFileSync(join(place, name), text);
  const then = new Date(Date.now() - 60_000);
  utimesSync(join(place, name), then, then);
}
let minute = 0;
const run = () => {
  county.context.clock.set(new Date(Date.UTC(2026, 10, 23, 4, (minute += 1))));
  return runConnector(context(), 'town-files', { account: 'system' });
};
const there = (folder = '') => readdirSync(join(place, folder)).sort();
const held = async () => countRecords(db, await openRegister(db, 'members'), { scope: 'all' });
const list = (...lines: string[]) => ['card_no;full_name;born_on', ...lines].join('\n');

beforeAll(async () => {
  county = await openCounty(db);
  authorizer(county.context, [connectorPermissions]);
  await writeConnector(
    context(),
    {
      connector: 'town-files',
      names: { en: 'Files of the town' },
      ...{ kind: 'folder', settings: { folder: 'town' }, hosts: [], register: 'members', body: 'A', everyMinutes: 5 },
    },
    by('maker'),
    words,
  );
  await approveConnector(context(), { code: 'town-files', hosts: [] }, by('checker'));
});
afterAll(() => rmSync(drop, { recursive: true, force: true }));

describe('a drop folder', () => {
  it('that is not there is said, and one that is a link is none', async () => {
    expect(await run()).toMatchObject([{ outcome: 'failed', problem: { slug: 'no-drop-folder' } }]);
    symlinkSync(tmpdir(), place);
    expect(await run()).toMatchObject([{ outcome: 'failed', problem: { slug: 'no-drop-folder' } }]);
    rmSync(place);
    mkdirSync(place);
    expect(await run()).toMatchObject([{ outcome: 'nothing' }]);
  });

  it('gives its rows to the register, and the sender the file back with notes', async () => {
    put('list.csv', list('000001;Ann;17/03/1980', '000002;Ben;never', '000003;Cid;18/03/1980'));
    const [first] = await run();
    expect(first).toMatchObject({ outcome: 'stored', file: 'list.csv', rows: 3, new: 2, wrong: 1 });
    expect(there()).toEqual(['done']);
    expect(there('done')).toEqual(['list.csv', 'list.csv.review.xlsx']);
    expect(
      readFileSync(join(place, 'done', 'list.csv.review.xlsx'))
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect(await held()).toBe(2);

    // The same bytes under another name: nothing is new, whatever it is called.
    put('again.csv', readFileSync(join(place, 'done', 'list.csv')));
    expect(await run()).toMatchObject([{ outcome: 'same', file: 'again.csv', new: 0, changed: 0 }]);
    put('list.csv', list('000001;Ann;17/03/1980', '000004;Dan;19/03/1980'));
    expect(await run()).toMatchObject([{ outcome: 'stored', new: 1, unchanged: 1 }]);
    expect(there('done')).toEqual(['again.csv', 'list (2).csv', 'list.csv', 'list.csv.review.xlsx']);

    await undoChangeSet(county.context, {
      ...{ changeSet: first?.changeSet as number, caller: county.caller('A', 'officer'), leaveDependents: true },
    });
    expect(await held()).toBe(1);
  });

  it('takes each file by itself: one that cannot be read stands among the failed with the reason', async () => {
    put('a.csv', list('000011;Eve;17/03/1980'));
    put('b.xlsx', 'no workbook at all');
    put('c.csv', 'nothing;of;this\n1;2;3');
    const runs = await run();
    expect(runs.map((one) => [one.file, one.outcome])).toEqual([
      ['a.csv', 'stored'],
      ['b.xlsx', 'failed'],
      ['c.csv', 'failed'],
    ]);
    expect(there()).toEqual(['done', 'failed']);
    expect(there('failed')).toEqual(['b.xlsx', 'b.xlsx.txt', 'c.csv', 'c.csv.txt']);
    expect(readFileSync(join(place, 'failed', 'b.xlsx.txt'), 'utf8').length).toBeGreaterThan(20);
  });

  it('leaves what is not whole, not a plain file, or not meant for it', async () => {
    writeFileSync(join(place, 'growing.csv'), list('000021;Fay;17/03/1980'));
    put('.hidden.csv', 'x');
    put('~$open.xlsx', 'x');
    put('notes.md', 'x');
    symlinkSync('/etc/hostname', join(place, 'link.csv'));
    expect(await run()).toMatchObject([{ outcome: 'nothing' }]);
    expect(there()).toEqual(['.hidden.csv', 'done', 'failed', 'growing.csv', 'link.csv', 'notes.md', '~$open.xlsx']);
  });
});
