import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileDictionary } from '../compile.ts';
import { importFiles } from './import-files.ts';
import { LARGEST } from './open-file.ts';
import { codesOf, elementOf, fileOf, filesIn, read, sharedData } from './testing/read.ts';
import type { Format, Proposal } from './model.ts';
import { writeProposal } from './write-proposal.ts';

const root = join(import.meta.dirname, '..', '..', '..');

async function again(proposal: Proposal): Promise<Proposal> {
  const files = writeProposal(proposal, 'given').map(({ path, text }) => fileOf(path, text));
  return importFiles(files, { format: 'artery', language: 'en' });
}
const compiled = (proposal: Proposal) =>
  compileDictionary(
    writeProposal(proposal, 'given')
      .filter(({ path }) => path.startsWith('dictionary/'))
      .map(({ path, text }) => ({ path, text, file: path })),
    proposal.languages,
  );

const SOURCES: readonly (readonly [Format, string])[] = [
  [
    'ddl',
    `CREATE TYPE m AS ENUM ('0', '01'); CREATE TABLE "user" (a varchar(5) PRIMARY KEY, b m, c int REFERENCES gone);`,
  ],
  ['csv', 'no,yes,null,2024-01-01\n1,true,~,a\n2,false,x,b\n'],
  [
    'table-schema',
    '{"fields":[{"name":"a","constraints":{"enum":["1e3","null","0x1"]}},{"name":"b","description":"# no: comment"}]}',
  ],
  [
    'json-schema',
    '{"title":"T","type":"object","properties":{"a":{"type":"number","minimum":0.5},"b":{"format":"date"}}}',
  ],
];

describe('a proposal', () => {
  it.each(SOURCES)(
    'of %s is written as a dictionary that is sound and imports to the same hash',
    async (format, text) => {
      const proposal = await read(format, text);
      expect(proposal.elements.length).toBeGreaterThan(1);
      const { plan, findings } = compiled(proposal);
      expect(findings).toEqual([]);
      expect(plan?.elements).toHaveLength(proposal.elements.length);
      const back = await again(proposal);
      expect(back.findings).toEqual([]);
      expect(back.hash).toBe(proposal.hash);
      expect(back.unresolved.map(({ target }) => target)).toEqual(proposal.unresolved.map(({ target }) => target));
    },
  );

  const publicData = [
    ['odcs', 'odcs', /\.odcs\.yaml$/],
    ['skos-codelist', 'skos', /causale\.ttl$/],
    ['dsa-manifests', 'dsa', /rc\/.*\.csv$/],
  ] as const;
  for (const [folder, format, ending] of publicData) {
    const path = sharedData(folder);
    it.skipIf(path === undefined)(`of the public data in ${folder} does too`, { timeout: 60_000 }, async () => {
      const files = filesIn(path ?? '', /\./).filter(({ name }) => ending.test(name));
      const proposal = await importFiles(files, { format, language: 'en' });
      expect(proposal.elements.length + proposal.codeLists.length).toBeGreaterThan(0);
      // What a publisher says twice is for its reviewers: a warning, no fault of the import.
      expect(compiled(proposal).findings.filter((one) => one.severity === 'error')).toEqual([]);
      expect((await again(proposal)).hash).toBe(proposal.hash);
    });
  }

  it('has the same hash in whatever order its files come, and another when a word changes', async () => {
    const tables = [
      fileOf('a.sql', 'CREATE TABLE a (x int);'),
      fileOf('b.sql', 'CREATE TABLE b (y text); CREATE TABLE a (z date);'),
    ];
    const options = { format: 'ddl', language: 'en' } as const;
    const forth = await importFiles(tables, options);
    expect((await importFiles(tables.toReversed(), options)).hash).toBe(forth.hash);
    const other = await importFiles([tables[0]!, fileOf('b.sql', 'CREATE TABLE b (y date);')], options);
    expect(other.hash).not.toBe(forth.hash);
  });

  it("takes the profiles' own dictionaries without a finding, to what they compile to", async () => {
    const folder = join(root, 'profiles', 'example-county');
    const names = readdirSync(join(folder, 'dictionary'), { recursive: true, encoding: 'utf8' }).filter((one) =>
      one.endsWith('.yaml'),
    );
    const files = ['profile.yaml', ...names.map((one) => join('dictionary', one))].map((one) =>
      fileOf(one, readFileSync(join(folder, one), 'utf8')),
    );
    const proposal = await importFiles(files, { format: 'artery', language: 'en' });
    expect(proposal.findings).toEqual([]);
    expect((await again(proposal)).hash).toBe(proposal.hash);
    expect(compiled(proposal).plan?.elements.map((one) => one.code)).toEqual(
      proposal.elements.map((one) => one['code']),
    );
  });
});

