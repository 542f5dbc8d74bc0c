/** The first fifteen minutes, seen through the screens: every number is the story's, none is typed here. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { asTenths, asWhole, openStage, word, type Person, type Stage } from './stage.ts';
import { PROFILES } from '../../src/node.ts';
import { readProfile } from '../../src/platform/profile.ts';
import { expectations, readFigures, type Commune, type KpiState } from '../../profiles/vn-demo/story/figures.ts';

const figures = readFigures();
const told = expectations(figures);
const officer = figures.communes.find((commune) => commune.file);
const neighbour = figures.communes.find((commune) => commune.quarters)?.code ?? '';
const silent = figures.communes.filter((commune) => commune.held === undefined);
const MEMBERS = 'dang-vien';

const strategy = <T>(name: string) => readProfile(PROFILES, 'vn-demo').read(`strategy/${name}.yaml`) as T;
const comments = strategy<{ said: { disposition?: string }[] }[]>('consultations').flatMap(({ said }) => said);
const undecided = comments.filter(({ disposition }) => disposition === undefined).length;
interface Task {
  readonly code: string;
  readonly state: string;
  readonly due: string;
}
const lateBy = (task: Task | undefined) => Number(/^D-(\d+)wd$/.exec(task?.due ?? '')?.[1] ?? 0);
const overdue = strategy<Task[]>('tasks')
  .filter((task) => task.state !== 'done' && lateBy(task) > 0)
  .sort((a, b) => lateBy(b) - lateBy(a));
const SOON = 30_000;

let stage: Stage;
let leader: Person;
let xa: Person;

const verdicts: Readonly<Record<KpiState['verdict'], string>> = {
  'on-track': word('web:verdict.on-track'),
  'off-track': word('web:verdict.off-track'),
  'not-enough-basis': word('web:verdict.not-enough-basis'),
};

/** The leader's page shows this state; nobody reloads it. */
async function leaderSees(state: KpiState): Promise<void> {
  const wanted = [
    `${asTenths(state.share)}`,
    `${String(state.reported)}/${String(told.bodiesReporting)}`,
    asTenths(state.low),
    asTenths(state.high),
    verdicts[state.verdict],
    asWhole(state.cells),
  ];
  await expect
    .poll(
      async () => {
        const text = await leader.text();
        return wanted.filter((part) => !text.includes(part));
      },
      { timeout: SOON },
    )
    .toEqual([]);
}

