/** What a node says on top of the signed releases it follows, on the rows that are there. */
import { generateKeyPairSync, sign } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { profileOf } from '../../test/harness/context.ts';
import { testDatabase } from '../../test/harness/database.ts';
import { columns, files, line, openCounty, rowsOf, type County } from '../../test/harness/records.ts';
import { injected, officer, testServer } from '../../test/harness/server.ts';
import { checkOverlay, getOverlay, listOverlayChanges, setOverlay } from '../dictionary/contract.ts';
import {
  compileProfileDictionary,
  currentRelease,
  dictionaryRoom,
  printRelease,
  type Plan,
} from '../dictionary/index.ts';
import { call, ProblemError } from '../platform/http/call.ts';
import { printVerifierKey, rawPublicKey } from '../platform/ledger/checkpoint.ts';
import { sql } from '../platform/db/sql.ts';
import { rehearseRelease, takeRelease } from './contract.ts';
import { createAllTables } from './follow-releases.ts';
import { loadRows } from './load-rows.ts';
import { openRegister } from './open-register.ts';
import { recordsRoom } from './room.ts';
import { createRecord } from './write-record.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signer = {
  key: { name: 'office.example', publicKey: rawPublicKey(publicKey.export({ type: 'spki', format: 'der' })) },
  sign: (text: Buffer) => sign(null, text, privateKey),
};
const key = printVerifierKey(signer.key);

let county: County;
let send: Awaited<ReturnType<typeof testServer>>['send'];
beforeAll(async () => {
  county = await openCounty(await testDatabase(12));
  const caller = county.caller('A', 'officer');
  const rows = rowsOf([line(1), line(2), line(3)]);
  await loadRows(county.context, { register: 'members', body: county.id('A'), caller, columns, rows });
  const { server } = await testServer();
  recordsRoom.routes?.(server, county.context);
  dictionaryRoom.routes?.(server, county.context);
  send = injected(server);
});

const ELEMENTS = 'dictionary/elements/all.yaml';
function central(edition: string, ...edits: readonly (readonly [string, string])[]): Plan {
  const text = edits.reduce((all, [from, to]) => all.replace(from, to), files[ELEMENTS]!);
  const settings = files['dictionary/settings.yaml']!.replace("'1.0'", `'${edition}'`);
  return compileProfileDictionary(profileOf({ ...files, [ELEMENTS]: text, 'dictionary/settings.yaml': settings }))
    .plan!;
}
const take = (plan: Plan, number: number) => {
  const content = Buffer.from(printRelease({ plan }, number, signer)) as never;
  return call(send, takeRelease, { upload: { content, type: 'application/octet-stream' }, query: { key } });
};
const set = (overlay: object, version: number, reason = 'The commune notes it') =>
  call(send, setOverlay, { body: { overlay: overlay as never, reason }, ifMatch: `"${String(version)}"` });
const refused = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error instanceof ProblemError ? /[^/]+$/.exec(error.problem.type)?.[0] : String(error)),
  );
const follow = () => county.context.db.transaction((tx) => createAllTables(county.context, tx));

const local = {
  code: 'ASH.001',
  physicalName: 'nickname',
  names: { en: 'Nickname' },
  definition: { en: 'What friends call a member' },
  tier: 'local',
  domain: 'people',
  dataType: 'string',
  maxLength: 20,
  ...{ layer: 'master', origin: 'source', reCollectable: 'confirm', sharing: 'shared', importance: 'other' },
  ...{ secrecy: 'none', personal: 'basic', legalBasis: [], purpose: [] },
};
const overlay = {
  prefix: 'ASH',
  elements: [local],
  fields: [{ entity: 'member', element: 'ASH.001' }],
  tighten: [{ element: 'T.2', maxLength: 50 }],
};

