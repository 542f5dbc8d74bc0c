/** Proposals of a node that follows signed releases: into its overlay, through the ordinary flow, and past newer releases. */
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../platform/http/call.ts';
import { Problem } from '../../platform/http/problem.ts';
import { printVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { hashOf } from '../canonical.ts';
import * as contract from '../contract.ts';
import { currentRelease } from '../current-release.ts';
import type { Plan } from '../plan.ts';
import { printRelease } from '../release-file.ts';
import { signerOf } from '../release-signer.ts';
import { takeRelease } from '../take-release.ts';
import { by } from '../testing/context.ts';
import { testPlan } from '../testing/dictionary.ts';
import { draft, etag, openProposals, type ProposalStory } from '../testing/proposals.ts';
import type { Acting } from './act-on-proposal.ts';
import { authoredIndex } from './candidate.ts';
import { releaseProposals } from './release-proposals.ts';

const signer = signerOf(
  Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })),
);
const key = printVerifierKey(signer.key);
const editionOf = (release: string, change: (plan: Omit<Plan, 'hash'>) => Partial<Plan> = () => ({})): Plan => {
  const { hash: _, ...plan } = testPlan();
  const changed = { ...plan, ...change(plan), release };
  return { ...changed, hash: hashOf(changed) };
};

let story: ProposalStory;
const db = () => story.context.db;
const send = () => story.server.send;
const take = (plan: Plan, number: number) =>
  takeRelease(story.context, { bytes: Buffer.from(printRelease({ plan }, number, signer)), key }, by, () =>
    Promise.resolve(),
  );
beforeAll(async () => {
  story = await openProposals();
  await take(editionOf('2.0'), 2);
});
afterAll(() => story[Symbol.asyncDispose]());

const both = (en: string) => ({ en, fr: `${en} (fr)` });
const nickname = {
  code: 'ASH.001',
  physicalName: 'nickname',
  names: both('Nickname'),
  definition: both('What people call somebody'),
  tier: 'local',
  dataType: 'string',
  maxLength: 20,
  layer: 'master',
  origin: 'source',
  reCollectable: 'confirm',
  sharing: 'shared',
  importance: 'other',
  secrecy: 'none',
  personal: 'basic',
  legalBasis: [],
  purpose: [],
  domain: 'people',
};
type Entries = Parameters<typeof draft>[1];
const authored = async (kind: 'element' | 'entity', of: string) => {
  const { plan } = await currentRelease(db());
  return { ...(authoredIndex(plan)[kind].get(of) as Record<string, unknown>) };
};

async function approved(entries: Entries): Promise<number> {
  story.as('steward');
  const { number, revision } = await draft(story, entries);
  const params = { proposal: number };
  await call(send(), contract.submitProposal, { params, body: {}, ifMatch: etag(revision) });
  story.as('chief');
  await call(send(), contract.approveProposal, { params, body: {}, ifMatch: etag(revision + 1) });
  return number;
}
const acting = (): Acting => ({
  account: story.account('chief'),
  body: story.bodies.office,
  post: 'data-office',
  rights: new Set(['propose', 'review', 'release', 'comment']),
  rule: 'test/table',
});
const release = (proposal: number, prefix?: string) =>
  releaseProposals(story.context, { proposals: [proposal], ...(prefix !== undefined && { prefix }) }, acting(), {
    fits: () => Promise.resolve(),
    signer: undefined,
  });
const faultOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      const clashes = (error.extras['clashes'] ?? []) as { conflict: string; attribute?: string }[];
      return [error.kind.slug, ...clashes.map((one) => `${one.conflict} ${one.attribute ?? ''}`)].join(': ');
    },
  );
const elementHere = async (code: string) => {
  const { plan } = await currentRelease(db());
  return plan.elements.find((one) => one.code === code);
};

