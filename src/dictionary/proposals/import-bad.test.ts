// Whatever is wrong with files that are imported is told at once, each with its place and what to do; nothing is changed.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOn, ownFolder } from '../../../test/harness/cli.ts';
import { call } from '../../platform/http/call.ts';
import * as contract from '../contract.ts';
import { openProposals, type ProposalStory } from '../testing/proposals.ts';

const element = (code: string, physicalName: string, more: string) => `
- code: ${code}
  physicalName: ${physicalName}
  names: { en: "Thing ${code}" }
  definition: { en: "What is said of ${code} by those who know it" }
  domain: people
  tier: local
  dataType: string
  maxLength: 10
  layer: master
  origin: source
  reCollectable: confirm
  sharing: shared
  importance: other
  secrecy: none
  personal: none
  legalBasis: []
  purpose: []
${more}`;

const long = 'a'.repeat(47);
const FILES: Readonly<Record<string, string>> = {
  'profile.yaml': 'name: bad\nlanguages: [en]\n',
  'dictionary/settings.yaml': 'edition: "1"\npointerWords: { en: [see] }\n',
  'dictionary/elements/people.yaml': [
    element('A.1', 'xmin', ''),
    element('A.2', 'two', '  pattern: "(a+)+b"'),
    element('A.3', 'three', '  pattern: " [0-9]{3}"'),
    element('A.4', 'four', '  hint: { en: "<script>alert(1)</script>" }'),
    element('A.5', 'five', '').replace('What is said of A.5', 'See form 2 of A.5'),
    element('A.5', 'six', ''),
    element('A.6', 'select', ''),
    element('A.7', 'key_7', '  keyRole: key\n  criticality: key').replace(
      'people\n',
      'people\n  nullability: required\n',
    ),
    element('A.8', `${long}b`, ''),
    element('A.9', 'nine', '  references: nobody').replace('dataType: string\n  maxLength: 10', 'dataType: reference'),
  ].join(''),
  'dictionary/codes/list.yaml':
    'code: LIST\nnames: { en: List }\nitems:\n  - { code: a, names: { en: One } }\n  - { code: a, names: { en: Two } }\n',
  'dictionary/codes/bomb.yaml': 'a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\nc: 1\n',
};

/** What is told, wherever it is asked. */
const TOLD: readonly (readonly [file: string, words: RegExp])[] = [
  ['people.yaml', /xmin/],
  ['people.yaml', /\(a\+\)\+b/],
  ['people.yaml', /\[0-9\]\{3\}.*space/],
  ['people.yaml', /hint|markup|HTML|<|tags/i],
  ['people.yaml', /see/i],
  ['people.yaml', /A\.5/],
  ['list.yaml', /twice|already|a\b/],
  ['bomb.yaml', /Aliases/],
  ['bomb.yaml', /twice/],
];

interface Told {
  readonly file: string;
  readonly line?: number;
  readonly severity: string;
  readonly message: string;
}

function holdAgainst(findings: readonly Told[]): void {
  for (const [file, words] of TOLD) {
    const found = findings.filter(
      (one) => one.file.endsWith(file) && one.severity === 'error' && words.test(one.message),
    );
    expect(found, `${file} ${String(words)}`).not.toEqual([]);
    for (const one of found) expect(one.line).toBeGreaterThan(0);
  }
  // Three aliases and the key that stands twice, each with its line.
  const bomb = findings.filter(({ file }) => file.endsWith('bomb.yaml'));
  expect(bomb.map(({ line }) => line).sort()).toEqual([2, 2, 3, 3, 4]);
  // A word of SQL is a good name: every identifier is quoted.
  expect(findings.filter(({ message }) => /select/.test(message))).toEqual([]);
}

describe('a dictionary with every kind of fault', () => {
  let story: ProposalStory;
  const folder = ownFolder();
  beforeAll(async () => {
    story = await openProposals();
  });
  afterAll(async () => {
    folder.remove();
    await story[Symbol.asyncDispose]();
  });

  it('is told as a whole by the API, and becomes no proposal', async () => {
    const form = new FormData();
    for (const [name, text] of Object.entries(FILES)) form.append('file', new File([text], name));
    const body = new Response(form);
    story.as('office');
    const { send } = story.server;
    const answer = await call(send, contract.importProposal, {
      query: { format: 'artery', language: 'en' },
      upload: { type: body.headers.get('content-type') ?? '', content: await body.text() },
    });
    expect(answer.proposal).toBeNull();
    holdAgainst(answer.findings);
    expect((await call(send, contract.listProposals, { query: {} })).items).toEqual([]);
  });

  it('is told as a whole by the command, which writes nothing', async () => {
    const own = join(folder.path, 'bad');
    for (const [path, text] of Object.entries(FILES)) {
      mkdirSync(join(own, path, '..'), { recursive: true });
      writeFileSync(join(own, path), text);
    }
    const artery = commandsOn(join(folder.path, 'no-data'));
    const said = await artery(`dictionary import ${own} --format artery --json --lang en`);
    expect(said.exit).toBe(1);
    holdAgainst(said.json<{ findings: Told[] }>().findings);
  });
});
