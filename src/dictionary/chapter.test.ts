import { expect, it } from 'vitest';
import { chapterOf } from './chapter.ts';
import { bookHtml } from './targets.ts';
import { testPlan } from './testing/dictionary.ts';
import { testTargets } from './testing/targets.ts';

const plan = testPlan();

it('a chapter of an entity has its elements and their lists, and nothing else', () => {
  const chapter = chapterOf(plan, 'resident');
  const [resident] = chapter?.entities ?? [];
  const used = [...new Set(resident?.fields.map((field) => field.element))].sort();
  expect(chapter?.entities.map((one) => one.name)).toEqual(['resident']);
  expect(chapter?.elements.map((one) => one.code).sort()).toEqual(used);
  const lists = new Set(resident?.fields.flatMap((field) => field.codeList?.list ?? []));
  expect(chapter?.codeLists.map((one) => one.code).sort()).toEqual([...lists].sort());
  const html = bookHtml({ ...testTargets(), plan: chapter ?? plan }, 'en');
  expect(html).toContain('resident');
  expect(html.length).toBeLessThanOrEqual(bookHtml(testTargets(), 'en').length);
});

it('a chapter of a domain has its elements; one of a list has the list alone', () => {
  const domain = plan.elements[0]?.domain ?? '';
  const chapter = chapterOf(plan, domain);
  expect(chapter?.entities).toEqual([]);
  expect(new Set(chapter?.elements.map((one) => one.domain))).toEqual(new Set([domain]));
  const code = plan.codeLists[0]?.code ?? '';
  expect(chapterOf(plan, code)).toMatchObject({ elements: [], entities: [], codeLists: [{ code }] });
  expect(chapterOf(plan, 'nothing')).toBeUndefined();
});