describe('bad input', () => {
  const bomb = 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n';
  it.each([
    ['an alias', 'odcs', bomb, 'alias'],
    ['brackets without end', 'odcs', '['.repeat(100_000), 'too-deep'],
    ['lists in lists without end', 'artery', '- '.repeat(50_000), 'unreadable'],
    ['nothing', 'csv', '  \n', 'file-empty'],
    ['a zero byte', 'ddl', 'CREATE TABLE a\0 (b int);', 'not-unicode'],
    ['a key that stands twice', 'odcs', 'kind: DataContract\nkind: DataContract\n', 'duplicate-key'],
  ] as const)('%s is an error with its place', async (_what, format, text, code) => {
    const proposal = await read(format, text);
    expect(codesOf(proposal)[0]).toBe(`error ${code}`);
    expect(proposal.elements).toEqual([]);
  });

  it('definitions that name each other many times over come to an end', async () => {
    const defs = Array.from({ length: 12 }, (_, i) => {
      const allOf = Array.from({ length: 10 }, () => ({ $ref: `#/$defs/d${String(i + 1)}` }));
      return [`d${String(i)}`, { type: 'object', allOf }] as const;
    });
    const $defs = { ...Object.fromEntries(defs), d12: { type: 'object', properties: { a: { type: 'string' } } } };
    const { findings } = await read('json-schema', JSON.stringify({ $defs }));
    expect(findings).toContainEqual(expect.objectContaining({ code: 'too-deep', severity: 'error' }));
  });

  it('thousands of equal names and a chain of thousands of parents are read like others', async () => {
    const head = Array.from({ length: 3000 }, () => 'same').join(',');
    const wide = await read('csv', `${head}\n${head}\n`);
    expect(wide.elements).toHaveLength(3000);
    const concepts = Array.from(
      { length: 5000 },
      (_, i) => `f:c${String(i)} a s:Concept ; s:broader f:c${String(i + 1)} .`,
    );
    const prefixes = '@prefix s: <http://www.w3.org/2004/02/skos/core#> . @prefix f: <urn:f:> .';
    const long = await read('skos', `${prefixes}\n${concepts.join('\n')}\nf:c5000 a s:Concept .`);
    expect(codesOf(long).filter((one) => one.startsWith('error'))).toEqual([]);
    expect(long.codeLists[0]?.['items']).toHaveLength(5001);
  });

  it('a file beyond the limit is not read at all', async () => {
    const huge = { name: 'huge.sql', bytes: new Uint8Array(1), size: LARGEST + 1 };
    const proposal = await importFiles([huge], { format: 'ddl', language: 'en' });
    expect(proposal.findings).toMatchObject([{ code: 'file-too-large', severity: 'error', values: { most: 52 } }]);
  });

  it.each([
    ['CREATE TABLE a (b int);', 'csv', 'ddl'],
    ['{"$schema":"https://json-schema.org/draft/2020-12/schema"}', 'odcs', 'json-schema'],
    ['a,b\n1,2\n', 'ddl', 'csv'],
    ['{"name":"p","resources":[{"name":"r"}]}', 'json-schema', 'table-schema'],
    ['apiVersion: v3.1.0\nkind: DataContract\n', 'artery', 'odcs'],
    ['@prefix a: <urn:a> .\n', 'table-schema', 'skos'],
    ['id,dataset,resource,base,model\n', 'csv', 'dsa'],
    ['- code: A.B\n  physicalName: b\n', 'skos', 'artery'],
  ] as const)('%j as %s is said to look like %s', async (text, format, looks) => {
    const { findings } = await read(format, text);
    expect(findings).toMatchObject([{ code: 'wrong-format', severity: 'error', values: { format, looksLike: looks } }]);
  });

  it('markup is taken out of texts; a placeholder in them is not', async () => {
    const comment = `'A <b>bold</b> <img src=x onerror=alert(1)> word of <uuid>'`;
    const proposal = await read('ddl', `CREATE TABLE t (a int, b int); COMMENT ON COLUMN t.b IS ${comment};`);
    expect(elementOf(proposal, 'T.B')['definition']).toEqual({ en: 'A bold word of <uuid>' });
    expect(codesOf(proposal)).toContain('warning html-in-text');
  });

  it('a name for one entity is refused when there are two', async () => {
    const proposal = await read('ddl', 'CREATE TABLE a (x int); CREATE TABLE b (x int);', 'a.sql', 'person');
    expect(codesOf(proposal)).toContain('error name-for-many');
  });

  it('every finding of a reader has words', () => {
    const words = JSON.parse(readFileSync(join(root, 'locales', 'en', 'proposal.json'), 'utf8')) as {
      findings: object;
    };
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
    const said = files.flatMap((name) => {
      const text = readFileSync(join(import.meta.dirname, name), 'utf8').replace(/\s+/g, ' ');
      return [
        ...text.matchAll(/(?:findings|this\.findings)\.(?:error|warn|note)\((?:[^()]|\([^()]*\))*?, ?'([a-z0-9-]+)'/g),
      ].map((one) => one[1] ?? '');
    });
    expect(new Set(said).size).toBeGreaterThan(40);
    expect([...new Set(said)].filter((code) => !Object.keys(words.findings).includes(code))).toEqual([]);
  });
});
