import { beforeAll, describe, expect, it } from 'vitest';
import { ending } from '../../../test/harness/story.ts';
import { demoProfile, tellStrategy, type StrategyStory } from '../../../test/harness/strategy.ts';
import { call } from '../../platform/http/call.ts';
import { answerConsultation, disposeComment, getConsultation, getDocument, listConsultations } from '../contract.ts';
import { installStrategy } from '../install.ts';

const consultation = 'LYK-01';
let story: StrategyStory;
beforeAll(async () => {
  story = await tellStrategy();
  await story.become('vanphong');
});

const send = () => story.server.send;
const read = () => call(send(), getConsultation, { params: { consultation } });
const dispose = (comment: number, version: number | undefined, body: object) =>
  call(send(), disposeComment, {
    params: { consultation, comment },
    body: body as { disposition: 'accepted' },
    ...(version !== undefined && { ifMatch: `"${String(version)}"` }),
  });
const answer = (body: object) =>
  call(send(), answerConsultation, { params: { consultation }, body: body as { answer: 'agree'; comments: [] } });
const counted = <T>(values: readonly T[]) =>
  Object.fromEntries([...Map.groupBy(values, (value) => value)].map(([value, own]) => [value, own.length]));

describe('the consultation of the story', () => {
  it('has who was asked, who answered, who is late', async () => {
    const { consultation: row, invitations } = await read();
    expect(row).toMatchObject({
      ...{ asked: 7, answered: 5, answeredLate: 1, notAnswered: 2, agreed: 1, agreedWithComments: 4 },
      ...{ comments: 23, disposed: 18, open: 5 },
    });
    const late = Object.fromEntries(invitations.map((one) => [one.code, one.late]));
    expect(late).toEqual({ btc: 0, ubkt: 0, btg: 0, vm: 0, kg: 3, cga: 1, cgb: null });
  });
  it('has 23 comments, by whom and for whom they were said', async () => {
    const { invitations, comments } = await read();
    expect(Object.fromEntries(invitations.map(({ code, comments: n }) => [code, n]))).toEqual({
      ...{ btc: 6, ubkt: 2, btg: 0, vm: 8, kg: 0, cga: 7, cgb: 0 },
    });
    const consolidated = comments.filter(({ invitation }) => invitation === 'vm').map(({ from }) => from['en'] ?? '');
    expect(Object.values(counted(consolidated)).toSorted()).toEqual([2, 3, 3]);
    expect(comments.map(({ number }) => number)).toEqual(Array.from({ length: 23 }, (_, i) => i + 1));
  });
  it('answers six like comments of four bodies once', async () => {
    const { dispositions, comments } = await read();
    expect(dispositions).toEqual({ accepted: 8, partly: 6, explained: 4 });
    const partly = comments.filter(({ disposition }) => disposition === 'partly');
    expect(new Set(partly.map(({ group }) => group?.code)).size).toBe(1);
    expect(partly[0]?.group?.element).toBe('DTD.DV.004');
    expect(new Set(partly.map(({ invitation }) => invitation))).toEqual(new Set(['btc', 'ubkt', 'vm', 'cga']));
    expect(new Set(partly.map(({ explanation, change }) => `${explanation ?? ''}${change ?? ''}`)).size).toBe(1);
  });
  it('explains whatever it does not accept whole', async () => {
    const { comments } = await read();
    const unexplained = comments.filter(
      ({ disposition, explanation }) => disposition !== null && disposition !== 'accepted' && !explanation,
    );
    expect(unexplained).toEqual([]);
  });
  it('stands at clauses of the draft, which count their comments', async () => {
    const { document, parts } = await call(send(), getDocument, { params: { document: 'strategy' } });
    const clauses = parts.flatMap((part) => part.clauses);
    expect(document).toMatchObject({ state: 'under-consultation', version: 2, consultation });
    expect(clauses.reduce((sum, clause) => sum + clause.comments, 0)).toBe(23);
  });
});

describe('the drafter', () => {
  it('answers one comment: the counts move by one', async () => {
    const open = (await read()).comments.find(({ disposition }) => disposition === null);
    const { consultation: row, comments } = await dispose(open?.id ?? 0, open?.version, { disposition: 'accepted' });
    expect([row.disposed, row.open]).toEqual([19, 4]);
    expect(comments.find(({ id }) => id === open?.id)).toMatchObject({ disposition: 'accepted' });
    expect(story.context.audited.at(-1)).toMatchObject({
      action: 'strategy.dispose-comment',
      subject: consultation,
      counts: { comments: 1 },
    });
  });
  it('must say why when it does not accept whole', async () => {
    const open = (await read()).comments.find(({ disposition }) => disposition === null);
    for (const disposition of ['partly', 'explained']) {
      const { status, problem } = await ending(
        dispose(open?.id ?? 0, open?.version, { disposition, explanation: ' ' }),
      );
      expect([status, problem['type']]).toEqual([422, '/problems/strategy/explanation-missing']);
    }
  });
  it('needs the version that was seen', async () => {
    const open = (await read()).comments.find(({ disposition }) => disposition === null);
    expect((await ending(dispose(open?.id ?? 0, undefined, { disposition: 'accepted' }))).status).toBe(428);
    expect((await ending(dispose(open?.id ?? 0, 99, { disposition: 'accepted' }))).status).toBe(412);
    expect((await ending(dispose(999, 1, { disposition: 'accepted' }))).status).toBe(404);
  });
  it('answers a whole group at once, and only the group', async () => {
    const before = await read();
    const first = before.comments.find(({ group }) => group !== null);
    const words = { disposition: 'explained', explanation: 'Once for all.' };
    const { comments } = await dispose(first?.id ?? 0, first?.version, { ...words, wholeGroup: true });
    const changed = comments.filter(({ explanation }) => explanation === words.explanation);
    expect(changed.length).toBe(6);
    expect(changed.every(({ group }) => group?.code === first?.group?.code)).toBe(true);
    const alone = await dispose(first?.id ?? 0, (first?.version ?? 0) + 1, { disposition: 'accepted' });
    expect(alone.comments.filter(({ explanation }) => explanation === words.explanation).length).toBe(5);
  });
  it('is the data office that drafts, nobody else', async () => {
    const [comment] = (await read()).comments;
    for (const name of ['tinh', 'xa', 'lanhdao', 'tuanthu']) {
      await story.become(name);
      expect((await read()).allowed['strategy.disposeComment'].allowed).toBe(false);
      expect((await ending(dispose(comment?.id ?? 0, comment?.version, { disposition: 'accepted' }))).status).toBe(403);
    }
    await story.become('vanphong');
    expect((await read()).allowed['strategy.disposeComment'].allowed).toBe(true);
  });
});