describe('a proposal about the overlay', () => {
  it('asks for a prefix where no local code shows one', async () => {
    const one = await approved([
      { kind: 'element', key: 'CTY.002', authored: { ...(await authored('element', 'CTY.002')), maxLength: 35 } },
    ]);
    expect(await faultOf(release(one))).toBe('overlay-prefix-needed');
    expect(await release(one, 'ASH')).toMatchObject({ number: 2, overlay: 1, edition: '2.0+overlay.1' });
    expect(await elementHere('CTY.002')).toMatchObject({ maxLength: 35 });
  });

  it('becomes local elements, fields, words and stricter bounds, and the proposal is done', async () => {
    const faith = await authored('element', 'CTY.007');
    const resident = await authored('entity', 'resident');
    const one = await approved([
      { kind: 'element', key: 'ASH.001', authored: nickname },
      { kind: 'element', key: 'CTY.007', authored: { ...faith, maxLength: 20, synonyms: { en: ['Creed'] } } },
      {
        kind: 'entity',
        key: 'resident',
        authored: { ...resident, fields: [...(resident['fields'] as object[]), { element: 'ASH.001' }] },
      },
    ]);
    expect(await release(one)).toMatchObject({ overlay: 2, edition: '2.0+overlay.2' });
    expect(await call(send(), contract.getProposal, { params: { proposal: one } })).toMatchObject({
      state: 'released',
      release: 2,
    });
    const view = await call(send(), contract.getOverlay, {});
    expect(view).toMatchObject({ version: 2, applied: 5, clashes: [], content: { prefix: 'ASH' } });
    expect(view.history[0]?.reason).toContain('Names of people');
    expect(await elementHere('ASH.001')).toMatchObject({ physicalName: 'nickname', status: 'approved' });
    const { plan } = await currentRelease(db());
    expect(plan.entities.find((each) => each.name === 'resident')?.fields.map((field) => field.name)).toContain(
      'nickname',
    );
  });

  it('survives a newer release, and says what of it no longer stands', async () => {
    await take(
      editionOf('3.0', (plan) => ({
        elements: plan.elements.map((one) => (one.code === 'CTY.007' ? { ...one, maxLength: 10 } : one)),
      })),
      3,
    );
    const here = await currentRelease(db());
    expect([here.number, here.edition]).toEqual([3, '3.0+overlay.2']);
    expect([await elementHere('ASH.001'), (await elementHere('CTY.002'))?.maxLength]).toEqual([
      expect.objectContaining({ physicalName: 'nickname' }),
      35,
    ]);
    const { clashes, applied } = await call(send(), contract.getOverlay, {});
    expect(clashes).toMatchObject([{ kind: 'tighten', key: 'CTY.007', conflict: 'looser', central: '10' }]);
    expect([clashes[0]?.remedy, applied]).toEqual([expect.stringContaining('at least as strict'), 4]);
    // What is set aside keeps nobody from saying something else.
    const one = await approved([
      { kind: 'element', key: 'ASH.001', authored: { ...(await authored('element', 'ASH.001')), maxLength: 25 } },
    ]);
    expect(await release(one)).toMatchObject({ number: 3, overlay: 3 });
    expect(await elementHere('ASH.001')).toMatchObject({ maxLength: 25 });
  });

  it('is refused where it would loosen or re-define the centre, and nothing is changed', async () => {
    const status = await authored('element', 'CTY.002');
    const looser = await approved([{ kind: 'element', key: 'CTY.002', authored: { ...status, maxLength: 500 } }]);
    expect(await faultOf(release(looser))).toBe('overlay-clashes: looser maxLength');
    const other = await approved([
      { kind: 'element', key: 'CTY.002', authored: { ...status, names: both('Something else') } },
    ]);
    expect(await faultOf(release(other))).toBe('overlay-clashes: not-tightenable names');
    const gone = await approved([
      { kind: 'entity', key: 'resident', authored: { ...(await authored('entity', 'resident')), validTime: true } },
    ]);
    expect(await faultOf(release(gone))).toBe('overlay-clashes: not-tightenable validTime');
    expect((await currentRelease(db())).overlay).toBe(3);
    expect(await call(send(), contract.getProposal, { params: { proposal: other } })).toMatchObject({
      state: 'approved',
    });
  });
});
