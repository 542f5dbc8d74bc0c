/** Who is who in the browser: look, decide, undo, split, be refused; by the keyboard, and with somebody faster. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM, phone } from './chromium.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';
import type { Duplicate, DuplicateDetail } from '../../src/registers/contract.ts';

const SOON = 30_000;
const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-who:${key}`, values);
const QUEUE = '/registers/duplicates';

let stage: Stage;
let keeper: Person;

const sees = (person: Person, part: string) =>
  expect.poll(async () => (await person.text()).includes(part), { timeout: SOON }).toBe(true);
const clean = async (person: Person) => {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
};
const get = async <T>({ page }: Person, path: string) =>
  (await (await page.request.get(`${stage.address}/api${path}`)).json()) as T;
const queue = async (person: Person, query = '') =>
  get<{ items: Duplicate[]; counts: Record<string, number> }>(person, `/duplicates${query}`);
const pairOf = (person: Person, id: string) => get<DuplicateDetail>(person, `/duplicates/${id}`);
async function post({ page }: Person, path: string, data: unknown, version?: number) {
  const { csrf = '' } = await get<{ csrf?: string }>({ page } as Person, '/session');
  return page.request.post(`${stage.address}/api${path}`, {
    headers: { 'x-csrf-token': csrf, ...(version !== undefined && { 'if-match': `"${String(version)}"` }) },
    data,
  });
}
const button = ({ page }: Person, key: string) => page.getByRole('button', { name: say(key) });
const reason = ({ page }: Person) => page.getByRole('textbox', { name: say('act.reason') });

/** The pair of the story with this reason. */
async function waiting(why: string): Promise<Duplicate> {
  const found = (await queue(keeper)).items.find((one) => one.reason === why);
  if (!found) throw new Error(`no pair waits as ${why}`);
  return found;
}

/** Takes a decision back through the page that stands. */
async function undoOnPage(): Promise<void> {
  await button(keeper, 'undo.act').first().click();
  const dialog = keeper.page.getByRole('dialog');
  await dialog.getByRole('textbox').fill('Xem nhầm thẻ');
  await dialog.getByRole('button', { name: say('undo.act') }).click();
  await dialog.waitFor({ state: 'hidden', timeout: SOON });
}

