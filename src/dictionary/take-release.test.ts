/** Signed releases that must not be taken, each with the twin that shows which defence it is. */
import { generateKeyPairSync } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TestContext } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { Problem } from '../platform/http/problem.ts';
import { openCheckpoint, printVerifierKey, signCheckpoint } from '../platform/ledger/checkpoint.ts';
import { canonical, hashOf } from './canonical.ts';
import { currentRelease } from './current-release.ts';
import { downloadRelease } from './download-release.ts';
import { diffPlans } from './diff.ts';
import { install } from './install.ts';
import type { Plan } from './plan.ts';
import { publishRelease } from './publish-release.ts';
import { openRelease, printRelease, type ReleaseFile } from './release-file.ts';
import { signerOf } from './release-signer.ts';
import { by, countyContext } from './testing/context.ts';
import { testPlan } from './testing/dictionary.ts';
import { takeRelease } from './take-release.ts';
import { countVersions, statedVersions } from './versions/entry-version.ts';
import { versionsAsOf } from './versions/read-versions.ts';

const newSigner = () =>
  signerOf(Buffer.from(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })));
const office = newSigner();
const stranger = newSigner();
const key = printVerifierKey(office.key);

const change = (plan: Plan, maxLength: number): Plan => {
  const { hash: _, ...rest } = plan;
  const elements = rest.elements.map((one) => (one.code === 'CTY.007' ? { ...one, maxLength } : one));
  const changed = { ...rest, release: `1.${String(maxLength)}`, elements };
  return { ...changed, hash: hashOf(changed) };
};
const first = testPlan();
const [second, third] = [change(first, 9), change(first, 8)];
const versionsOf = (plan: Plan, before: Plan) =>
  countVersions({ plan: before, versions: statedVersions(before) }, plan, diffPlans(before, plan).changes).versions;
const fileOf = (plan: Plan, number: number, signer = office) =>
  printRelease({ plan, versions: versionsOf(plan, first) }, number, signer);

let context: TestContext;
beforeEach(async () => {
  context = await countyContext(await testDatabase());
  await install(context);
});

const take = async (text: string, trusted: string | undefined = key) => {
  try {
    const { number } = await takeRelease(context, { bytes: Buffer.from(text), key: trusted }, by, () =>
      Promise.resolve(),
    );
    return number;
  } catch (error) {
    if (error instanceof Problem) return `${error.kind.slug} ${String(error.extras['fault'] ?? '')}`.trim();
    throw error;
  }
};
const headOf = async () => (await currentRelease(context.db)).number;
const reprint = (text: string, parts: Partial<Record<keyof ReleaseFile, unknown>>) =>
  `${canonical({ ...(JSON.parse(text) as object), ...parts })}\n`;

