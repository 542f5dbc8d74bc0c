import { beforeAll, describe, expect, it } from 'vitest';
import { partOf, wordsOf } from '../../../test/harness/docx.ts';
import { tellStrategy, type StrategyStory } from '../../../test/harness/strategy.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { exportSummary, getConsultation } from '../contract.ts';

const consultation = 'LYK-01';
let story: StrategyStory;
beforeAll(async () => {
  story = await tellStrategy();
  await story.become('vanphong');
});

async function fileIn(language: string): Promise<Buffer> {
  const answer = await callRaw(story.server.send, exportSummary, { params: { consultation }, query: { language } });
  expect(answer.headers.get('content-disposition')).toContain('summary-LYK-01.docx');
  return Buffer.from(await answer.arrayBuffer());
}

describe('the summary of comments and responses', () => {
  it('opens as a Word file that holds every comment, proposal and response', async () => {
    const page = await call(story.server.send, getConsultation, { params: { consultation } });
    const words = wordsOf(await partOf(await fileIn('vi'), 'word/document.xml'));
    for (const comment of page.comments) {
      expect(words).toContain(comment.text);
      for (const part of [comment.proposal, comment.explanation, comment.change])
        if (part) expect(words).toContain(part);
    }
    const t = story.context.words.translator('vi');
    expect(words).toContain(t('strategy:summary.title'));
    expect(words).toContain(t('strategy:summary.disposed', { ...page.consultation, ...page.dispositions }));
    expect(words).toContain(t('platform:watermark'));
  });
  it('has one row a comment, in the order of the clauses', async () => {
    const xml = await partOf(await fileIn('en'), 'word/document.xml');
    const rows = xml.split('<w:tr>').slice(2);
    expect(rows.length).toBe(23);
    const clauses = rows.map((row) => Number(wordsOf(row).split('\n')[1]));
    expect(clauses).toEqual(clauses.toSorted((a, b) => a - b));
  });
  it('reads from the right where people read so', async () => {
    expect(await partOf(await fileIn('ar'), 'word/document.xml')).toMatch(/<w:bidiVisual\/>[\s\S]*<w:bidi\/>/);
    expect(await partOf(await fileIn('en'), 'word/document.xml')).not.toContain('<w:bidiVisual/>');
  });
});
