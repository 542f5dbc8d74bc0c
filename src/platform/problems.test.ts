import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { problems as identity } from './identity/problems.ts';
import { problems } from './problems.ts';

interface Words {
  readonly problems: Readonly<Record<string, { title?: string; detail?: string; help?: string }>>;
}

const kinds = [...Object.values(problems), ...Object.values(identity)].map((problem) => problem.kind);

describe.each(['vi', 'en', 'ar'])('in %s', (language) => {
  test.each(kinds.map((kind) => [`${kind.room}/${kind.slug}`, kind] as const))('%s has its words', (_name, kind) => {
    const words = JSON.parse(readFileSync(`locales/${language}/${kind.room}.json`, 'utf8')) as Words;
    const own = words.problems[kind.slug];
    expect(own?.title).toBeTruthy();
    expect(own?.help).toBeTruthy();
    // A refusal's detail is the rule's own sentence.
    if (kind.slug !== 'refused') expect(own?.detail).toBeTruthy();
    if (language === 'en') expect(own).toMatchObject({ title: kind.title, help: kind.help });
  });
});
