/**
 * Synthetic people with truth: two files in which some are in both, written by hands that lose tone marks, slip, swap day and month,
 * shorten names and move. The same seed gives the same files. Numbers begin with 099; nobody is real.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** How often each thing happens to a record of the second file, 0 to 1. */
export interface ErrorMix {
  /** All tone marks and diacritics gone. */
  readonly marksLost: number;
  /** One letter wrong, missing, doubled or exchanged with its neighbour. */
  readonly typo: number;
  /** Left as typed for an input method: nguyeenx. */
  readonly telex: number;
  /** A middle name is missing. */
  readonly partMissing: number;
  /** The given name first. */
  readonly reordered: number;
  /** N. V. An */
  readonly initials: number;
  readonly daySwapped: number;
  /** Month and year, or the year alone. */
  readonly dayPartial: number;
  /** One part of the date wrong. */
  readonly dayWrong: number;
  readonly moved: number;
  /** The province under a former name. */
  readonly formerPlace: number;
  readonly noPhone: number;
  readonly otherPhone: number;
  /** Share of records with a number at all, in either file; new and old forms. */
  readonly newNumber: number;
  readonly oldNumber: number;
  /** Letters for digits in a number. */
  readonly letters: number;
  readonly sexWrong: number;
}

/** Thresholds and settings were chosen on this one. */
export const KNOWN_MIX: ErrorMix = {
  marksLost: 0.35,
  typo: 0.15,
  telex: 0.02,
  partMissing: 0.04,
  reordered: 0.03,
  initials: 0.02,
  daySwapped: 0.03,
  dayPartial: 0.04,
  dayWrong: 0.04,
  moved: 0.1,
  formerPlace: 0.25,
  noPhone: 0.35,
  otherPhone: 0.08,
  newNumber: 0.2,
  oldNumber: 0.15,
  letters: 0.03,
  sexWrong: 0.01,
};

/** And this one was never looked at while they were chosen. */
export const HELD_OUT_MIX: ErrorMix = {
  marksLost: 0.25,
  typo: 0.2,
  telex: 0.03,
  partMissing: 0.05,
  reordered: 0.05,
  initials: 0.01,
  daySwapped: 0.04,
  dayPartial: 0.03,
  dayWrong: 0.05,
  moved: 0.14,
  formerPlace: 0.35,
  noPhone: 0.3,
  otherPhone: 0.05,
  newNumber: 0.15,
  oldNumber: 0.2,
  letters: 0.05,
  sexWrong: 0.015,
};

export interface PeopleOptions {
  readonly rows: number;
  readonly seed: number;
  readonly mix: ErrorMix;
  /** Share of the second file that is in the first; default 0.7. */
  readonly overlap?: number;
}

type Random = (below: number) => number;

/** mulberry32 */
function random(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (((t ^ (t >>> 14)) >>> 0) / 4294967296) * below;
  };
}