describe.skipIf(!existsSync(CHROMIUM))('who is who', () => {
  beforeAll(async () => {
    stage = await openStage();
    keeper = await stage.enter('chuquan');
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('queues the four pairs of the story, filtered by how likely they are and by body', async () => {
    await expect.poll(async () => (await queue(keeper)).counts['open'], { timeout: 60_000 }).toBe(4);
    await keeper.goto(QUEUE);
    const rows = keeper.page.locator('main table tbody tr');
    await expect.poll(() => rows.count(), { timeout: SOON }).toBe(4);
    await clean(keeper);
    await keeper.goto(`${QUEUE}?band=middle`);
    await expect.poll(() => rows.count(), { timeout: SOON }).toBe(1);
    await sees(keeper, 'Trịnh Duy Duy');
    await keeper.goto(`${QUEUE}?body=99108`);
    await sees(keeper, say('empty.filtered'));
    await button(keeper, 'empty.clear').click();
    await expect.poll(() => rows.count(), { timeout: SOON }).toBe(4);
    await keeper.goto(`${QUEUE}?state=same`);
    await sees(keeper, say('empty.title'));
    await clean(keeper);
  });

  it('shows twins side by side, with why, and what would follow; its figures add up', async () => {
    const twins = await waiting('twins');
    await keeper.goto(`${QUEUE}/${twins.id}`);
    await sees(keeper, say('why.total'));
    await sees(keeper, say('likeness.similar'));
    await sees(keeper, say('then.different'));
    const { waterfall, probability, foreseen } = await pairOf(keeper, twins.id);
    const sum = (waterfall?.steps ?? []).reduce((all, { bits }) => all + bits, waterfall?.prior ?? 0);
    expect(sum + (waterfall?.rarity ?? 0)).toBeCloseTo(waterfall?.total ?? NaN, 6);
    expect(probability).toBeCloseTo(1 / (1 + 2 ** -(twins.weight ?? 0)), 9);
    expect(foreseen.map(({ act, people }) => [act, people.length])).toEqual([
      ['same', 1],
      ['different', 2],
    ]);
    await clean(keeper);
  });

  it('decides by the keyboard, not without a reason, and takes it back without loss', async () => {
    const twins = await waiting('twins');
    const before = (await pairOf(keeper, twins.id)).people;
    await keeper.goto(`${QUEUE}/${twins.id}`);
    await button(keeper, 'act.different').waitFor({ timeout: SOON });
    await keeper.page.keyboard.press('2');
    await sees(keeper, say('act.reasonMissing'));
    expect((await pairOf(keeper, twins.id)).state).toBe('open');
    // The keyboard stands in the reason now: figures are letters there.
    await keeper.page.keyboard.type('Sinh đôi, 2 thẻ khác nhau');
    await button(keeper, 'act.different').press('Enter');
    await sees(keeper, say('act.done.different'));
    expect((await queue(keeper)).counts).toEqual({ open: 3, same: 0, different: 1 });
    await clean(keeper);
    await undoOnPage();
    await sees(keeper, say('act.done.undo'));
    const after = await pairOf(keeper, twins.id);
    expect([after.state, after.people]).toEqual(['open', before]);
    expect(after.decisions[0]?.undone?.reason).toBe('Xem nhầm thẻ');
    await clean(keeper);
  });

  it('goes on to the next pair by a key, and round to the first', async () => {
    const { items } = await queue(keeper);
    await keeper.goto(`${QUEUE}/${items[0]?.id ?? ''}`);
    for (const next of [items[1], items[2], items[3], items[0]]) {
      await button(keeper, 'act.later').and(keeper.page.locator(':enabled')).waitFor({ timeout: SOON });
      await keeper.page.keyboard.press('ArrowRight');
      await keeper.page.waitForURL(`**${QUEUE}/${next?.id ?? ''}`, { timeout: SOON });
    }
  });

  it('joins two numbers only when that is confirmed; the person tells it, and leads to the undoing', async () => {
    const two = await waiting('two-identifiers');
    await keeper.goto(`${QUEUE}/${two.id}`);
    await reason(keeper).fill('Được cấp hai thẻ');
    await button(keeper, 'act.same').click();
    await sees(keeper, say('act.despiteMissing'));
    expect((await pairOf(keeper, two.id)).state).toBe('open');
    await keeper.page.locator('#despite').check();
    await button(keeper, 'act.same').click();
    await sees(keeper, say('act.done.same'));
    const { people } = await pairOf(keeper, two.id);
    expect(people.left).toBe(people.right);
    await keeper.goto(`/registers/people/${people.left ?? ''}`);
    await sees(keeper, 'Được cấp hai thẻ');
    await keeper.page
      .getByRole('link', { name: say('split.joinedBy') })
      .first()
      .waitFor({ timeout: SOON });
    await clean(keeper);
    await keeper.page
      .getByRole('link', { name: say('split.joinedBy') })
      .first()
      .click();
    await keeper.page.waitForURL(`**${QUEUE}/${two.id}`);
    await undoOnPage();
    await sees(keeper, say('act.done.undo'));
    const after = await pairOf(keeper, two.id);
    expect(after.people.left).not.toBe(after.people.right);
  });

  it('splits one record off a person, and takes that back', async () => {
    const twins = await waiting('twins');
    await keeper.goto(`/registers/dang-vien/records/${twins.left.record}`);
    const way = keeper.page.getByRole('link', { name: say('whois.records', { count: 2 }) });
    await way.click();
    await keeper.page.waitForURL('**/registers/people/*');
    const person = keeper.page.url().split('/').at(-1) ?? '';
    await button(keeper, 'split.act').first().click();
    const dialog = keeper.page.getByRole('dialog');
    await dialog.getByRole('button', { name: say('split.act') }).click();
    await dialog.getByText(say('act.reasonMissing')).waitFor();
    await dialog.getByRole('textbox').fill('Không phải người này');
    await dialog.getByRole('button', { name: say('split.act') }).click();
    await sees(keeper, say('split.done'));
    const size = async () => (await get<{ members: unknown[] }>(keeper, `/golden/${person}`)).members.length;
    expect(await size()).toBe(1);
    await clean(keeper);
    await undoOnPage();
    await expect.poll(size, { timeout: SOON }).toBe(2);
    await clean(keeper);
  });

  it('tells whoever comes second that it is decided, keeps what was typed, and shows what stands', async () => {
    const grey = await waiting('grey-zone');
    await keeper.goto(`${QUEUE}/${grey.id}`);
    await reason(keeper).fill('Chưa rõ, hỏi chi bộ');
    const other = await stage.enter('chuquan');
    const first = { outcome: 'different', reason: 'Hỏi chi bộ: hai người' };
    expect((await post(other, `/duplicates/${grey.id}/decision`, first, grey.version)).status()).toBe(200);
    await button(keeper, 'act.different').click();
    await sees(keeper, word('registers:problems.already-decided.title'));
    await sees(keeper, first.reason);
    await clean(keeper);
    const { version } = await pairOf(other, grey.id);
    expect((await post(other, `/duplicates/${grey.id}/undo`, { reason: 'Thử lại' }, version)).status()).toBe(200);
    // The page still shows the decision that is gone: undoing it from the older version is refused, with what to do.
    await button(keeper, 'undo.act').first().click();
    const dialog = keeper.page.getByRole('dialog');
    await dialog.getByRole('textbox').fill('Thử lại');
    await dialog.getByRole('button', { name: say('undo.act') }).click();
    await dialog.getByRole('alert').waitFor({ timeout: SOON });
    await other.page.context().close();
  });

  it('refuses by who asks: nothing there, to be read only, no post; and what is gone reads the same', async () => {
    const twins = await waiting('twins');
    const officer = await stage.enter('xa');
    await officer.goto(`${QUEUE}/${twins.id}`);
    await sees(officer, word('registers:problems.no-such-duplicate.title'));
    await officer.goto(`${QUEUE}/00000000-0000-7000-8000-000000000000`);
    await sees(officer, word('registers:problems.no-such-duplicate.title'));
    expect(await officer.text()).not.toContain('Khải');
    await officer.page.context().close();
    const watcher = await stage.enter('tuanthu');
    await watcher.goto(`${QUEUE}/${twins.id}`);
    await sees(watcher, say('act.readOnly'));
    expect(await button(watcher, 'act.same').count()).toBe(0);
    await clean(watcher);
    await watcher.page.context().close();
    const leader = await stage.enter('lanhdao');
    await leader.goto(QUEUE);
    await sees(leader, word('governance:rules.post-lacks-permission'));
    await leader.page.context().close();
  });

  it('looks a person up by name and birthday on the entry form, as far as the grant goes, and prefills who is chosen', async () => {
    const officer = await stage.enter('xa');
    const { page } = officer;
    await officer.goto('/registers/dang-vien/new');
    await button(officer, 'known.open').click();
    await sees(officer, say('known.need'));
    const form = page.getByRole('region', { name: say('known.title') });
    await form.getByRole('textbox').nth(0).fill('khai vu huu');
    await form.getByRole('textbox').nth(1).fill('22/3/1981');
    await page.keyboard.press('Enter');
    await sees(officer, say('known.several', { number: 2 }));
    // Of the members of another commune nothing is told.
    expect(await form.getByRole('link').count()).toBe(0);
    expect(await officer.text()).not.toContain('Chi bộ số 34');
    await clean(officer);
    await form
      .getByRole('button', { name: say('known.use') })
      .first()
      .click();
    await expect.poll(() => page.locator('[id^="field-"]').count(), { timeout: SOON }).toBeGreaterThan(0);
    await sees(officer, 'Vũ Hữu Kh');
    expect(await page.locator('#field-birth_name').count()).toBe(0);
    await clean(officer);
    await page.context().close();
  });

  it.each(['en', 'ar'] as const)('speaks %s, also on a phone', async (language) => {
    const twins = await waiting('twins');
    const reader = await stage.enter('chuquan', language);
    await reader.page.setViewportSize(phone);
    for (const path of [QUEUE, `${QUEUE}/${twins.id}`]) {
      await reader.goto(path);
      await reader.page.locator('main table').first().waitFor({ timeout: SOON });
      expect(await reader.text()).not.toMatch(/web-who|linkage:|pair\.\w|why\.\w|then\.\w/);
      const wide = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
      expect(await reader.page.evaluate(wide)).toBe(0);
      await clean(reader);
    }
    await reader.page.context().close();
  });
});