describe('an overlay of a node', () => {
  it('waits until the node follows somebody’s releases', async () => {
    expect(await refused(set(overlay, 0))).toBe('overlay-needs-release');
    expect(await call(send, getOverlay, {})).toMatchObject({ version: 0, follows: false, release: 1 });
    await take(central('2.0'), 2);
  });

  it('is tried first, and changes nothing by it', async () => {
    const tried = await call(send, checkOverlay, { body: { overlay: overlay as never } });
    expect(tried).toMatchObject({ edition: '2.0+overlay.1', entries: 3, applied: 3, clashes: [] });
    expect(tried.changes.map((change) => change.words?.said)).toContainEqual(expect.stringContaining('Nickname'));
    expect((await call(send, getOverlay, {})).version).toBe(0);
  });

  it('is in force everywhere once it is set: tables, forms, validators, exports', async () => {
    const { context } = county;
    expect(await set(overlay, 0)).toMatchObject({ version: 1, release: 2, edition: '2.0+overlay.1' });
    const release = await currentRelease(context.db);
    expect([release.number, release.overlay, release.edition]).toEqual([2, 1, '2.0+overlay.1']);
    await follow();
    const caller = county.caller('A', 'officer');
    const values = { card_no: '000009', full_name: 'Ada', nickname: 'Adder' };
    await createRecord(context, { register: 'members', caller, body: county.id('A'), values });
    expect(await context.db.rows(sql`select nickname from data.member where card_no = '000009'`)).toEqual([
      { nickname: 'Adder' },
    ]);
    const long = { ...values, card_no: '000010', full_name: 'A'.repeat(51) };
    const created = createRecord(context, { register: 'members', caller, body: county.id('A'), values: long });
    await expect(created).rejects.toMatchObject({ kind: { slug: 'invalid-record' } });
    const { changes } = await call(send, listOverlayChanges, {});
    expect(changes.map((change) => change.reason)).toContain('element.added');
    const acts = context.audited.filter((entry) => entry.action === 'dictionary.set-overlay');
    expect(acts).toMatchObject([{ actor: officer.account, allowed: true }]);
  });

  it('is refused without If-Match, over another version, loosening, and when a row would fail', async () => {
    const blind = call(send, setOverlay, { body: { overlay: overlay as never, reason: 'because' } });
    expect(await refused(blind)).toBe('precondition-required');
    expect(await refused(set(overlay, 0))).toBe('precondition-failed');
    expect(await refused(set({ ...overlay, tighten: [{ element: 'T.2', maxLength: 61 }] }, 1))).toBe('overlay-clashes');
    expect(await refused(set({ ...overlay, tighten: [{ element: 'T.2', maxLength: 2 }] }, 1))).toBe('release-fails');
    expect(await refused(set({ ...overlay, prefix: 'OAK' }, 1))).toBe('overlay-prefix');
    expect((await call(send, getOverlay, {})).version).toBe(1);
  });

  it('is laid on a newer release, which always comes; what clashes is set aside, with the way out, and owed', async () => {
    const { context } = county;
    const newer = central('3.0', [
      'maxLength: 60\n    nullability: required',
      'maxLength: 40\n    nullability: required',
    ]);
    // Told beforehand, by the rehearsal of the release.
    const content = Buffer.from(JSON.stringify(newer)) as never;
    const told = await call(send, rehearseRelease, { upload: { content, type: 'application/octet-stream' } });
    expect(told.overlayClashes).toMatchObject([{ kind: 'tighten', key: 'T.2', conflict: 'looser' }]);
    expect(await take(newer, 3)).toMatchObject({ number: 3, hash: newer.hash });
    const view = await call(send, getOverlay, {});
    expect(view).toMatchObject({ version: 1, release: 3, edition: '3.0+overlay.1', entries: 3, applied: 2 });
    expect(view.clashes).toMatchObject([
      {
        kind: 'tighten',
        key: 'T.2',
        conflict: 'looser',
        said: 'maxLength: 50 takes more than the centre allows (40)',
        remedy: 'Write a value at least as strict as 40, or remove the entry.',
      },
    ]);
    await follow();
    const { entity, overlay: under } = await openRegister(context.db, 'members');
    expect(under).toBe(1);
    expect(entity.fields.find((field) => field.name === 'full_name')?.maxLength).toBe(40);
    expect(entity.fields.some((field) => field.name === 'nickname')).toBe(true);
    const owed = sql`select title_key as key from platform.work_item where kind = 'dictionary.settle-overlay' and state = 'open'`;
    expect(await context.db.rows(owed)).toEqual([{ key: 'overlay:work' }]);
    // Settled: the tightening goes, the rest stays.
    const { tighten: _, ...settled } = overlay;
    expect(await set(settled, 1, 'The centre is stricter now')).toMatchObject({ version: 2, edition: '3.0+overlay.2' });
    expect(await context.db.rows(owed)).toEqual([]);
    expect(await call(send, getOverlay, {})).toMatchObject({ clashes: [], history: [{ version: 2 }, { version: 1 }] });
  });

  it('is part of every rehearsal: its field is no loss of a release that does not have it', async () => {
    await follow();
    const content = Buffer.from(JSON.stringify(central('4.0'))) as never;
    const rehearsed = await call(send, rehearseRelease, { upload: { content, type: 'application/octet-stream' } });
    expect(rehearsed.changes.map((change) => change.subject)).not.toContain('ASH.001');
    const steps = rehearsed.registers.flatMap((register) => register.steps.map((step) => step.kind));
    expect(steps).not.toContain('leave-column');
  });

  it('keeps every version as it was', async () => {
    await expect(county.context.db.run(sql`update dictionary.overlay set reason = 'x'`)).rejects.toThrow(
      /never changed/,
    );
    await expect(county.context.db.run(sql`delete from dictionary.effective`)).rejects.toThrow(/never changed/);
  });
});
