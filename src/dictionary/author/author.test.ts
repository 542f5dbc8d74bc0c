import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProfile } from '../../platform/profile.ts';
import { compileDictionary, compileProfileDictionary } from '../compile.ts';
import { importFiles } from '../import/import-files.ts';
import type { Plan } from '../plan.ts';
import { authoredDictionaries, authoredLanguages } from '../testing/authored.ts';
import { testPlan } from '../testing/dictionary.ts';
import { authorPlan } from './author-plan.ts';
import { compileAuthored } from './compile-authored.ts';
import { writeDictionary } from './write-dictionary.ts';

const root = join(import.meta.dirname, '..', '..', '..');

function compiled(authored: Parameters<typeof compileAuthored>[0], languages: readonly string[]): Plan {
  const { plan, findings } = compileAuthored(authored, languages);
  if (!plan) throw new TypeError(JSON.stringify(findings, undefined, 1));
  return plan;
}
/** As `jsonb` gives it back: the members of objects in another order. */
function shuffled<T>(value: T): T {
  if (Array.isArray(value)) return value.map(shuffled) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, shuffled(member)] as const);
  return Object.fromEntries(members.sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1))) as T;
}

describe('a plan, authored again', () => {
  it('compiles to the same hash, for whatever dictionary', () => {
    fc.assert(
      fc.property(authoredDictionaries, (given) => {
        const plan = compiled(given, authoredLanguages);
        const authored = authorPlan(plan);
        const again = compiled(authored, authoredLanguages);
        expect(again).toEqual(plan);
        expect(again.hash).toBe(plan.hash);
        // Authoring is settled after one step, and does not depend on the order of members.
        expect(authorPlan(again)).toEqual(authored);
        expect(compiled(shuffled(authored), authoredLanguages).hash).toBe(plan.hash);
      }),
      { numRuns: 100 },
    );
  });

  it.each(['vn-party', 'vn-demo', 'example-county'])('compiles %s to the same hash', (name) => {
    const profile = readProfile(join(root, 'profiles'), name);
    const plan = compileProfileDictionary(profile).plan as Plan;
    expect(plan.elements.length).toBeGreaterThan(10);
    expect(compiled(authorPlan(plan), plan.languages).hash).toBe(plan.hash);
    expect(compiled(authorPlan(shuffled(plan)), plan.languages).hash).toBe(plan.hash);
  });

  it.each(['vn-party', 'example-county'])(
    'is written as YAML that imports and compiles to the same hash: %s',
    async (name) => {
      const profile = readProfile(join(root, 'profiles'), name);
      const plan = compileProfileDictionary(profile).plan as Plan;
      const files = writeDictionary(plan, 'given');
      const written = files.filter(({ path }) => path.startsWith('dictionary/'));
      const again = compileDictionary(
        written.map(({ path, text }) => ({ path, text, file: path })),
        plan.languages,
      );
      expect(again.findings).toEqual([]);
      expect(again.plan?.hash).toBe(plan.hash);
      const bytes = (text: string) => new TextEncoder().encode(text);
      const profileFile = {
        name: 'profile.yaml',
        bytes: bytes(`name: given\nlanguages: [${plan.languages.join(', ')}]\n`),
      };
      const own = profile
        .files('dictionary')
        .filter(({ path }) => path.endsWith('.yaml') && !path.includes('conversion'));
      const options = { format: 'artery', language: 'en' } as const;
      const first = await importFiles(
        [profileFile, ...own.map(({ path, text }) => ({ name: path, bytes: bytes(text) }))],
        options,
      );
      const second = await importFiles(
        [profileFile, ...written.map(({ path, text }) => ({ name: path, bytes: bytes(text) }))],
        options,
      );
      expect(first.findings).toEqual([]);
      expect(second.hash).toBe(first.hash);
    },
  );

  it('is written as files that come to the same hash, for whatever dictionary', async () => {
    await fc.assert(
      fc.asyncProperty(authoredDictionaries, async (given) => {
        const plan = compiled(given, authoredLanguages);
        const files = writeDictionary(plan, 'given');
        const names = new Set(files.map(({ path }) => path.toLowerCase()));
        expect(names.size).toBe(files.length);
        const bytes = (text: string) => new TextEncoder().encode(text);
        const again = await importFiles(
          files.map(({ path, text }) => ({ name: path, bytes: bytes(text) })),
          { format: 'artery', language: 'en' },
        );
        expect(again.planHash).toBe(plan.hash);
      }),
      { numRuns: 25 },
    );
  });

  it('says only what the compiler would not assume', () => {
    const { elements, entities } = authorPlan(testPlan());
    expect(elements.find((one) => one['code'] === 'CTY.105')).toEqual({
      code: 'CTY.105',
      physicalName: 'owns_home',
      names: { en: 'Owns the home', fr: 'Propriétaire' },
      definition: { en: expect.any(String) as string, fr: expect.any(String) as string },
      domain: 'households',
      tier: 'organisation',
      dataType: 'boolean',
      layer: 'master',
      origin: 'source',
      reCollectable: 'confirm',
      sharing: 'shared',
      importance: 'core',
      secrecy: 'none',
      personal: 'basic',
      legalBasis: [],
      purpose: [],
    });
    expect((entities[0]?.['fields'] as unknown[]).slice(3, 5)).toEqual([
      { element: 'CTY.004', group: 'person', required: true },
      { element: 'CTY.005', group: 'home' },
    ]);
  });
});

