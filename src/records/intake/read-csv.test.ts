import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectCharset } from './charset.ts';
import type { ByteSource, RawRow } from './model.ts';
import { detectDelimiter, readCsv, type ReadCsvOptions } from './read-csv.ts';

/** Bytes cut into pieces of a length, as a socket or a table of chunks gives them. */
function source(bytes: Buffer, piece = bytes.length || 1): ByteSource {
  return {
    size: bytes.length,
    async *chunks() {
      for (let at = 0; at < bytes.length; at += piece) yield bytes.subarray(at, at + piece);
    },
  };
}

async function read(bytes: Buffer, options: Partial<ReadCsvOptions> = {}, piece?: number): Promise<RawRow[]> {
  const from = source(bytes, piece);
  const rows: RawRow[] = [];
  for await (const batch of readCsv(from, { charset: await detectCharset(from), ...options })) rows.push(...batch);
  return rows;
}

const cells = (rows: readonly RawRow[]) => rows.map((row) => row.cells);
const swap = (bytes: Buffer) => Buffer.from(bytes).swap16();
const TEXT = 'name,id\nH\u00e0 V\u0169,099190000417\n\u0110\u1eb7ng L\u00ea,007\n';
const EXPECTED = [
  ['name', 'id'],
  ['H\u00e0 V\u0169', '099190000417'],
  ['\u0110\u1eb7ng L\u00ea', '007'],
];

describe('character sets', () => {
  const wide = Buffer.from(TEXT, 'utf16le');
  it.each([
    ['UTF-8', Buffer.from(TEXT)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`)],
    ['UTF-16 LE without a mark', wide],
    ['UTF-16 BE without a mark', swap(wide)],
    ['UTF-16 LE with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['UTF-16 BE with a mark', swap(Buffer.from(`\ufeff${TEXT}`, 'utf16le'))],
  ])('reads %s, cut anywhere', async (_, bytes) => {
    for (const piece of [1, 2, 3, 7, 1024]) {
      if (piece < 4 && (await detectCharset(source(bytes))) !== 'utf-8') continue;
      expect(cells(await read(bytes, {}, piece))).toEqual(EXPECTED);
    }
  });

  it('sees that bytes are no Unicode, even when only the last one says so', async () => {
    const bytes = Buffer.concat([Buffer.from('a,b\n'.repeat(50_000)), Buffer.from([0xe9])]);
    expect(await detectCharset(source(bytes, 1000))).toBe('bytes');
    expect((await read(bytes)).at(-1)?.cells).toEqual(['\u00e9']);
  });

  it('marks a cell whose characters could not be read', async () => {
    const rows = await read(Buffer.from([0x61, 0x2c, 0xff, 0x62, 0x0a]), { charset: 'utf-8' });
    expect(rows[0]?.troubles).toEqual([{ column: 1, rule: 'unreadable-character', value: '\ufffdb' }]);
  });
});

describe('reading CSV', () => {
  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async (delimiter) => {
    const text = [
      ['id', 'full name', 'note'],
      ['1', 'A', 'x,y;z'],
      ['2', 'B', ''],
    ]
      .map((row) => row.map((cell) => `"${cell}"`).join(delimiter))
      .join('\n');
    expect(detectDelimiter(text)).toBe(delimiter);
    expect((await read(Buffer.from(text)))[1]?.cells).toEqual(['1', 'A', 'x,y;z']);
  });

  it('obeys the first line that Excel writes', async () => {
    expect(await read(Buffer.from('sep=;\r\na,1;b,2\r\n'))).toEqual([{ number: 1, cells: ['a,1', 'b,2'] }]);
  });

  it('takes control characters out and says where', async () => {
    expect(await read(Buffer.from('a,b\u0000c\n'))).toEqual([
      { number: 1, cells: ['a', 'bc'], troubles: [{ column: 1, rule: 'control-character', value: 'bc' }] },
    ]);
  });

  it('takes off the apostrophe that guards a sign', async () => {
    expect(cells(await read(Buffer.from("'=1+1,'+84,'abc,''=x\n")))).toEqual([['=1+1', '+84', "'abc", "'=x"]]);
  });

  it('counts empty lines as rows, as a spreadsheet does', async () => {
    const rows = await read(Buffer.from('a,b\n\n\n1,2\n'));
    expect(rows.map((row) => row.number)).toEqual([1, 2, 3, 4]);
  });

  it('cleans a row that came in many pieces, and divides by what the whole head says', async () => {
    const bytes = Buffer.from(`\ufffd;b\u0000${'x'.repeat(70_000)};c\n1;2;3\n`);
    const [first, second] = await read(bytes, {}, 1);
    expect(first?.cells.map((cell) => cell.length)).toEqual([1, 70_001, 1]);
    expect(first?.troubles?.map(({ rule }) => rule)).toEqual(['unreadable-character', 'control-character']);
    expect(second).toEqual({ number: 2, cells: ['1', '2', '3'] });
  });

  it('gives the same rows however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 4 }), { minLength: 1 }),
        fc.integer({ min: 1, max: 50 }),
        async (table, piece) => {
          const bytes = Buffer.from(
            table.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',')).join('\n'),
          );
          expect(await read(bytes, { delimiter: ',' }, piece)).toEqual(await read(bytes, { delimiter: ',' }));
        },
      ),
    );
  });

  it('asks for no more than one piece ahead of its reader', async () => {
    let given = 0;
    const endless: ByteSource = {
      size: Number.MAX_SAFE_INTEGER,
      async *chunks() {
        for (;;) {
          given += 1;
          yield Buffer.from('a,b\n'.repeat(40_000));
        }
      },
    };
    let batches = 0;
    for await (const _ of readCsv(endless, { charset: 'utf-8' })) if (++batches === 10) break;
    expect(given).toBeLessThanOrEqual(10);
  });
});
