/** A mapping is made on the screen from a file's header, what is typed survives a closed tab, and a commune loads through one. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM } from './chromium.ts';
import { openStage, word, type Person, type Stage } from './stage.ts';

const SOON = 30_000;
const say = (key: string, values?: Readonly<Record<string, string | number>>) => word(`web-mapping:${key}`, values);
const match = (key: string, values?: Readonly<Record<string, string | number>>) =>
  word(`web-registers:match.${key}`, values);

let stage: Stage;

const button = ({ page }: Person, name: string) => page.getByRole('button', { name, exact: true });
const sees = (person: Person, part: string) =>
  expect.poll(async () => (await person.text()).includes(part), { timeout: SOON }).toBe(true);

async function clean(person: Person): Promise<void> {
  expect(await person.violations()).toEqual([]);
  expect(person.faults()).toEqual([]);
}

async function choose({ page }: Person, label: string, option: RegExp): Promise<void> {
  await page
    .getByRole('combobox', { name: label })
    .or(page.getByRole('textbox', { name: label }))
    .first()
    .click();
  await page.getByRole('option', { name: option }).first().click();
}

describe.skipIf(!existsSync(CHROMIUM))('a mapping and a load through it', () => {
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('is made of a system, an entity and the header of a file', async () => {
    const office = await stage.enter('tinh');
    await office.goto('/dictionary/mappings');
    await button(office, say('new.title')).click();
    const { page } = office;
    await page.getByLabel(say('new.code')).fill('ax-moi-1');
    await page.getByLabel(say('new.name')).fill('Sổ tay của xã');
    await choose(office, say('system'), /HT-XA/);
    await choose(office, say('entity'), /party_member/);
    const header = Buffer.from('Số thẻ;Họ và tên;Tình trạng\n000001;Vũ Thị Mây Hạ;CT\n');
    await page.locator('input[type=file]').setInputFiles({ name: 'so.csv', mimeType: 'text/csv', buffer: header });
    await page.getByText(say('new.fieldsRead_other', { count: 3 })).waitFor({ timeout: SOON });
    await clean(office);
    await button(office, say('new.create')).click();
    await page.getByRole('option').filter({ hasText: 'Tình trạng' }).waitFor({ timeout: SOON });
    expect(new URL(page.url()).pathname).toBe('/dictionary/mappings/AX-MOI-1');
    await clean(office);
  });

  it('keeps on the device what was typed and not saved, and lets it be thrown away', async () => {
    const office = await stage.enter('tinh');
    const { page } = office;
    page.on('dialog', (dialog) => void dialog.accept());
    await office.goto('/dictionary/mappings/AX-MOI-1');
    await page.getByRole('option').filter({ hasText: 'Tình trạng' }).click();
    await button(office, say('outside')).click();
    await page.getByLabel(say('outsideWhy')).fill('Ghi chú riêng');
    await sees(office, say('keptHere'));
    await office.goto('/dictionary/mappings/AX-MOI-1');
    await sees(office, say('restored'));
    await page.getByRole('option').filter({ hasText: 'Tình trạng' }).click();
    expect(await page.getByLabel(say('outsideWhy')).inputValue()).toBe('Ghi chú riêng');
    await button(office, say('discard')).click();
    await expect.poll(() => page.getByLabel(say('outsideWhy')).count(), { timeout: SOON }).toBe(0);
    await clean(office);
  });

  it('reads a commune’s own sheet by its mapping: the layout is chosen, and a finding names the file’s cell', async () => {
    const officer = await stage.enter('xa');
    const { page } = officer;
    const head =
      'STT;Họ và tên;Số CCCD/ĐDCN;Ngày sinh;Giới tính;Dân tộc;Quê quán;Thường trú;Chi bộ;Số thẻ;Ngày vào Đảng;Ngày chính thức;Trạng thái;Ghi chú';
    const rows = [
      '1;Vũ Thị Mây Hạ;;02/03/1990;Nữ;Kinh;;;;990000000001;03/02/2015;03/02/2016;CT;x',
      '2;Lò Văn Khe;;02/04/1991;Nam;Kinh;;;;990000000002;03/02/2015;03/02/2016;XX;y',
    ];
    const file = join(stage.files, 'so-tay.csv');
    writeFileSync(file, [head, ...rows].join('\n'));
    await officer.goto('/registers/dang-vien/load');
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByText(match('layout'), { exact: true }).waitFor({ timeout: SOON });
    await choose(officer, match('layout'), /AX-XA-DV/);
    await page.getByText(match('becomes'), { exact: true }).waitFor({ timeout: SOON });
    await clean(officer);
    await button(officer, match('check')).click();
    await sees(officer, word('mapping:findings.missed', { value: 'XX' }));
    // Row 3 of the file, its 13th column.
    await sees(officer, 'M3');
    await clean(officer);
  });
});