describe('findings of plain data', () => {
  const given = authorPlan(testPlan());
  const at = (change: Partial<typeof given>) =>
    compileAuthored({ ...given, ...change }, ['en', 'fr']).findings.map(({ code, entry, pointer, file, line }) => ({
      code,
      entry: `${entry?.kind ?? ''} ${entry?.key ?? ''}`,
      pointer,
      file,
      line,
    }));
  const first = given.elements[0] as Record<string, unknown>;
  const rest = given.elements.slice(1);

  it('name the entry and a JSON Pointer, all at once', () => {
    const names = { en: 'Personal number' };
    const found = at({
      elements: [{ ...first, names, secrecy: 'hush', 'a/b': 1 }, ...rest],
      codeLists: given.codeLists.map((list) =>
        list['code'] === 'SEX' ? { ...list, items: [{ code: 1, names: { en: 'x', fr: 'y' } }] } : list,
      ),
    });
    const said = (code: string, entry: string, pointer: string) => ({
      ...{ code, entry, pointer },
      ...{ file: entry.split(' ')[1], line: 0 },
    });
    expect(found).toEqual(
      expect.arrayContaining([
        said('missing-translation', 'element CTY.001', '/names'),
        said('unknown-literal', 'element CTY.001', '/secrecy'),
        said('unknown-attribute', 'element CTY.001', '/a~1b'),
        said('quotes-needed', 'code-list SEX', '/items/0/code'),
      ]),
    );
  });

  it('point at the other entry in one text', () => {
    const twice = compileAuthored({ ...given, elements: [...given.elements, first] }, ['en', 'fr']).findings;
    expect(twice.find((one) => one.code === 'duplicate-element-code')?.params).toEqual({
      value: 'CTY.001',
      place: 'CTY.001/code',
    });
  });

  it('are findings for whatever is no dictionary', () => {
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown;
    const odd = { code: 'X', names: deep, definition: null, domain: 7, __proto__: null } as Record<string, unknown>;
    const { plan, findings } = compileAuthored({ elements: [odd], entities: [{}], codeLists: [{}] }, ['en']);
    expect(plan).toBeUndefined();
    expect(findings.map((one) => one.code)).toEqual(
      expect.arrayContaining(['mapping-expected', 'quotes-needed', 'missing-attribute', 'settings-missing']),
    );
    expect(findings.find((one) => one.code === 'settings-missing')?.entry).toEqual({
      kind: 'settings',
      key: 'settings',
    });
    expect(findings.some((one) => one.entry?.key === '#1')).toBe(true);
  });
});
