import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFastReader, fastAttribute } from './fast-xml.ts';
import { localName, createXmlReader } from './xml.ts';

type Event = string;

/** What happened, neighbouring texts as one. */
function events(
  run: (log: { open(name: string): void; text(text: string): void; close(name: string): void }) => void,
): Event[] {
  const list: Event[] = [];
  run({
    open: (name) => void list.push(`<${name}>`),
    text: (text) => {
      if (text === '') return;
      const last = list.at(-1);
      if (last !== undefined && !last.startsWith('<')) list[list.length - 1] = `${last}${text}`;
      else list.push(`=${text}`);
    },
    close: (name) => void list.push(`</${name}>`),
  });
  return list;
}

const fast = (xml: string, cuts: readonly number[] = []) =>
  events((log) => {
    const reader = createFastReader(log);
    const places = [0, ...cuts.map((cut) => cut % (xml.length + 1)).sort((a, b) => a - b), xml.length];
    places.slice(1).forEach((place, i) => reader.write(xml.slice(places[i], place)));
    reader.end();
  });

const careful = (xml: string) =>
  events((log) => {
    const reader = createXmlReader(log);
    reader.write(xml);
    reader.end();
  });

const text = fc.constantFrom(
  'a',
  'é',
  ' ',
  '\n',
  '\r\n',
  '&amp;',
  '&lt;',
  '&#233;',
  '&#x1F600;',
  '>',
  '"',
  "'",
  '<![CDATA[<x>&amp;]]>',
  '<!-- <c> -->',
  '<?pi <x>?>',
);
const attributes = fc.constantFrom('', ' r="A1"', " r='A>1'", ' a="1"\n b = "x>y"', ' x:r="&lt;3"');
const name = fc.constantFrom('c', 'v', 'x:row', 'is');
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.tuple(name, attributes).map(([tag, list]) => `<${tag}${list}/>`),
    fc
      .tuple(name, attributes, fc.array(tie('node'), { maxLength: 4 }))
      .map(([tag, list, inner]) => `<${tag}${list}>${inner.join('')}</${tag} >`),
  ),
}));
const xml = fc
  .array(node, { maxLength: 6 })
  .map((inner) => `<?xml version="1.0"?><root xmlns:x="u">${inner.join('')}</root>`);

describe('the reader of large parts', () => {
  it('says what the careful one says, however the text is cut', () => {
    fc.assert(
      fc.property(xml, fc.array(fc.nat(), { maxLength: 5 }), (whole, cuts) => {
        expect(fast(whole, cuts)).toEqual(careful(whole));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '<a><b></a>',
    '<a>',
    '<a>&nbsp;</a>',
    '<a>&#x110000;</a>',
    '<a>& </a>',
    '<a><![CDATA[</a>',
    '<a b="1</a>',
    '<a><!ELEMENT b></a>',
  ])('refuses what is no XML: %s', (broken) => {
    expect(() => fast(broken)).toThrow(/damaged/);
    expect(() => careful(broken)).toThrow();
  });

  it('refuses a document type, cut anywhere', () => {
    const whole = '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>';
    for (let cut = 0; cut < whole.length; cut++) expect(() => fast(whole, [cut])).toThrow(/document type/);
  });

  it('needs no more time for long text than its length asks', () => {
    const reader = createFastReader({
      open: () => undefined,
      text: (piece) => void (length += piece.length),
      close: () => undefined,
    });
    let length = 0;
    reader.write('<a>');
    for (let i = 0; i < 3000; i++) reader.write(' '.repeat(10_000));
    reader.write('</a>');
    reader.end();
    expect(length).toBe(30_000_000);
  });

  it('finds attributes however they are written', () => {
    expect(fastAttribute('<c r="A1" s="3"/>', 's')).toBe('3');
    expect(fastAttribute("<c r='A1'/>", 'r')).toBe('A1');
    expect(fastAttribute('<c\n r = "A1">', 'r')).toBe('A1');
    expect(fastAttribute('<c ar="A1"/>', 'r')).toBeUndefined();
    expect(localName('x:row')).toBe('row');
  });
});
