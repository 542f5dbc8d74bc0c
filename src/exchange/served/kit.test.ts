/** The kit: its validator finds every fault of the bad samples, and none in the good ones. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import yauzl from 'yauzl';
import { openServedCounty, type ServedCounty } from '../../../test/harness/served.ts';

/** The files of a ZIP, by name. */
function openZip(content: Buffer): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  return new Promise((done, fail) => {
    yauzl.fromBuffer(content, { lazyEntries: true }, (wrong, zip) => {
      if (wrong) return fail(wrong);
      zip.on('end', () => done(found)).on('error', fail);
      zip.on('entry', (entry: yauzl.Entry) => {
        zip.openReadStream(entry, (unread, stream) => {
          if (unread) return fail(unread);
          const parts: Buffer[] = [];
          stream.on('data', (part: Buffer) => parts.push(part));
          stream.on('end', () => {
            found.set(entry.fileName, Buffer.concat(parts));
            zip.readEntry();
          });
        });
      });
      zip.readEntry();
    });
  });
}

const folder = mkdtempSync(join(tmpdir(), 'artery-kit-'));
let county: ServedCounty;
let files: ReadonlyMap<string, Buffer>;
beforeAll(async () => {
  county = await openServedCounty();
  county.become('B', 'developer');
  const answer = await county.http.server.fastify.inject({ url: '/api/exchange/kits/members' });
  expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  files = await openZip(answer.rawPayload);
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = spawnSync('python3', ['--version']).error === undefined;
const validate = (sample: string) =>
  spawnSync('python3', ['-B', join(folder, 'members/validate.py'), join(folder, 'members/samples', sample)], {
    encoding: 'utf8',
  });
const json = <T>(name: string) => JSON.parse((files.get(`members/${name}`) ?? Buffer.from('null')).toString()) as T;

it('holds what a program is written against', () => {
  expect([...files.keys()].sort()).toEqual(
    [
      ...['codes/PLACE.csv', 'codes/STATE.csv', 'errors.en.md', 'fields.json', 'openapi.json'],
      ...['samples/bad-faults.json', 'samples/bad.json', 'samples/good.json', 'schema.json', 'validate.py'],
    ].map((name) => `members/${name}`),
  );
  expect(json<{ paths: object }>('openapi.json').paths).toHaveProperty(['/exchange/v1/{register}/lookup']);
  expect(files.get('members/errors.en.md')?.toString()).toContain('| `governance/quota-spent` |');
  expect(files.get('members/errors.en.md')?.toString()).not.toMatch(/\{\{|rules\.|remedies\./);
});

it.skipIf(!python)('finds nothing in the good samples and each fault of the bad ones', () => {
  expect(validate('good.json')).toMatchObject({ status: 0, stdout: '' });
  const { status, stdout } = validate('bad.json');
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const faults = json<{ field: string; rule: string }[]>('samples/bad-faults.json');
  expect(faults.length).toBeGreaterThan(7);
  const missed = faults.filter(
    ({ field, rule }, i) => !found.some(([n, f, r]) => Number(n) === i + 1 && f === field && r === rule),
  );
  expect([status, missed]).toEqual([1, []]);
  expect(execFileSync('python3', ['--version']).toString()).toContain('Python 3');
});