describe('another data office', () => {
  it('does not answer comments on what it did not draft', async () => {
    await story.becomePost('97', 'data-office');
    const { comments, allowed } = await read();
    expect(allowed['strategy.disposeComment']).toMatchObject({ allowed: false, rule: 'strategy/not-the-drafter' });
    const [open] = comments.filter(({ disposition }) => disposition === null);
    const params = { consultation: 'LYK-01', comment: open?.id ?? 0 };
    const given = { params, body: { disposition: 'accepted' as const }, ifMatch: `"${String(open?.version)}"` };
    const { status, problem } = await ending(call(send(), disposeComment, given));
    expect([status, problem['type']]).toEqual([403, '/problems/strategy/not-the-drafter']);
  });
});

describe('an official answer', () => {
  const comments = [
    { clause: '7', text: 'Too early.', proposal: 'One quarter later.' },
    { clause: '12', text: 'Both ways.' },
  ];
  it('is for who is asked', async () => {
    await story.become('xa');
    expect((await read()).allowed['strategy.answerConsultation'].allowed).toBe(false);
    const { status, problem } = await ending(answer({ answer: 'agree', comments: [] }));
    expect([status, problem['type']]).toEqual([403, '/problems/strategy/not-invited']);
  });
  it('is given once a body', async () => {
    await story.become('tinh');
    expect((await read()).own).toBe('vm');
    const { status, problem } = await ending(answer({ answer: 'agree', comments: [] }));
    expect([status, problem['type']]).toEqual([409, '/problems/strategy/already-answered']);
  });
  it('fits its comments, and they stand at clauses of the draft', async () => {
    await story.becomePost('98', 'steward');
    expect((await read()).allowed['strategy.answerConsultation'].allowed).toBe(true);
    for (const [kind, with_] of [
      ['agree', comments],
      ['agree-with-comments', []],
      ['disagree', []],
    ] as const) {
      expect((await ending(answer({ answer: kind, comments: with_ }))).problem['type']).toBe(
        '/problems/strategy/answer-mismatch',
      );
    }
    const strange = await ending(answer({ answer: 'disagree', comments: [{ clause: '99', text: 'Where?' }] }));
    expect(strange.problem['type']).toBe('/problems/strategy/unknown-clause');
    expect((await read()).consultation).toMatchObject({ answered: 5, comments: 23 });
  });
  it('is stored with its comments, numbered on, and late when it is late', async () => {
    const page = await answer({ answer: 'agree-with-comments', comments });
    expect(page.consultation).toMatchObject({ answered: 6, answeredLate: 2, notAnswered: 1, comments: 25 });
    expect(page.allowed['strategy.answerConsultation'].allowed).toBe(false);
    expect(page.comments.slice(-2).map(({ number, clause, proposal }) => [number, clause, proposal])).toEqual([
      [24, '7', 'One quarter later.'],
      [25, '12', null],
    ]);
    expect(page.comments.at(-1)?.from['en']).toBe('Khê Giang Province');
  });
  it('of one body sent five times at once is stored once', async () => {
    const before = (await read()).consultation.comments;
    const ends = await Promise.all(
      Array.from({ length: 5 }, () => ending(answer({ answer: 'agree-with-comments', comments }))),
    );
    expect(new Set(ends.map(({ status }) => status))).toEqual(new Set([409]));
    expect((await read()).consultation.comments).toBe(before);
  });
});

describe('a second start', () => {
  it('leaves what people said and decided', async () => {
    await story.become('vanphong');
    const before = await read();
    await installStrategy(story.context);
    expect(await read()).toEqual(before);
    expect((await call(send(), listConsultations, {})).items.length).toBe(1);
  });
  it.each([
    ['a clause that the draft has not', "clause: '15'", "clause: '99'", 'no such clause: 99'],
    ['an invitation that is none', 'by: cga', 'by: nobody', 'nobody is asked under the name nobody'],
    ['a topic without a name', 'topic: ngay-vao-dang', 'topic: other', 'no such topic: other'],
  ])('refuses %s', async (_name, from, to, message) => {
    const profile = demoProfile({
      'strategy/consultations.yaml': (text) => text.replace('code: LYK-01', 'code: LYK-02').replace(from, to),
    });
    await expect(installStrategy({ ...story.context, profile })).rejects.toMatchObject({
      extras: { findings: expect.arrayContaining([expect.objectContaining({ message })]) as unknown },
    });
  });
});
