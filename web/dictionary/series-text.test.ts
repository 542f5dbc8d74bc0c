import { expect, it } from 'vitest';
import { readNumber, readSeries, writeCsv } from './series-text.ts';

it('reads what people paste: tabs or commas, a header, numbers in their own notation', () => {
  expect(readSeries('Mã\tDân số\n99104\t1.250\n99106\t3.100,5\n')).toEqual({
    rows: [
      { code: '99104', value: '1250' },
      { code: '99106', value: '3100.5' },
    ],
    unread: [],
  });
  expect(readSeries('code,name,value\n99104,"Trại Cỏ, xã","1,250.25"\n\nnothing\n99106,x,many')).toEqual({
    rows: [{ code: '99104', value: '1250.25' }],
    unread: [4, 5],
  });
});

it('takes a mark before three digits for groups, and before other digits for the decimal', () => {
  expect(['1250.5', '1 250', '-3', '1.250.000', '0,12345', '12a', ''].map(readNumber)).toEqual([
    '1250.5',
    '1250',
    '-3',
    '1250000',
    '0.12345',
    undefined,
    undefined,
  ]);
});

it('writes a table that no spreadsheet takes for a formula', () => {
  expect(
    writeCsv([
      ['code', 'a,b'],
      ['=1+1', 'x'],
    ]),
  ).toBe('\ufeffcode,"a,b"\r\n\'=1+1,x\r\n');
});
