/** What a cell's format says of its number: a date, or an id with leading zeros (ECMA-376-1 §18.8.30). */
import { readXml } from './xml.ts';

export interface CellStyle {
  readonly kind: 'plain' | 'date' | 'time';
  /** A format of zeros only: the number of digits that are shown. */
  readonly digits: number;
  readonly font: string;
}

const plain: CellStyle = { kind: 'plain', digits: 0, font: '' };

/** Styles by the index that cells carry. */
export type CellStyles = (index: string | undefined) => CellStyle;

export function readStyles(text: string | undefined): CellStyles {
  const draft: StylesDraft = { formats: new Map(), fonts: [], styles: [], section: '' };
  if (text !== undefined) {
    readXml(text, {
      open: (name, attributes) => readers[name]?.(draft, attributes, name),
      close: (name) => {
        if (name === draft.section) draft.section = '';
      },
    });
  }
  return (index) => draft.styles[Number(index ?? 0)] ?? plain;
}

interface StylesDraft {
  readonly formats: Map<number, string>;
  readonly fonts: string[];
  readonly styles: CellStyle[];
  section: string;
}

type Reader = (draft: StylesDraft, attributes: Readonly<Record<string, string>>, name: string) => void;

const enter: Reader = (draft, _attributes, name) => void (draft.section = name);

// Fonts and formats stand in several lists; only `fonts` and `cellXfs` are meant.
const readers: Readonly<Record<string, Reader>> = {
  fonts: enter,
  cellXfs: enter,
  cellStyleXfs: enter,
  dxfs: enter,
  numFmt: ({ formats }, attributes) => void formats.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? ''),
  font: ({ fonts, section }) => void (section === 'fonts' && fonts.push('')),
  name: ({ fonts, section }, attributes) => {
    if (section === 'fonts') fonts[fonts.length - 1] = attributes['val'] ?? '';
  },
  xf: ({ formats, fonts, styles, section }, attributes) => {
    if (section !== 'cellXfs') return;
    const format = Number(attributes['numFmtId'] ?? 0);
    styles.push({ ...readFormat(format, formats.get(format)), font: fonts[Number(attributes['fontId'] ?? 0)] ?? '' });
  },
};

export function readFormat(id: number, code: string | undefined): Omit<CellStyle, 'font'> {
  if (code === undefined) return { kind: builtIn(id), digits: 0 };
  // Texts, escaped characters, colours and conditions are no parts of the pattern; [h] counts hours.
  const first = code.split(';')[0] ?? '';
  const pattern = first.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').replace(/general/gi, '');
  if (/^0{2,}$/.test(pattern)) return { kind: 'plain', digits: pattern.length };
  if (/[yd]/i.test(pattern) || (/m/i.test(pattern) && !/[hs]/i.test(pattern))) return { kind: 'date', digits: 0 };
  return { kind: /[hs]/i.test(pattern) ? 'time' : 'plain', digits: 0 };
}

/** Numbers of formats that every program knows; 27–36 and 50–58 are dates in East Asian programs. */
function builtIn(id: number): CellStyle['kind'] {
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return 'date';
  return (id >= 18 && id <= 21) || (id >= 45 && id <= 47) ? 'time' : 'plain';
}