/** Drops a file, takes the columns as they were recognised, and stands before the check. */
async function sendFile(file: string): Promise<void> {
  await xa.goto(`/registers/${MEMBERS}/load`);
  await xa.page.locator('input[type=file]').setInputFiles(join(stage.files, file));
  await xa.page.getByRole('button', { name: word('web-registers:match.check'), exact: true }).click({ timeout: SOON });
  await xa.page.waitForURL(/\/loads\//, { timeout: SOON });
}

const storeButton = () =>
  xa.page.getByRole('button', { name: new RegExp(word('web-registers:check.storeValid_other', { number: '\\d+' })) });
const sees = (person: Person, ...parts: readonly string[]) =>
  expect
    .poll(
      async () => {
        const text = await person.text();
        return parts.filter((part) => !text.includes(part));
      },
      { timeout: SOON },
    )
    .toEqual([]);

async function clean(person: Person): Promise<void> {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
}

describe.skipIf(!existsSync(CHROMIUM))('the tour', () => {
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('begins at a door with a button for every role', async () => {
    const door = await stage.enterByDoor(undefined);
    for (const name of ['lanhdao', 'vanphong', 'chuquan', 'tinh', 'xa', 'lapTrinh', 'tuanthu']) {
      const session = (await (await door.page.request.get(`${stage.address}/api/session`)).json()) as {
        enterAs: { name: string; displayName: string }[];
      };
      const shown = session.enterAs.find((one) => one.name === name)?.displayName ?? name;
      expect(await door.page.getByRole('button', { name: shown }).count(), name).toBe(1);
    }
    expect(await door.page.getByTestId('watermark').innerText()).toBe(word('web:demo.watermark'));
    await clean(door);
  });

  it('shows the leader a figure that decides nothing yet, and who is missing', async () => {
    leader = await stage.enterByDoor('lanhdao');
    await leaderSees(told.start);
    const missing = silent.reduce((sum, commune) => sum + commune.expected, 0);
    await sees(leader, asWhole(missing), ...silent.map((commune) => commune.name));
    expect(await leader.page.getByTestId('refused-today').innerText()).toBe('0');
    await clean(leader);
  });

  it('gives the officer one task, and recognises every column of her list', async () => {
    xa = await stage.enterByDoor('xa');
    await sees(xa, word('web:work.left_other', { count: 2 }));
    await clean(xa);
    await xa.goto(`/registers/${MEMBERS}/load`);
    await clean(xa);
    await xa.page.locator('input[type=file]').setInputFiles(join(stage.files, 'danh-sach-dong-lau-q4.xlsx'));
    await sees(
      xa,
      word('web-registers:match.columns_other', { count: 14 }),
      word('web-registers:match.matched_other', { count: 12 }),
      word('web-registers:match.skipped_other', { count: 2 }),
    );
    await clean(xa);
  });

  it('checks the list line by line, and says why each waits', async () => {
    await xa.page.getByRole('button', { name: word('web-registers:match.check'), exact: true }).click();
    await xa.page.waitForURL(/\/loads\//, { timeout: SOON });
    const { lines, ready, toReview, corrections, formerCodes, withoutId } = told.file;
    await sees(
      xa,
      word('web-registers:check.read_other', { number: asWhole(lines) }),
      ...[ready, toReview, corrections, formerCodes, withoutId].map(asWhole),
    );
    await clean(xa);
  });

  it('stores what is right, and the leader’s page follows without a reload', async () => {
    await storeButton().click();
    await sees(xa, word('web-registers:result.stored_other', { number: asWhole(told.file.ready) }));
    await sees(xa, asWhole(told.file.cells), asTenths(told.file.hours));
    await leaderSees(told.firstLoad);
    await clean(xa);
    await clean(leader);
  });

  it('refuses a neighbour’s record in the same words as one that does not exist', async () => {
    const tinh = await stage.enterByDoor('tinh');
    const list = await tinh.page.request.get(
      `${stage.address}/api/bodies/${neighbour}/registers/${MEMBERS}/records?limit=1`,
      { headers: { 'x-artery-client': 'web' } },
    );
    const { items } = (await list.json()) as { items: { record: string }[] };
    const refused = async (record: string) => {
      await xa.goto(`/bodies/${neighbour}/registers/${MEMBERS}/${record}`);
      await xa.page.getByTestId('decision').waitFor();
      // The names of the place come after the refusal.
      await expect.poll(() => xa.text(), { timeout: SOON }).not.toContain(MEMBERS);
      return xa.text();
    };
    const there = await refused(items[0]?.record ?? '');
    const absent = await refused('01a00000-0000-7000-8000-000000000000');
    expect(there).toBe(absent);
    expect(there).toContain(officer?.name);
    await clean(xa);
    await expect.poll(() => leader.page.getByTestId('refused-today').innerText(), { timeout: SOON }).toBe('2');
  });

  it('lets the developer try the API: three rows of the own province, the same refusal beyond it', async () => {
    const developer = await stage.enterByDoor('lapTrinh');
    await developer.goto(`/exchange/catalogue/${MEMBERS}`);
    const press = () =>
      developer.page.getByRole('button', { name: word('web-exchange:try.call'), exact: true }).click();
    const tried = developer.page.getByTestId('tried');
    await press();
    await expect.poll(() => tried.innerText(), { timeout: SOON }).toContain('200');
    const answer = JSON.parse(await tried.locator('pre').innerText()) as { items: unknown[] };
    expect(answer.items).toHaveLength(3);
    await clean(developer);
    const beyond = (figures.communes.find((commune) => commune.held !== undefined && !commune.quarters) as Commune)
      .name;
    await developer.page.getByRole('combobox', { name: word('web-exchange:try.body') }).fill(beyond);
    await developer.page
      .getByRole('option', { name: new RegExp(beyond) })
      .first()
      .click();
    await press();
    await expect.poll(() => tried.innerText(), { timeout: SOON }).toContain('403');
    await developer.page.getByTestId('decision').waitFor();
    await clean(developer);
    await expect.poll(() => leader.page.getByTestId('api-reads-today').innerText(), { timeout: SOON }).toBe('1');
  });

  it('finds an element by a word without marks, and disposes of a comment on it', async () => {
    const vanphong = await stage.enterByDoor('vanphong');
    await vanphong.page.keyboard.press('Control+k');
    await vanphong.page.getByRole('combobox').waitFor();
    await vanphong.page.keyboard.type('ngay vao dang');
    await vanphong.page
      .getByRole('option', { name: /Ngày vào Đảng/ })
      .first()
      .click({ timeout: SOON });
    await vanphong.page.waitForURL(/\/dictionary\/elements\//);
    // Behind an open dialog there is no page.
    await vanphong.page.getByRole('dialog').waitFor({ state: 'hidden' });
    await sees(vanphong, 'DTD.DV.004');
    await clean(vanphong);
    await vanphong.goto('/strategy/consultations/LYK-01');
    const count = (id: string) => vanphong.page.getByTestId(id).innerText();
    await vanphong.page.getByTestId('open').waitFor();
    const [disposed, open] = [Number(await count('disposed')), Number(await count('open'))];
    expect([disposed, open]).toEqual([comments.length - undecided, undecided]);
    await clean(vanphong);
    await vanphong.page
      .getByRole('button', { name: new RegExp(`^${word('web-strategy:consultation.dispose')} `) })
      .first()
      .click();
    await vanphong.page.getByRole('button', { name: word('web-strategy:consultation.save') }).click();
    await expect.poll(() => count('disposed'), { timeout: SOON }).toBe(String(disposed + 1));
    expect(await count('open')).toBe(String(open - 1));
    const link = vanphong.page.getByRole('link', { name: word('web-strategy:consultation.export') });
    const [download] = await Promise.all([vanphong.page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/\.docx$/);
  });

  it('has the tasks by standing, and the oldest overdue one with who was told', async () => {
    const reader = await stage.enterByDoor('lanhdao');
    await reader.goto('/strategy/tasks');
    await sees(reader, `${word('web-strategy:tasks.counts.overdue')} ${String(overdue.length)}`);
    await clean(reader);
    await reader.goto(`/strategy/tasks/${overdue[0]?.code ?? ''}`);
    await sees(reader, word('web:work.late_other', { count: lateBy(overdue[0]) }));
    await clean(reader);
  });

  it('reads one code as two places on two days', async () => {
    await xa.goto('/dictionary/code-lists/XA?code=99231&on=2025-06-30');
    await expect.poll(() => xa.page.getByTestId('meaning').innerText(), { timeout: SOON }).toContain('Xã Đá Rêu');
    await xa.goto('/dictionary/code-lists/XA?code=99231');
    await expect.poll(() => xa.page.getByTestId('meaning').innerText(), { timeout: SOON }).toContain('Xã Khe Mây');
    await clean(xa);
  });

  it('lets compliance check the whole audit trail', async () => {
    const tuanthu = await stage.enterByDoor('tuanthu');
    await tuanthu.goto('/audit');
    await clean(tuanthu);
    await tuanthu.page.getByRole('button', { name: word('web:audit.verify') }).click();
    await expect
      .poll(() => tuanthu.text(), { timeout: SOON })
      .toMatch(new RegExp(word('web:audit.whole_other', { count: '[\\d.]+' })));
    await clean(tuanthu);
  });

  it('takes the same file again and adds nothing', async () => {
    await sendFile('danh-sach-dong-lau-q4.xlsx');
    const [same, wrong] = [told.file.ready, told.file.toReview].map(asWhole);
    await sees(xa, word('web-registers:check.same', { new: 0, unchanged: same ?? '', wrong: wrong ?? '' }));
    await xa.page.getByRole('button', { name: word('web-registers:check.storeNothingNew') }).click();
    await sees(xa, word('web-registers:result.nothingNew'));
    await leaderSees(told.firstLoad);
    await clean(xa);
  });

  it('takes the mended lines, and the figure moves', async () => {
    await sendFile('danh-sach-dong-lau-q4-da-sua.xlsx');
    await storeButton().click();
    await sees(xa, word('web-registers:result.stored_other', { number: asWhole(told.mendedFile.stored) }));
    await leaderSees(told.mended);
    await clean(xa);
  });

  it('undoes the load as a whole', async () => {
    const undo = word('web-registers:result.undo');
    await xa.page.getByRole('button', { name: undo }).click();
    await xa.page.getByRole('dialog').getByRole('button', { name: undo }).click();
    await sees(xa, word('web-registers:result.undone'));
    await leaderSees(told.firstLoad);
    await clean(xa);
  });

  it('refuses a file with an identifier that could be real', async () => {
    await xa.goto(`/registers/${MEMBERS}/load`);
    await xa.page.locator('input[type=file]').setInputFiles(join(stage.files, 'mot-dong-so-that.xlsx'));
    await xa.page
      .getByRole('button', { name: word('web-registers:match.check'), exact: true })
      .click({ timeout: SOON });
    await sees(xa, word('records:problems.real-identifier-refused.title'));
    await leaderSees(told.firstLoad);
    await clean(xa);
  });
});
