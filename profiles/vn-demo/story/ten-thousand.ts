/** A big list with a known share of errors: seeded, invented, for tests and for trying a load. */
import { chance } from './random.ts';
import { peopleMaker } from './people.ts';

export interface BigList {
  readonly lines: Iterable<string>;
  /** Errors planted, per kind of finding. */
  readonly planted: Readonly<Record<'format' | 'date' | 'double' | 'missing' | 'code', number>>;
}

const HEADER =
  'Số thẻ,Họ và tên,Số CCCD/ĐDCN,Ngày sinh,Giới tính,Dân tộc,Quê quán,Thường trú,Chi bộ,Ngày vào Đảng,Ngày chính thức,Trạng thái\n';
const vietnamese = (iso: string) => iso.split('-').reverse().join('/');
const SHARES = { format: 0.012, date: 0.008, double: 0.005, missing: 0.004, code: 0.006 } as const;
type Kind = keyof typeof SHARES;

/** Rows of a commune's list as CSV lines (header first). One error at most a row, so that counts can be held against findings. */
export function membersCsv(options: {
  readonly rows: number;
  readonly seed: number;
  readonly commune?: string;
}): BigList {
  const commune = options.commune ?? '99101';
  const planted = Object.fromEntries(
    Object.entries(SHARES).map(([kind, share]) => [kind, Math.round(options.rows * share)]),
  ) as Record<Kind, number>;
  return { planted, lines: writeLines(options.rows, commune, options.seed, planted) };
}

function* writeLines(
  rows: number,
  commune: string,
  seed: number,
  planted: Readonly<Record<Kind, number>>,
): Iterable<string> {
  yield HEADER;
  const luck = chance(seed + 7);
  const make = peopleMaker(luck, [commune]);
  const kinds = Object.entries(planted).flatMap(([kind, count]) => Array.from({ length: count }, () => kind as Kind));
  const spots = luck.shuffle(Array.from({ length: rows - 1 }, (_, i) => i + 1)).slice(0, kinds.length);
  const errors = new Map(spots.map((spot, i) => [spot, kinds[i] as Kind]));
  // The first row is always right: doubles repeat it.
  let firstCard = '';
  for (let i = 0; i < rows; i++) {
    const person = make({ residence: commune });
    const year = Number(person.birth.slice(0, 4)) + 20;
    const row = [
      `${commune}8${String(i).padStart(6, '0')}`,
      person.name,
      person.id,
      vietnamese(person.birth),
      person.sex === 'M' ? 'Nam' : 'Nữ',
      person.ethnic,
      person.origin,
      person.residence,
      `${commune}-${String((i % 24) + 1).padStart(2, '0')}`,
      `15/05/${String(year)}`,
      `15/05/${String(year + 1)}`,
      'Chính thức',
    ];
    firstCard ||= row[0] as string;
    yield `${spoil(row, errors.get(i), firstCard).join(',')}\n`;
  }
}

function spoil(row: readonly string[], kind: Kind | undefined, firstCard: string): readonly string[] {
  const put = (at: number, value: string) => row.map((cell, i) => (i === at ? value : cell));
  switch (kind) {
    case undefined:
      return row;
    case 'format':
      return put(2, (row[2] as string).slice(0, 11));
    case 'date':
      return put(3, `31/02/${(row[3] as string).slice(6)}`);
    case 'double':
      return put(0, firstCard);
    case 'missing':
      return put(1, '');
    case 'code':
      return put(4, 'Khong ro');
  }
}