describe('a release file that is not what was signed', () => {
  const good = fileOf(second, 2);

  it('is refused when it is cut, wherever that is', async () => {
    for (const part of [0, 0.3, 0.9]) {
      expect(await take(good.slice(0, Math.floor(good.length * part)))).toMatch(/^release-refused not-a-release$/);
    }
    // Cut in the last byte only, it still is JSON: the strict reading catches it.
    expect(await take(good.slice(0, -1))).toBe('release-refused altered');
    expect(await headOf()).toBe(1);
    expect(await take(good)).toBe(2);
  });

  it('is refused with a second signature by another key, though the first one holds', async () => {
    const { note } = openRelease(Buffer.from(good));
    const checkpoint = openCheckpoint(note, office.key);
    const [line] = signCheckpoint(checkpoint, stranger.key, stranger.sign).split('\n').slice(-2);
    const twice = reprint(good, { note: `${note}${line ?? ''}\n` });
    expect(await take(twice)).toBe('release-refused altered');
    // The twin: a reader of notes as such, which lets witnesses sign too, takes it.
    expect(openCheckpoint(`${note}${line ?? ''}\n`, office.key)).toEqual(checkpoint);
  });

  it('is refused when another key signed it, or signed it under the name of the trusted one', async () => {
    const foreign = fileOf(second, 2, stranger);
    expect(await take(foreign)).toBe('release-refused other-key');
    expect(await take(reprint(foreign, { key }))).toBe('release-refused not-signed');
    expect(await headOf()).toBe(1);
    // The twin: where that key is the trusted one nothing stands against it.
    expect(await take(foreign, printVerifierKey(stranger.key))).toBe(2);
  });

  it('is refused with another plan, or other versions, under the old note', async () => {
    const { hash: _, ...rest } = { ...second, release: 'forged' };
    const forged = { ...rest, hash: hashOf(rest) };
    expect(await take(reprint(good, { plan: forged }))).toBe('release-refused altered');
    const versions = versionsOf(second, first);
    const raised = { ...versions, element: { ...versions.element, 'CTY.007': '9.0' } };
    expect(await take(reprint(good, { versions: raised }))).toBe('release-refused altered');
    expect(await take(reprint(good, { versions: undefined }))).toBe('release-refused altered');
    expect(await headOf()).toBe(1);
    // The twin: the same content with a note of its own is a release like any other.
    expect(await take(printRelease({ plan: forged, versions: raised }, 2, office))).toBe(2);
    expect((await versionsAsOf(context.db, 2)).element['CTY.007']).toBe('9.0');
  });
});

describe('a release at the wrong place', () => {
  it('is refused under a number that is not the next one', async () => {
    for (const number of [1, 3, 99]) expect(await take(fileOf(second, number))).toBe('release-does-not-fit');
    expect(await headOf()).toBe(1);
    // The twin: nothing but the number was in its way.
    expect(await take(fileOf(second, 2))).toBe(2);
  });

  it('changes nothing when an older one is played again, and is refused when it says something else', async () => {
    const [two, three] = [fileOf(second, 2), fileOf(third, 3)];
    expect([await take(two), await take(three)]).toEqual([2, 3]);
    const audited = context.audited.length;
    expect(await take(two)).toBe(2);
    expect([await headOf(), (await currentRelease(context.db)).hash]).toEqual([3, third.hash]);
    expect(context.audited).toHaveLength(audited);
    expect(await take(fileOf(change(first, 7), 2))).toBe('release-does-not-fit');
    // The old content under the next number would bring it back: whoever signs that has decided it.
    expect(await take(fileOf(second, 4))).toBe(4);
  });
});

describe('the versions of its entries', () => {
  it('travel with it, under its signature, and are handed on in the same bytes', async () => {
    const text = fileOf(second, 2);
    expect(await take(text)).toBe(2);
    expect((await versionsAsOf(context.db, 2)).element['CTY.007']).toBe('2.0');
    expect((await downloadRelease(context, 2)).content).toBe(text);
  });

  it('are counted by the node when its signer did not know the release before', async () => {
    const text = printRelease({ plan: second }, 2, office);
    expect(await take(text)).toBe(2);
    expect((await versionsAsOf(context.db, 2)).element['CTY.007']).toBe('2.0');
    expect((await downloadRelease(context, 2)).content).toBe(text);
  });

  it('are refused when an author states one that is too low, and nothing is changed', async () => {
    const { hash: _, ...rest } = second;
    const stated = (version: string): Plan => {
      const elements = rest.elements.map((one) => (one.code === 'CTY.007' ? { ...one, version } : one));
      return { ...rest, elements, hash: hashOf({ ...rest, elements }) };
    };
    const low = publishRelease(context, stated('1.9'), by);
    await expect(low).rejects.toMatchObject({
      kind: { slug: 'version-too-low' },
      extras: {
        elements: [{ element: 'CTY.007', pointer: '/version', stated: '1.9', least: '2.0', because: 'breaking' }],
      },
    });
    expect(await headOf()).toBe(1);
    // The twin: the same change, stated as high as it asks for.
    expect((await publishRelease(context, stated('2.0'), by)).number).toBe(2);
    expect((await versionsAsOf(context.db, 2)).element['CTY.007']).toBe('2.0');
  });
});
