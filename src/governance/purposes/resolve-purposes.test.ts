/** A purpose without a citation does not compile, and nothing a profile can write exempts anybody. */
import { expect, it } from 'vitest';
import { parseGovernance } from '../parse.ts';
import { resolveGovernance } from '../resolve.ts';

const known = {
  bodyOf: () => 1,
  accountOf: () => undefined,
  readDay: (text: string) => text,
  conditionFault: () => undefined,
  termFaults: () => [],
  language: 'en',
};

function compiled(text: string) {
  const { authored, findings } = parseGovernance([], [{ file: 'governance/p.yaml', text }]);
  const resolved = resolveGovernance(authored, known);
  return { ...resolved, findings: [...findings, ...resolved.findings] };
}

const sound = `
categories: [{ code: identity, names: { en: Identity } }, { code: views, names: { en: Views }, sensitive: true }]
bases:
  - { code: act-1, names: { en: Act 1 }, citation: 'Act 1, s. 2', law: Act 1, article: 2, text: The office may count. }
  - { code: agreed, names: { en: Agreed }, citation: 'Act 9', kind: consent }
purposes:
  - { code: count, names: { en: Counting }, bases: [act-1], categories: [identity, views] }
  - { code: greet, names: { en: Greeting }, bases: [agreed] }
`;

it('keeps law, article, text and kind of a basis, and the categories of a purpose', () => {
  const { bases, purposes, categories, findings } = compiled(sound);
  expect(findings).toEqual([]);
  expect(bases).toEqual([
    {
      ...{ code: 'act-1', names: { en: 'Act 1' }, citation: 'Act 1, s. 2', kind: 'law', law: 'Act 1', article: '2' },
      text: { en: 'The office may count.' },
    },
    {
      ...{ code: 'agreed', names: { en: 'Agreed' }, citation: 'Act 9', kind: 'consent' },
      ...{ law: null, article: null, text: null },
    },
  ]);
  expect(purposes.map((one) => one.categories)).toEqual([['identity', 'views'], []]);
  expect(categories.map(({ sensitive }) => sensitive)).toEqual([false, true]);
});

it.each([
  ['a purpose without a basis', `purposes:\n  - { code: p, names: { en: P } }`, 'has no legal basis'],
  [
    'a basis without a citation',
    `bases: [{ code: b, names: { en: B } }]\npurposes:\n  - { code: p, names: { en: P }, bases: [b] }`,
    'has no citation',
  ],
  [
    'a citation of blanks',
    `bases: [{ code: b, names: { en: B }, citation: '  ' }]\npurposes: [{ code: p, names: { en: P }, bases: [b] }]`,
    'has no citation',
  ],
  ['a basis that is not there', `purposes: [{ code: p, names: { en: P }, bases: [none] }]`, 'no legal basis none'],
  [
    'a category that is not there',
    sound.replace('[identity, views]', '[shoe-size]'),
    'there is no category of data shoe-size',
  ],
  ['an exemption', sound.replace('bases: [act-1]', 'bases: [act-1], exempt: true'), 'additional'],
  ['a kind of basis that exempts', sound.replace('kind: consent', 'kind: exempt'), '/kind'],
])('refuses %s, with file and line', (_what, text, finding) => {
  const { findings } = compiled(text);
  expect(findings.join('\n')).toContain(finding);
  expect(findings[0]).toMatch(/^governance\/p\.yaml:\d+: /);
});