const words = (text: string) => text.split(' ');
const FAMILIES: readonly (readonly [string, number])[] = (
  'Nguyễn 315 Trần 109 Lê 95 Phạm 70 Hoàng 51 Phan 45 Vũ 39 Đặng 21 Bùi 20 Đỗ 14 Hồ 13 Ngô 13 Dương 10 Lý 5 Đinh 9 Đoàn 8 Trịnh 8 Mai 7 Tô 5 Trương 22 Lâm 6 Hà 6 Cao 6 Lưu 5 Tạ 5 Thái 4 Châu 4 Quách 3 Lương 7 Vương 3 Nông 3 Triệu 3 Lò 2 Vi 2'.match(
    /\S+ \d+/g,
  ) ?? []
).map((pair) => {
  const [name = '', count = '0'] = pair.split(' ');
  return [name, Number(count)] as const;
});
const MIDDLE = {
  m: words(
    'Văn Văn Văn Văn Văn Hữu Đức Minh Ngọc Quốc Xuân Công Đình Gia Tuấn Mạnh Tiến Trọng Viết Duy Quang Thế Bá Thanh Anh Hoàng',
  ),
  f: words('Thị Thị Thị Thị Thị Thị Ngọc Thanh Thu Hồng Kim Bảo Phương Diệu Khánh Thùy Bích Như Mỹ Minh Cẩm Hoài Lan'),
};
const GIVEN = {
  m: words(
    'An Anh Ân Bách Bằng Bình Cường Chiến Chính Chung Dân Dũng Đại Đạt Đông Giang Giáp Hà Hải Hậu Hiển Hiệp Hiếu Hòa Học Hợp Huân Hùng Huy Hưng Khang Khải Khánh Khiêm Khoa Khôi Kiên Kiệt Lam Long Lộc Lợi Luân Nam Nghĩa Nguyên Nhân Ninh Phát Phong Phú Phước Quân Quý Quyết Sang Sinh Sơn Tài Tâm Tân Thái Thắng Thân Thiện Thịnh Thông Thuận Tiến Tín Toàn Toản Trí Trung Trường Tú Tùng Tuyên Tư Tường Việt Vinh Vượng',
  ),
  f: words(
    'An Anh Ánh Bích Chi Cúc Diễm Diệp Dung Duyên Đào Điệp Giang Hà Hạ Hạnh Hảo Hằng Hiền Hoa Hòa Hoài Huệ Huyền Hương Hường Khánh Lan Lành Liên Liễu Linh Loan Lụa Ly Mến Nga Ngà Ngân Nguyệt Nhàn Nhi Nhung Oanh Phương Phượng Quế Quyên Quỳnh Sen Tâm Thắm Thảo Thi Thoa Thơ Thơm Thu Thủy Thúy Thư Thương Tiên Tình Trà Trang Trâm Trinh Trúc Tuyết Tú Uyên Vân Vi Vui Vy Xuyến Yên Yến Mai',
  ),
};
/** Provinces of today and names of the units they were made of. */
const PLACES: readonly (readonly [string, readonly string[]])[] = (
  '01:Hà Nội 04:Cao Bằng 08:Tuyên Quang,Hà Giang 11:Điện Biên 12:Lai Châu 14:Sơn La 15:Lào Cai,Yên Bái 19:Thái Nguyên,Bắc Kạn 20:Lạng Sơn 22:Quảng Ninh 24:Bắc Ninh,Bắc Giang 25:Phú Thọ,Vĩnh Phúc,Hòa Bình 31:Hải Phòng,Hải Dương 33:Hưng Yên,Thái Bình 37:Ninh Bình,Hà Nam,Nam Định 38:Thanh Hóa 40:Nghệ An 42:Hà Tĩnh 44:Quảng Trị,Quảng Bình 48:Đà Nẵng,Quảng Nam 51:Quảng Ngãi,Kon Tum 52:Gia Lai,Bình Định 56:Khánh Hòa,Ninh Thuận 66:Đắk Lắk,Phú Yên 68:Lâm Đồng,Đắk Nông,Bình Thuận 75:Đồng Nai,Bình Phước 80:Tây Ninh,Long An 82:Đồng Tháp,Tiền Giang 86:Vĩnh Long,Bến Tre,Trà Vinh 91:An Giang,Kiên Giang 92:Cần Thơ,Sóc Trăng,Hậu Giang 96:Cà Mau,Bạc Liêu'.match(
    /\d\d:[^\d]+/g,
  ) ?? []
).map((entry) => [entry.slice(0, 2), entry.slice(3).trim().split(',')] as const);

interface Person {
  readonly truth: number;
  readonly family: string;
  readonly middle: readonly string[];
  readonly given: string;
  readonly sex: 'm' | 'f';
  readonly born: readonly [year: number, month: number, day: number];
  readonly place: number;
  readonly phone: string;
}

const FAMILY_WHEEL = FAMILIES.flatMap(([name, count]) => new Array<string>(count).fill(name));

function personOf(next: Random, truth: number): Person {
  const pick = <T>(list: readonly T[]) => list[Math.floor(next(list.length))] as T;
  const sex = next(1) < 0.5 ? 'm' : 'f';
  // Frequent given names are more frequent than rare ones.
  const given = GIVEN[sex][Math.floor(GIVEN[sex].length * next(1) * Math.sqrt(next(1)))] as string;
  const middle = next(1) < 0.25 ? [pick(MIDDLE[sex]), pick(MIDDLE[sex])] : [pick(MIDDLE[sex])];
  return {
    truth,
    family: pick(FAMILY_WHEEL),
    middle: middle[0] === middle[1] ? middle.slice(1) : middle,
    given,
    sex,
    born: [1940 + Math.floor(next(66)), 1 + Math.floor(next(12)), 1 + Math.floor(next(28))],
    place: Math.floor(next(PLACES.length) * Math.sqrt(next(1))),
    phone: `09${String(Math.floor(next(100_000_000))).padStart(8, '0')}`,
  };
}

