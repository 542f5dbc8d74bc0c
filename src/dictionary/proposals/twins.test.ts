import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProfile } from '../../platform/profile.ts';
import { compileProfileDictionary } from '../compile.ts';
import type { Plan } from '../plan.ts';
import { authorElement } from '../author/author-plan.ts';
import { twinsOf } from './authored-thing.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const plan = compileProfileDictionary(readProfile(join(root, 'profiles'), 'vn-party')).plan as Plan;
const twins = (authored: Record<string, unknown>, key = 'NEW.1') => twinsOf(plan, { kind: 'element', key, authored });
const named = (vi: string) => twins({ names: { vi } });
const admitted = plan.elements.find((one) => one.names['vi'] === 'Ngày vào Đảng');
const sex = plan.elements.find((one) => one.names['vi'] === 'Giới tính');

describe('a twin', () => {
  it.each(['ngay vao dang', 'Ngày vào Đảng', 'NGAY VAO  DANG', 'ngayVaoDang', 'ngay_vao_dang'])(
    'is found by “%s”, with and without marks, spaces and capitals',
    (name) => {
      const [first] = named(name);
      expect(first).toMatchObject({ key: admitted?.code, reasons: [{ strength: 1 }] });
      expect(first?.likeness).toBeGreaterThanOrEqual(0.75);
    },
  );

  it('is found by a misspelt name, less surely', () => {
    const [exact, near] = [named('ngày vào đảng')[0], named('ngày vào đảngg')[0]];
    expect(near?.key).toBe(exact?.key);
    expect(near?.reasons[0]?.reason).toBe('similar-name');
    expect(near?.likeness).toBeLessThan(exact?.likeness ?? 0);
  });

  it('is found by every synonym and old name that the dictionary has', () => {
    const others = plan.elements.flatMap((one) => [...Object.values(one.synonyms).flat(), ...one.oldNames]);
    expect(others.length).toBeGreaterThan(20);
    expect(
      others.filter(
        (word) => twinsOf(plan, { kind: 'element', key: '', authored: { names: { vi: word } } }).length === 0,
      ),
    ).toEqual([]);
  });

  it('is found by what it says, when it is called something else', () => {
    const { names: _, synonyms: __, oldNames: ___, physicalName: ____, ...rest } = authorElement(admitted!);
    const [first] = twins({ ...rest, names: { vi: 'Mốc thời gian khác' } });
    expect(first?.key).toBe(admitted?.code);
    expect(first?.reasons.map((one) => one.reason)).toContain('same-definition');
  });

  it('is never the entry itself, nor what it says to replace', () => {
    const own = authorElement(admitted!);
    expect(twins(own, admitted!.code).map((one) => one.key)).not.toContain(admitted?.code);
    expect(twins({ ...own, supersedes: admitted!.code }).map((one) => one.key)).not.toContain(admitted?.code);
    expect(twins(own).map((one) => one.key)).toContain(admitted?.code);
  });

  it('is not made by a common word, or by a thing of another kind', () => {
    const cattle = {
      names: { vi: 'Giới tính gia súc', en: 'Sex of cattle' },
      definition: {
        vi: 'Con vật là đực hay cái khi được khai trong đàn',
        en: 'Whether an animal of the herd is male or female',
      },
      objectClass: { vi: 'Gia súc', en: 'Cattle' },
      dataType: 'code',
      codeList: sex?.codeList?.list,
    };
    expect(sex).toBeDefined();
    expect(twins(cattle).map((one) => one.key)).not.toContain(sex?.code);
    const sameName = { ...cattle, names: { vi: 'Giới tính' } };
    const person = { ...authorElement(sex!), objectClass: { vi: 'Con người', en: 'Person' } };
    const among = {
      ...plan,
      elements: plan.elements.map((one) => (one === sex ? { ...one, objectClass: person.objectClass } : one)),
    };
    const found = (authored: Record<string, unknown>) =>
      twinsOf(among, { kind: 'element', key: 'NEW.1', authored }).find((one) => one.key === sex?.code)?.likeness ?? 0;
    expect(found(sameName)).toBeLessThan(0.5);
    // The twin of this defence: without another object class the same name speaks for itself.
    expect(found({ ...sameName, objectClass: undefined })).toBeGreaterThan(0.75);
  });
});

describe('a code list', () => {
  it('is told by what its codes mean, not by its name or its codes', () => {
    const list = plan.codeLists.find((one) => one.code === sex?.codeList?.list);
    const items = (list?.items ?? []).map((item, i) => ({ code: `K${String(i)}`, names: item.names }));
    expect(items.length).toBeGreaterThan(1);
    const authored = { names: { vi: 'Bảng phân loại X9' }, items };
    const [first] = twinsOf(plan, { kind: 'code-list', key: 'X9', authored });
    expect(first).toMatchObject({ key: list?.code, reasons: [{ reason: 'same-codes' }] });
    const others = {
      names: { vi: 'Bảng phân loại X9' },
      items: [
        { code: '1', names: { vi: 'Trâu' } },
        { code: '2', names: { vi: 'Bò' } },
      ],
    };
    expect(twinsOf(plan, { kind: 'code-list', key: 'X9', authored: others })).toEqual([]);
  });
});
