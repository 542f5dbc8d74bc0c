import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passingFolder } from '../../../test/harness/folders.ts';
import { call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { sql } from '../../platform/db/sql.ts';
import * as contract from '../contract.ts';
import { currentRelease } from '../current-release.ts';
import { downloadRelease } from '../download-release.ts';
import { printVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { openRelease, printRelease } from '../release-file.ts';
import { takeRelease } from '../take-release.ts';
import { releaseSigner, signerOf } from '../release-signer.ts';
import { by } from '../testing/context.ts';
import { testFiles, testPlan } from '../testing/dictionary.ts';
import { draft, ending, etag, openProposals, type ProposalStory, type Who } from '../testing/proposals.ts';
import type { Acting } from './act-on-proposal.ts';
import { authoredIndex } from './candidate.ts';
import { installProfilePlan } from './propose-profile.ts';
import { releaseProposals } from './release-proposals.ts';

let story: ProposalStory;
beforeAll(async () => {
  story = await openProposals();
});
afterAll(() => story[Symbol.asyncDispose]());

const send = () => story.server.send;
const db = () => story.context.db;
const entry = async (code: string) => {
  const { plan } = await currentRelease(db());
  return { ...(authoredIndex(plan).element.get(code) as Record<string, unknown>) };
};
const acting = (who: Who): Acting => ({
  account: story.account(who),
  body: story.bodies.office,
  post: 'data-office',
  rights: new Set(['propose', 'review', 'release', 'comment']),
  rule: 'test/table',
});
const publish = (proposals: number[], edition: string, who: Who = 'chief', fits = () => Promise.resolve()) =>
  releaseProposals(story.context, { proposals, edition }, acting(who), { fits, signer: releaseSigner(story.context) });
const slugOf = async (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof Problem ? error.kind.slug : String(error)),
  );

async function proposed(code: string, change: Record<string, unknown>) {
  story.as('steward');
  return draft(story, [{ kind: 'element', key: code, authored: { ...(await entry(code)), ...change } }]);
}
async function approved(code: string, change: Record<string, unknown>): Promise<number> {
  const { number } = await proposed(code, change);
  const params = { proposal: number };
  await call(send(), contract.submitProposal, { params, body: {}, ifMatch: etag(2) });
  story.as('chief');
  await call(send(), contract.approveProposal, { params, body: {}, ifMatch: etag(3) });
  return number;
}
const page = (proposal: number) => call(send(), contract.getProposal, { params: { proposal } });

describe('a release', () => {
  it('is made of approved proposals that fit together, and names them', async () => {
    const one = await approved('CTY.007', { names: { en: 'Religion', fr: 'Religion' }, status: 'draft' });
    const two = await approved('CTY.007', { maxLength: 50 });
    const { number } = await proposed('CTY.107', { maxLength: 300 });
    expect(await slugOf(publish([one, number], '1.1'))).toBe('proposal-state-forbids');
    expect(await slugOf(publish([one, two], '1.0'))).toBe('edition-taken');
    expect(await slugOf(publish([one, two], '1.1', 'steward'))).toBe('proposal-made-by-you');
    const before = await currentRelease(db());
    expect(
      await slugOf(
        publish([one, two], '1.1', 'chief', () => Promise.reject(new Problem({ slug: 'no' } as never, 'no', {}))),
      ),
    ).toBe('no');
    expect((await currentRelease(db())).number).toBe(before.number);
    const release = await publish([one, two], '1.1');
    expect(release).toMatchObject({ number: 2, edition: '1.1' });
    const faith = release.plan.elements.find((element) => element.code === 'CTY.007');
    expect(faith).toMatchObject({ names: { en: 'Religion' }, maxLength: 50, status: 'approved' });
    const made = await call(send(), contract.listReleaseProposals, { params: { release: 2 } });
    expect(made.items.map((item) => [item.number, item.state])).toEqual([
      [two, 'released'],
      [one, 'released'],
    ]);
    expect(await slugOf(publish([one], '1.9'))).toBe('proposal-state-forbids');
    const actions = story.context.audited.map((audit) => audit.action);
    expect(actions).toEqual(expect.arrayContaining(['dictionary.publish-release', 'dictionary.release-proposal']));
  });

  it('is signed with the key of the node when there is one', async () => {
    const folder = passingFolder('artery-keys-');
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(join(folder, 'dictionary-release.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const signer = releaseSigner({ keysDir: folder });
    expect(releaseSigner({})).toBeUndefined();
    const one = await approved('CTY.007', { maxLength: 60 });
    const ports = { fits: () => Promise.resolve(), signer };
    const { number } = await releaseProposals(
      story.context,
      { proposals: [one], edition: '1.2' },
      acting('chief'),
      ports,
    );
    const [row] = await db().rows<{ by: string; note: Buffer }>(
      sql`select signed_by as by, signature as note from dictionary.release where number = ${number}`,
    );
    expect(row?.by).toBe(signer?.key.name);
    expect(String(row?.note)).toContain(`\n${String(number)}\n`);
    // Handed on as the file that another node takes; without the key, and unsigned, it is not.
    expect(await slugOf(downloadRelease(story.context, number))).toBe('release-not-signed');
    const { content } = await downloadRelease({ ...story.context, keysDir: folder }, number);
    const file = openRelease(Buffer.from(content), printVerifierKey(signer!.key));
    expect([file.number, file.hash]).toEqual([number, (await currentRelease(db())).hash]);
    const other = passingFolder('artery-keys-');
    const stranger = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(join(other, 'dictionary-release.pem'), stranger);
    const astray = downloadRelease({ ...story.context, keysDir: other }, number);
    expect(await slugOf(astray)).toBe('release-not-signed');
    const unsigned = call(send(), contract.getReleaseFile, { params: { release: 1 } });
    expect(await ending(unsigned)).toEqual([409, 'release-not-signed']);
  });

  it('that came in between is merged, attribute by attribute; what both changed must be settled', async () => {
    const mine = await proposed('CTY.002', { names: { en: 'Whole name', fr: 'Nom complet' }, maxLength: 45 });
    const other = await approved('CTY.002', { maxLength: 44, example: 'Bo Field' });
    await publish([other], '1.3');
    story.as('steward');
    const seen = await page(mine.number);
    expect(seen.clashes).toMatchObject({
      total: 1,
      items: [{ kind: 'element', key: 'CTY.002', pointer: '/maxLength', base: 40, theirs: 44, mine: 45 }],
    });
    const params = { proposal: mine.number };
    const submit = call(send(), contract.submitProposal, { params, body: {}, ifMatch: etag(2) });
    await expect(submit).rejects.toMatchObject({ status: 409 });
    const rebase = (settle: { kind: 'element'; key: string; pointer: string; take: 'mine' | 'theirs' }[]) =>
      call(send(), contract.rebaseProposal, { params, body: { settle }, ifMatch: etag(2) });
    await expect(rebase([])).rejects.toMatchObject({ status: 409, problem: { count: 1 } });
    const after = await rebase([{ kind: 'element', key: 'CTY.002', pointer: '/maxLength', take: 'theirs' }]);
    expect(after).toMatchObject({ clashes: { total: 0 }, baseRelease: seen.currentRelease });
    const { items } = await call(send(), contract.listProposalEntries, { params });
    expect(items).toMatchObject([{ key: 'CTY.002', attributes: ['names'] }]);
    const one = await call(send(), contract.getProposalEntry, {
      params: { ...params, kind: 'element', key: 'CTY.002' },
    });
    expect(one.mine).toMatchObject({ maxLength: 44, example: 'Bo Field', names: { en: 'Whole name' } });
  });
});

describe('the profile of a node that has released on its own', () => {
  const PEOPLE = 'dictionary/elements/people.yaml';
  const people = testFiles[PEOPLE] as string;
  const newer = (text: string) => testPlan({ [PEOPLE]: text });
  const fromProfile = async () => {
    story.as('chief');
    const { items } = await call(send(), contract.listProposals, { query: { origin: 'profile' } });
    return items;
  };

  it('changes nothing when it comes again', async () => {
    const before = await currentRelease(db());
    await installProfilePlan(story.context, testPlan(), by);
    expect((await currentRelease(db())).number).toBe(before.number);
    expect(await fromProfile()).toEqual([]);
  });

  it('becomes one proposal in review with what the profile itself changed, and no second one', async () => {
    const before = await currentRelease(db());
    const plan = newer(people.replace('Faith that a person states', 'Faith as a person states it'));
    await installProfilePlan(story.context, plan, by);
    await installProfilePlan(story.context, plan, by);
    expect((await currentRelease(db())).number).toBe(before.number);
    const items = await fromProfile();
    expect(items).toMatchObject([{ state: 'in-review', origin: 'profile', entries: 1, author: { account: 'system' } }]);
    const found = await page(items[0]!.number);
    expect(found.difference?.changes.map((one) => one.reason)).toEqual(['element.definition']);
    // What was decided here stays: the released length is not taken back by the profile.
    const one = { proposal: found.number, kind: 'element', key: 'CTY.007' } as const;
    expect((await call(send(), contract.getProposalEntry, { params: one })).result).toMatchObject({ maxLength: 60 });
  });

  it('says all that an older one said, which is withdrawn', async () => {
    const text = people
      .replace('Faith that a person states', 'Faith as a person states it')
      .replace('as it was then', 'as it was');
    await installProfilePlan(story.context, newer(text), by);
    expect((await fromProfile()).map((one) => [one.state, one.entries])).toEqual([
      ['in-review', 2],
      ['withdrawn', 1],
    ]);
  });
});

describe('an import', () => {
  const csv = 'plate,colour\nAB-1,red\nAB-2,blue\n';
  const bring = (query: object, content: BodyInit, type: string) =>
    call(send(), contract.importProposal, { query: { format: 'csv', as: 'car', ...query }, upload: { content, type } });

  it('becomes one proposal; a second time and a dry run store nothing', async () => {
    story.as('steward');
    const dry = await bring({ dryRun: true }, csv, 'application/octet-stream');
    expect(dry).toMatchObject({ proposal: null, counts: { files: 1, entities: 1, elements: 2, errors: 0 } });
    const made = await bring({}, csv, 'application/octet-stream');
    expect(made.findings.map((one) => one.code)).toContain('words-taken-over');
    const found = await page(made.proposal as number);
    expect(found).toMatchObject({
      origin: 'import',
      state: 'draft',
      counts: { added: 3, elements: 2, entities: 1 },
      findings: { errors: 0 },
      source: { format: 'csv', files: ['file'], hash: dry.hash },
    });
  });

  it('takes several files as parts of a form, and refuses what it cannot read with places', async () => {
    story.as('steward');
    const form = new FormData();
    form.append('files', new Blob(['create table dog (id text primary key, name text not null);']), 'a.sql');
    form.append('files', new Blob(['create table cat (id text primary key']), 'b.sql');
    const whole = new Response(form);
    const bytes = new Uint8Array(await whole.arrayBuffer());
    const type = whole.headers.get('content-type') as string;
    const answer = await call(send(), contract.importProposal, {
      query: { format: 'ddl' },
      upload: { content: bytes, type },
    });
    expect(answer.proposal).toBeNull();
    expect(answer.findings[0]).toMatchObject({ file: 'b.sql', severity: 'error' });
    const wrong = bring({}, 'nonsense', 'multipart/form-data; boundary=x');
    await expect(wrong).rejects.toMatchObject({ status: 400 });
  });
});

describe('on a node that follows signed releases', () => {
  const create = (body: object) =>
    call(send(), contract.createProposal, { body: { title: 'T', reason: 'R', ...body } });

  it('a proposal is about the overlay only, and the other way round; nothing of its own is released', async () => {
    const one = await approved('CTY.007', { maxLength: 70 });
    expect(await ending(create({ target: 'overlay' }))).toEqual([409, 'overlay-not-here']);
    const head = await currentRelease(db());
    const signer = signerOf(
      Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
    );
    const bytes = Buffer.from(printRelease({ plan: testPlan() }, head.number + 1, signer));
    const key = printVerifierKey(signer.key);
    await takeRelease(story.context, { bytes, key }, by, () => Promise.resolve());
    expect(await ending(create({ target: 'dictionary' }))).toEqual([409, 'node-follows-releases']);
    expect(await slugOf(publish([one], '2.0'))).toBe('node-follows-releases');
    story.as('steward');
    expect(await create({})).toMatchObject({ target: 'overlay', state: 'draft' });
    // What was taken is handed on with the signature that it came with.
    const { content } = await downloadRelease(story.context, head.number + 1);
    expect(content).toBe(bytes.toString());
  });
});