const two = (n: number) => String(n).padStart(2, '0');
const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

const TELEX_MARKS: Readonly<Record<string, string>> = {
  '\u0300': 'f',
  '\u0301': 's',
  '\u0309': 'r',
  '\u0303': 'x',
  '\u0323': 'j',
};
const TELEX_SHAPES: Readonly<Record<string, string>> = {
  ă: 'aw',
  â: 'aa',
  ê: 'ee',
  ô: 'oo',
  ơ: 'ow',
  ư: 'uw',
  đ: 'dd',
};

/** As the keys were struck. */
export function telex(word: string): string {
  let tone = '';
  const letters = [...word.toLowerCase().normalize('NFD')]
    .filter((sign) => {
      const mark = TELEX_MARKS[sign];
      if (mark !== undefined) tone = mark;
      return mark === undefined;
    })
    .join('')
    .normalize('NFC');
  return `${[...letters].map((letter) => TELEX_SHAPES[letter] ?? letter).join('')}${tone}`;
}

const LETTERS = 'abcdeghiklmnopqrstuvxy';

function slip(next: Random, text: string): string {
  const at = 1 + Math.floor(next(Math.max(1, text.length - 1)));
  const letter = LETTERS[Math.floor(next(LETTERS.length))] ?? 'a';
  const kind = next(4);
  if (kind < 1) return text.slice(0, at) + letter + text.slice(at + 1);
  if (kind < 2) return text.slice(0, at) + text.slice(at + 1);
  if (kind < 3) return text.slice(0, at) + letter + text.slice(at);
  return text.slice(0, at - 1) + (text[at] ?? '') + (text[at - 1] ?? '') + text.slice(at + 1);
}

function nameOf({ family, middle, given }: Person, next: Random, mix: ErrorMix): string {
  const happens = (share: number) => next(1) < share;
  let parts = happens(mix.partMissing) ? [family, ...middle.slice(1), given] : [family, ...middle, given];
  if (happens(mix.initials)) return [...parts.slice(0, -1).map((part) => `${part[0] ?? ''}.`), given].join('');
  if (happens(mix.reordered)) parts = [given, ...parts.slice(0, -1)];
  if (happens(mix.telex)) parts = parts.map(telex);
  let text = parts.join(' ');
  if (happens(mix.marksLost)) text = next(1) < 0.5 ? bare(text) : bare(text).toUpperCase();
  if (happens(mix.typo)) text = slip(next, text);
  return text;
}

function dateOf([year, month, day]: Person['born'], next: Random, mix: ErrorMix): string {
  const happens = (share: number) => next(1) < share;
  if (happens(mix.dayPartial)) return next(1) < 0.5 ? String(year) : `${two(month)}/${String(year)}`;
  if (happens(mix.daySwapped))
    return day <= 12 ? `${two(month)}/${two(day)}/${String(year)}` : `${two(day)}/${two(month)}/${String(year)}`;
  if (happens(mix.dayWrong)) {
    const which = Math.floor(next(3));
    const wrong = [
      [year, month, 1 + Math.floor(next(28))],
      [year, 1 + Math.floor(next(12)), day],
      [year + (next(1) < 0.5 ? 1 : -1), month, day],
    ][which] as number[];
    return `${two(wrong[2] ?? 1)}/${two(wrong[1] ?? 1)}/${String(wrong[0])}`;
  }
  return next(1) < 0.5 ? `${String(year)}-${two(month)}-${two(day)}` : `${two(day)}/${two(month)}/${String(year)}`;
}

const newNumber = (truth: number) => `099${String(truth).padStart(9, '0')}`;
const oldNumber = (truth: number) => `09${String((truth * 7919) % 10_000_000).padStart(7, '0')}`;

