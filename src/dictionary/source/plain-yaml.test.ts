import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMap, isScalar, isSeq, parseDocument, stringify, type Node } from 'yaml';
import { readPlainYaml } from './plain-yaml.ts';

/** Values, keys and places: all that reading by shapes asks of a tree. */
function shape(node: unknown): unknown {
  const at = (node as Node | null)?.range?.[0];
  // A bound keeps how its number was written.
  if (isScalar(node)) return [node.value, at, ...(typeof node.value === 'number' ? [node.source] : [])];
  if (isSeq(node)) return { at, items: node.items.map(shape) };
  if (!isMap(node)) return 'something else';
  const pairs = node.items.map(({ key, value }) => [
    isScalar(key) ? key.value : 'no scalar',
    (key as Node).range?.[0],
    shape(value),
  ]);
  return { at, pairs };
}

const full = (text: string): unknown => {
  const { errors, contents } = parseDocument(text, { prettyErrors: false });
  return errors[0]?.message ?? shape(contents);
};

/** Whether the text was plain; fails when it was and the full parser reads something else, or refuses it. */
function agrees(text: string): boolean {
  const node = readPlainYaml(text);
  if (node) expect([text, shape(node)]).toEqual([text, full(text)]);
  return node !== undefined;
}

const PROFILES = join(import.meta.dirname, '../../../profiles');
const texts = readdirSync(PROFILES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => ({ name, text: readFileSync(join(PROFILES, name), 'utf8') }));

it('reads what the profiles write, to the same nodes at the same places', () => {
  const plain = texts.filter(({ text }) => agrees(text)).map(({ name }) => name);
  expect(texts.length).toBeGreaterThan(60);
  expect(plain.length).toBeGreaterThan(0.8 * texts.length);
});

/** Bits of YAML that mean something, each somewhere else. */
const bit = fc.constantFrom(
  ...[' ', '  ', '\n', '\n  ', '\n\n', ': ', ':', ',', ', ', '[', ']', '{', '}', '- ', '-', '#', ' #', "'", '"', '\\'],
  ...['&a ', '*a', '|', '>', '!t ', '?', '? ', '%', '@', '`', '~', 'null', 'true', '0', '1.0', '.5', '1e3', '0x1f'],
  ...['0o7', '.inf', 'a', 'key: ', 'a: b', '\n- x', '\n---\n', '...', '<<: ', '\t', '\r\n', 'é', '\u2028', '=', '""'],
  ...["''", '\\n', '\\"', '-1', '+2', '1_000', '2025-01-01', '12:30', 'no', '\ufeff', '\0'],
);
const change = fc.record({ at: fc.nat(), cut: fc.constantFrom(0, 0, 1, 3), put: bit });
const spoil = (text: string, changes: readonly { at: number; cut: number; put: string }[]) =>
  changes.reduce((now, { at, cut, put }) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + put + now.slice(place + cut);
  }, text);

describe('never differs from the full parser', () => {
  it('on pieces of the profiles, spoilt here and there', () => {
    const lines = texts.flatMap(({ text }) => text.split('\n'));
    const piece = fc.record({ from: fc.nat(lines.length - 1), count: fc.integer({ min: 1, max: 10 }) });
    let plain = 0;
    fc.assert(
      fc.property(piece, fc.array(change, { maxLength: 3 }), ({ from, count }, changes) => {
        const own = lines.slice(from, from + count);
        const indent = /^ */.exec(own[0] ?? '')?.[0].length ?? 0;
        if (agrees(spoil(own.map((line) => line.slice(indent)).join('\n'), changes))) plain += 1;
      }),
      { numRuns: 3000 },
    );
    expect(plain).toBeGreaterThan(300);
  });

  it('on anything that looks like YAML', () => {
    const start = fc.constantFrom('a: ', '- ', 'a:\n  ', '', 'a: [', 'a: {b: ');
    fc.assert(
      fc.property(start, fc.array(bit, { maxLength: 12 }), (first, bits) => {
        agrees(first + bits.join(''));
      }),
      { numRuns: 5000 },
    );
  });

  it('on any data that is written by the full library', () => {
    const key = fc.stringMatching(/^[a-z][a-zA-Z]{0,6}$/);
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.double({ noNaN: true }), bit);
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(key, tie('node'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, node, { minKeys: 1, maxKeys: 4 }), fc.constantFrom(40, 80), (data, lineWidth) => {
        agrees(stringify(data, { lineWidth }));
      }),
      { numRuns: 500 },
    );
  });
});

it.each([
  ['an alias', 'a: &x [1]\nb: *x\n'],
  ['a bomb', 'a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n'],
  ['a key that stands twice', 'a: 1\na: 2\n'],
  [
    'a key that stands twice among many',
    `${Array.from({ length: 50 }, (_, i) => `k${String(i)}: 1`).join('\n')}\nk40: 2`,
  ],
  ['a key that stands twice in a flow mapping', 'a: { b: 1, b: 2 }\n'],
  ['a tag', 'a: !!str 1\n'],
  ['two documents', 'a: 1\n---\nb: 2\n'],
  ['a block scalar', 'a: |\n  b\n'],
  ['a value that is missing', 'a:\nb: 1\n'],
  ['a number of another notation', 'a: 0x1f\n'],
  ['brackets without end', `a: ${'['.repeat(1000)}`],
  ['lists in lists without end', '- '.repeat(1000)],
  ['a text that never ends', "a: 'b\n"],
  ['an indent that fits nothing', 'a:\n    b: 1\n  c: 2\n'],
])('leaves %s to the full parser', (_what, text) => {
  expect(readPlainYaml(text)).toBeUndefined();
});
