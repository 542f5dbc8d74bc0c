import { describe, expect, it } from 'vitest';
import { readRelativeDay } from '../platform/relative-day.ts';
import { parseBodies, UnreadableError } from './parse.ts';

const calendar = {
  addWorkingDays: (_day: string, n: number) => `2026-12-${String(n).padStart(2, '0')}`,
  isWorkingDay: () => true,
};
const readDay = (text: string) => readRelativeDay(text, '2026-11-23', calendar);
const yaml = (text: string) => parseBodies(text, 'yaml', 'all.yaml', readDay);

describe('parsing bodies', () => {
  it('keeps the zero in front of a code that was not quoted', () => {
    const { bodies } = yaml('- { code: 0101, names: { en: A }, kind: k, level: l, parent: 097 }');
    expect(bodies[0]).toMatchObject({ code: '0101', parents: [{ code: '097', from: null, to: null }] });
  });
  it('reads days relative to the first start', () => {
    const { bodies } = yaml('- { code: A, names: { en: A }, kind: k, level: l, from: D-20, to: D+9wd }');
    expect(bodies[0]).toMatchObject({ from: '2026-11-03', to: '2026-12-09' });
  });
  it('collects every finding with its line and keeps the sound entries', () => {
    const { bodies, findings } = yaml(
      [
        '- { code: A, names: { en: A }, kind: k, level: l }',
        '- { code: B, names: {}, kind: k, level: l, from: 2026-02-30, ended: gone, colour: red }',
        '- just words',
      ].join('\n'),
    );
    expect(bodies.map(({ code }) => code)).toEqual(['A']);
    expect(findings.map(({ rule, line, severity }) => [line, rule, severity])).toEqual([
      [2, 'unknown-field', 'warning'],
      [2, 'not-a-day', 'error'],
      [2, 'not-one-of', 'error'],
      [2, 'missing', 'error'],
      [3, 'not-an-entry', 'error'],
    ]);
  });
  it('asks for the share of a part, and only of a part', () => {
    const { bodies, findings } = yaml(
      `- code: A
  names: { en: A }
  kind: k
  level: l
  successions:
    - { kind: whole, from: [B, C], day: 2025-07-01 }
    - { kind: part, from: [{ code: D, share: 0.6 }], day: 2025-07-01 }
    - { kind: part, from: [E], day: 2025-07-01 }`,
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['share-missing']);
    expect(bodies).toEqual([]);
  });
  it('reads the same body from JSON and from CSV', () => {
    const entry = {
      code: '0101',
      names: { en: 'A', vi: 'B' },
      kind: 'k',
      level: 'l',
      parent: '97',
      from: '2025-07-01',
    };
    const fromJson = parseBodies(JSON.stringify([entry]), 'json', null, readDay);
    const csv = 'code,names.en,names.vi,kind,level,parent,from,attributes\n0101,A,B,k,l,97,2025-07-01,\n';
    const fromCsv = parseBodies(csv, 'csv', null, readDay);
    const plain = ({ at: _, ...body }: (typeof fromCsv.bodies)[0]) => body;
    expect(fromCsv.bodies.map(plain)).toEqual(fromJson.bodies.map(plain));
  });
  it('refuses a post that is not one, and compliance beside another', () => {
    const { findings } = yaml(
      'accounts: [{ account: a, name: A, body: X, posts: [king] }, { account: b, name: B, body: X, posts: [compliance, officer] }]',
    );
    expect(findings.map(({ rule }) => rule)).toEqual(['not-one-of', 'posts-exclude']);
  });
  it.each([
    ['yaml', 'a: [1'],
    ['yaml', '42'],
    ['json', '[{'],
    ['csv', '"a\n'],
  ] as const)('says that %s text cannot be read: %s', (format, text) => {
    expect(() => parseBodies(text, format, null, readDay)).toThrow(UnreadableError);
  });
  it('does not blow up on YAML that repeats itself', () => {
    const lines = ['a0', 'a1', 'a2', 'a3'].map(
      (name, i) =>
        `${name}: &${name} [${
          i
            ? Array(9)
                .fill(`*a${String(i - 1)}`)
                .join()
            : 'x'
        }]`,
    );
    const bomb = `{ ${lines.join(', ')}, bodies: [{ code: A, attributes: { a: *a3 } }] }`;
    expect(() => parseBodies(bomb, 'yaml', null, readDay)).toThrow(UnreadableError);
  });
});
