import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readProfile } from './profile.ts';

const root = mkdtempSync(join(tmpdir(), 'artery-profile-'));
afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
write('base/profile.yaml', 'languages: [fr, en]\ntimeZone: Europe/Paris\n');
write('base/bodies/a.yaml', 'from: base');
write('base/bodies/b.yaml', 'from: base');
write('base/registers/r.yaml', 'from: base');
write('over/profile.yaml', 'extends: base\nomit: [registers/]\n');
write('over/bodies/b.yaml', 'from: over');
write('over/registers/own.yaml', 'from: over');

describe('a profile', () => {
  const profile = readProfile(root, 'over');
  it('takes its settings from the base unless it has its own', () => {
    expect(profile).toMatchObject({ layers: ['base', 'over'], languages: ['fr', 'en'], timeZone: 'Europe/Paris' });
  });
  it('replaces a file of its base by the one with the same path', () => {
    expect(profile.files('bodies').map((file) => [file.path, file.text])).toEqual([
      ['bodies/a.yaml', 'from: base'],
      ['bodies/b.yaml', 'from: over'],
    ]);
    expect(profile.read('bodies/b.yaml')).toEqual({ from: 'over' });
  });
  it('leaves out of its base what it omits, and keeps its own', () => {
    expect(profile.files('registers').map((file) => file.path)).toEqual(['registers/own.yaml']);
    expect(profile.read('registers/r.yaml')).toBeUndefined();
    expect(readProfile(root, 'base').read('registers/r.yaml')).toEqual({ from: 'base' });
  });
  it('refuses a name that is not there, and a circle', () => {
    expect(() => readProfile(root, '../etc')).toThrow(/no profile/);
    write('x/profile.yaml', 'extends: y');
    write('y/profile.yaml', 'extends: x');
    expect(() => readProfile(root, 'x')).toThrow(/circle/);
  });
});
