/** Who is asked to approve a connector or a webhook, and until when. */
import { beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/harness/database.ts';
import { openCounty, type County } from '../../../test/harness/records.ts';
import { assignPost } from '../../bodies/index.ts';
import { sql } from '../../platform/db/sql.ts';
import { createAccount } from '../../platform/identity/index.ts';
import type { Post } from '../../platform/room.ts';
import { approveWebhook, stopWebhook, writeWebhook } from '../webhooks/change-webhook.ts';
import { approveConnector } from './change-connector.ts';
import { writeConnector } from './write-connector.ts';

const db = await testDatabase();
let county: County;
const by = (account: string) => ({ account, body: null, rule: 'test' });
const people: Record<string, string> = {};
const person = async (name: string, body: string, post: Post) => {
  people[name] = (await createAccount(db, { name, displayName: name })).id;
  await assignPost(county.context, { account: people[name], body, post }, by('test'));
};
beforeAll(async () => {
  county = await openCounty(db);
  await person('upper', 'C', 'steward');
  await person('office', 'DM', 'data-office');
});
const hosts = ['files.example'];
const connect = (account: string, path = '/people') =>
  writeConnector(
    county.context,
    {
      ...({ connector: 'town', names: { en: 'Town' }, kind: 'rest', hosts, register: 'members', body: 'A' } as const),
      settings: { base: 'https://files.example', path, paging: { by: 'none' } },
    },
    by(account),
    { t: ((key: string) => key) as never, language: 'en' },
  );
const hook = (account: string) =>
  writeWebhook(
    county.context,
    {
      ...({ webhook: 'told', names: { en: 'Told' }, body: 'A', url: 'https://files.example/in', secret: 'x' } as const),
      kinds: ['register.changed'],
    },
    by(account),
  );
const owed = async () =>
  (
    await db.rows<{ kind: string; code: string; post: string }>(sql`
      select w.kind, b.code, w.post from platform.work_item w
        join bodies.body b on b.id = w.body
      where w.state = 'open' and w.kind like 'exchange.approve-%' order by w.kind`)
  ).map(({ kind, code, post }) => `${kind} ${post} of ${code}`);

describe('an approval', () => {
  it('is asked of the nearest steward upwards, of whoever wrote it never, and no longer when it is given', async () => {
    await connect('maker');
    expect(await owed()).toEqual(['exchange.approve-connector steward of C']);
    await person('near', 'A', 'steward');
    // Written again, it is another to approve, and asked of whoever is nearest now.
    await connect('maker', '/others');
    expect(await owed()).toEqual(['exchange.approve-connector steward of A']);
    await connect(people['near'] ?? '', '/all');
    expect(await owed()).toEqual(['exchange.approve-connector steward of C']);
    await approveConnector(county.context, { code: 'town', hosts }, by(people['upper'] ?? ''));
    expect(await owed()).toEqual([]);
  });
  it('is asked of the data office where no other steward is above', async () => {
    await db.run(
      sql`update bodies.assignment set valid_from = date '2099-01-01', valid_to = null where post = 'steward'`,
    );
    await hook('maker');
    expect(await owed()).toEqual(['exchange.approve-webhook data-office of DM']);
    await stopWebhook(county.context, { code: 'told', stopped: true }, by('maker'));
    expect(await owed()).toHaveLength(1);
    await approveWebhook(county.context, { code: 'told', hosts }, by(people['office'] ?? ''));
    expect(await owed()).toEqual([]);
  });
});