/** One row as a file has it: record_id, person_id, full_name, birth_date, sex, province, phone, truth. */
function rowOf(person: Person, id: string, next: Random, mix: ErrorMix): string {
  const happens = (share: number) => next(1) < share;
  const [code, names] = PLACES[
    happens(mix.moved) ? Math.floor(next(PLACES.length)) : person.place
  ] as (typeof PLACES)[number];
  const place = happens(mix.formerPlace) ? (names[Math.floor(next(names.length))] ?? code) : code;
  const number = happens(mix.newNumber)
    ? newNumber(person.truth)
    : happens(mix.oldNumber)
      ? oldNumber(person.truth)
      : '';
  const sex = happens(mix.sexWrong) === (person.sex === 'm') ? 'Nữ' : 'Nam';
  const phone = happens(mix.noPhone)
    ? ''
    : happens(mix.otherPhone)
      ? `09${String(Math.floor(next(100_000_000))).padStart(8, '0')}`
      : person.phone;
  return [
    id,
    happens(mix.letters) ? number.replaceAll('0', 'O') : number,
    nameOf(person, next, mix),
    dateOf(person.born, next, mix),
    sex,
    place,
    phone,
    String(person.truth),
  ].join(',');
}

export const HEADERS = 'record_id,person_id,full_name,birth_date,sex,province,phone,truth';

const CAREFUL: ErrorMix = {
  ...KNOWN_MIX,
  marksLost: 0.02,
  typo: 0.01,
  telex: 0,
  partMissing: 0.005,
  reordered: 0,
  initials: 0,
  daySwapped: 0,
  dayPartial: 0.01,
  dayWrong: 0.005,
  moved: 0,
  formerPlace: 0,
  noPhone: 0.2,
  otherPhone: 0,
  letters: 0,
  sexWrong: 0,
};

/** The register (A, well kept) and the list (B, of which `overlap` are people of A), as CSV. */
export async function writePeople(files: { left: string; right: string }, options: PeopleOptions): Promise<void> {
  const { rows, seed, mix, overlap = 0.7 } = options;
  const next = random(seed);
  const people = Array.from({ length: rows }, (_, i) => personOf(next, i));
  const careful: ErrorMix = { ...CAREFUL, newNumber: mix.newNumber, oldNumber: mix.oldNumber };
  await write(files.left, rows, (i) => rowOf(people[i] as Person, `A${String(i)}`, next, careful));
  const step = shuffleStep(rows);
  await write(files.right, rows, (i) => {
    const truth = i < rows * overlap ? (i * step) % rows : rows + i;
    const person = truth < rows ? (people[truth] as Person) : personOf(next, truth);
    return rowOf(person, `B${String((i * step) % rows)}`, next, mix);
  });
}

/** A batch for the register of the same seed: four in five of its rows are people who are in it, the rest are new. */
export async function writeBatch(
  file: string,
  { rows, among, seed, mix }: { rows: number; among: number; seed: number; mix: ErrorMix },
): Promise<void> {
  const next = random(seed);
  const people = Array.from({ length: among }, (_, i) => personOf(next, i));
  const step = shuffleStep(among);
  await write(file, rows, (i) => {
    const isThere = i % 5 !== 0;
    const person = isThere ? (people[(i * step) % among] as Person) : personOf(next, 3 * among + i);
    return rowOf(person, `C${String(i)}`, next, mix);
  });
}

/** A step that meets every number once. */
function shuffleStep(rows: number): number {
  const gcd = (x: number, y: number): number => (y === 0 ? x : gcd(y, x % y));
  let step = Math.floor(rows * 0.618) | 1;
  while (gcd(step, rows) !== 1) step += 2;
  return step;
}

async function write(file: string, rows: number, line: (i: number) => string): Promise<void> {
  const out = createWriteStream(file);
  let chunk = `${HEADERS}\n`;
  for (let i = 0; i < rows; i += 1) {
    chunk += `${line(i)}\n`;
    if (chunk.length < 1_000_000) continue;
    if (!out.write(chunk)) await once(out, 'drain');
    chunk = '';
  }
  out.end(chunk);
  await once(out, 'finish');
}
