/** Who answers at a terminal: the matrix, what nobody answers for, naming, ending, saying that it stands. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandsOn, keepEngine, ownFolder, type Command } from '../harness/cli.ts';
import { initialised } from '../harness/initialised.ts';

const folder = ownFolder();
let artery: Command;
let engine: AsyncDisposable | undefined;

beforeAll(async () => {
  artery = commandsOn(`${folder.path}/data`);
  await initialised(artery.data);
  engine = await keepEngine(artery.data);
}, 300_000);
afterAll(async () => {
  await engine?.[Symbol.asyncDispose]();
  folder.remove();
});

interface Line {
  readonly id: number;
  readonly role: string;
  readonly body: { readonly code: string };
  readonly state: string;
}

describe('duties', { timeout: 120_000 }, () => {
  it('lists who answers, and draws the matrix', async () => {
    const { exit, stdout } = await artery('duties list --register van-ban --lang en');
    expect([exit, stdout]).toEqual([0, expect.stringMatching(/Data manager.*TW-VP/)]);
    const matrix = await artery('duties matrix --under 98 --lang en');
    expect([matrix.exit, matrix.stdout]).toEqual([0, expect.stringMatching(/99231.*!/)]);
  });

  it('names a steward, which closes nothing else, and ends it', async () => {
    expect((await artery('duties assign van-ban steward 97 --lang en')).stdout).toContain('van-ban');
    const list = async () =>
      (await artery('duties list --register van-ban --ended --json'))
        .json<{ items: Line[] }>()
        .items.filter(({ role, body }) => role === 'steward' && body.code === '97');
    const [made] = await list();
    expect(made?.state).toBe('in-force');
    expect((await artery(`duties end ${String(made?.id)}`)).exit).toBe(0);
    expect(await list()).toEqual([]);
  });

  it('finds gaps with exit code 1, and a review closes the stale one', async () => {
    expect((await artery('duties review van-ban')).exit).toBe(0);
    const { exit, stdout } = await artery('duties gaps --json');
    const kinds = (JSON.parse(stdout) as { items: { kind: string }[] }).items.map(({ kind }) => kind);
    expect([exit, kinds.toSorted()]).toEqual([1, ['unfilled', 'unfilled']]);
  });

  it('freezes the scores of a period, once, and shows what stands there', async () => {
    expect((await artery('quality scoreboard --lang en')).stdout).toContain('No period is frozen yet');
    const frozen = await artery('quality freeze 2026-Q3 2026-07-01 2026-09-30 --json');
    expect([frozen.exit, frozen.json()]).toEqual([0, expect.objectContaining({ code: '2026-Q3', to: '2026-09-30' })]);
    expect((await artery('quality freeze 2026-Q3 2026-07-01 2026-09-30')).exit).toBe(2);
    expect((await artery('quality freeze 2026-Q4 2026-12-31 2026-10-01')).exit).toBe(2);
    const { exit, stdout } = await artery('quality scoreboard 2026-Q3 --lang en');
    expect([exit, stdout]).toEqual([0, expect.stringContaining('2026-Q3 (2026-07-01 – 2026-09-30)')]);
    expect((await artery('quality scoreboard 1999-Q1')).exit).toBe(2);
  });

  it('says of emergencies what stands, and opens none to nobody', async () => {
    const list = await artery('break-glass list --json');
    expect([list.exit, list.json()]).toEqual([0, expect.objectContaining({ hours: 4 })]);
    const begin = (reason: string) =>
      artery(`break-glass begin --permission records.read --hours 2 --reason ${reason} --lang en`);
    expect((await begin('Storm')).stderr).toContain('body/reason: At least 10 characters.');
    // The terminal of the node holds no post that could need more.
    expect((await begin('A-storm-cut-the-commune-off')).exit).toBe(2);
    for (const verb of ['confirm', 'end', 'review --reason Nobody-asked-for-it'])
      expect([verb, (await artery(`break-glass ${verb} 0193a1b2-0000-7000-8000-000000000001`)).exit]).toEqual([
        verb,
        2,
      ]);
    expect((await artery('break-glass list --json')).json()).toMatchObject({ items: [] });
  });

  it('lists orders to dispose of copies: none, so nothing is owed', async () => {
    const { exit, stdout } = await artery('retention orders --lang en');
    expect([exit, stdout]).toEqual([0, expect.stringContaining('0')]);
    expect((await artery('retention orders --given --json')).json()).toMatchObject({ items: [] });
    expect((await artery('retention answer 0198c0de-0000-7000-8000-000000000003 --statement Shredded')).exit).toBe(2);
  });

  it('refuses what cannot be, with exit code 2', async () => {
    expect((await artery('duties assign van-ban king 97')).exit).toBe(2);
    expect((await artery('duties assign van-ban owner 97 --from 2020-01-01')).exit).toBe(2);
    expect((await artery('duties end 999999')).exit).toBe(2);
    expect((await artery('accounts link xa nowhere subject')).exit).toBe(2);
  });

  it('lists what people ask and consent to, and says what a question lacks', async () => {
    const texts = await artery('consents --lang en');
    expect([texts.exit, texts.stdout]).toEqual([0, expect.stringMatching(/letters of congratulation +1 \(/)]);
    expect((await artery('subject-requests list --json')).exit).toBe(0);
    expect((await artery('subject-requests open nonsense --reason "Muốn biết"')).exit).toBe(2);
    expect((await artery('subject-requests open view')).exit).toBe(2);
    const nobody = '--person 099190999999 --evidence "Thẻ căn cước" --reason "Muốn biết"';
    const { exit, stderr } = await artery(`subject-requests open view ${nobody} --lang en`);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('Nobody with this number')]);
  });

  it('reports a drill of a breach, takes its steps, and says what a step lacks', async () => {
    const { code } = (await artery('privacy breach "A drill" --drill --for TW-BTC --people 3 --json')).json<{
      code: string;
    }>();
    const assess = `privacy breach ${code} --step assess --why-not "Nobody is harmed" --lang en`;
    expect((await artery(assess)).stdout).toMatch(/Assessed.*No notice owed/);
    const early = await artery(`privacy breach ${code} --step close --words "Learned" --lang en`);
    expect([early.exit, early.stderr]).toEqual([2, expect.stringMatching(/contain it; tell the persons/)]);
    const list = await artery('privacy list --lang en');
    expect([list.exit, list.stdout]).toEqual([0, expect.stringMatching(/DG-DT-01[^]*CG-DT-01/)]);
    const begun = await artery('privacy assess thong-ke --register dang-vien --for TW-BTC --first 2020-01-01 --json');
    const late = await artery(`privacy assess ${begun.json<{ code: string }>().code} --step send --number 1 --lang en`);
    expect([late.exit, late.stderr]).toEqual([2, expect.stringContaining('Contents are missing')]);
    expect((await artery('privacy list')).exit).toBe(1);
    expect((await artery('privacy transfer "Copies" --register dang-vien --for TW-BTC')).exit).toBe(2);
    expect((await artery(`privacy breach ${code} --step assess --part nonsense`)).exit).toBe(2);
    expect(list.stdout).toMatch(/RR-DT-01 +Risk assessment +Finished/);
    const high = await artery('privacy risk RR-DT-01 --step refresh --words "A year is over" --lang en');
    expect([high.exit, high.stdout]).toEqual([0, expect.stringContaining('Being written')]);
    const bare = await artery('privacy risk RR-DT-01 --step write --risk "r9,5,5,A thief" --lang en');
    expect([bare.exit, bare.stderr]).toEqual([2, expect.stringContaining('gui-nham')]);
    expect((await artery('privacy risk RR-DT-01 --step write --risk nonsense')).exit).toBe(2);
  });
});
