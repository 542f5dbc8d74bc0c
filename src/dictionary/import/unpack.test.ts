import { describe, expect, it } from 'vitest';
import { packZip } from '../emit/zip.ts';
import { importFiles } from './import-files.ts';
import { codesOf, elementOf } from './testing/read.ts';
import { ofFormat } from './unpack.ts';

const zipOf = (files: Readonly<Record<string, string | Buffer>>) =>
  Buffer.concat([
    ...packZip(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content as string) }))),
  ]);
const read = (bytes: Buffer, format: 'csv' | 'artery' = 'csv') =>
  importFiles([{ name: 'given.zip', bytes }], { format, language: 'en' });

describe('a ZIP file', () => {
  it('gives way to what it holds of the format, with places inside of it', async () => {
    const proposal = await read(zipOf({ 'cows/cow.csv': 'tag,born\n1,2020-01-02\n', 'readme.md': '#', 'bad.csv': '' }));
    expect(elementOf(proposal, 'Cow.Born')['dataType']).toBe('date');
    const errors = proposal.findings.filter((one) => one.severity === 'error');
    expect(errors).toMatchObject([{ code: 'file-empty', file: 'given.zip/bad.csv' }]);
  });

  it('that holds nothing of it, is broken, or leads out of itself is a finding', async () => {
    const bomb = zipOf({ 'a.csv': Buffer.alloc(201 * 1024 * 1024, 'a') });
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(codesOf(await read(bomb))).toEqual(['error file-too-large']);
    expect(codesOf(await read(zipOf({ 'a.txt.md': 'x' })))).toEqual(['error zip-without']);
    expect(codesOf(await read(zipOf({ 'a.csv': 'a\n1\n' }).subarray(0, 40)))).toEqual(['error unreadable']);
    expect(codesOf(await read(zipOf({ '../../a.csv': 'a\n1\n' })))).toEqual(['error unreadable']);
  });

  it('of a profile holds its dictionary among other things', () => {
    const dictionary = ['p/profile.yaml', 'p/dictionary/settings.yaml', 'p/dictionary/codes/a.yaml'];
    const others = ['p/dictionary/conversion.yaml', 'p/dictionary/mappings/a.yaml', 'p/bodies/all.yaml', 'q/a.yaml'];
    expect(ofFormat([...dictionary, ...others], 'artery')).toEqual(dictionary);
    expect(ofFormat(['a.yaml', 'b.yml', 'c.csv'], 'artery')).toEqual(['a.yaml', 'b.yml']);
  });
});
