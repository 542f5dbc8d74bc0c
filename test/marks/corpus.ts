/** Marks as people write them, and harmless texts that look like them: seeded, so that every run sees the same. */
import type { Place } from '../../src/platform/marks/index.ts';

export interface Sample {
  readonly text: string;
  readonly place: Place;
  /** How it was made, to say what is missed. */
  readonly form: string;
}

type Pick = <T>(list: readonly T[]) => T;

function seeded(seed: number): { pick: Pick; below: (most: number) => number } {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (most: number) => Math.floor(next() * most);
  return { below, pick: (list) => list[below(list.length)] as never };
}

const MANY = ['tuyệt mật', 'tối mật'];
const ALL = [...MANY, 'mật'];
const LABELS = ['Độ mật', 'ĐỘ MẬT', 'Mức độ mật', 'Dấu mật', 'Cấp độ mật', 'Mức mật'];
const HIDDEN = ['\u200b', '\u00ad', '\u2060', '\ufeff', '\u200d'];
const BEFORE = ['Công văn', 'Báo cáo', 'Tờ trình', 'Kế hoạch', 'Quyết định', 'Hồ sơ', 'Danh sách', 'Biên bản họp'];
const AFTER = ['số 12-CV/TU', 'năm 2026', 'quý III', 'gửi thường trực', 'về công tác cán bộ', 'kèm phụ lục'];
const DAYS = ['3/2', '19/5', '2/9', '30/4'];

const upper = (text: string) => text.toLocaleUpperCase('vi');
const title = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1);
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D');

type Make = (tools: ReturnType<typeof seeded>) => Omit<Sample, 'form'>;
const cased = ({ pick }: { pick: Pick }, text: string) => pick([text, upper(text), title(text)]);

const forms: Readonly<Record<string, Make>> = {
  running: (t) => ({
    text: `${t.pick(BEFORE)} ${cased(t, t.pick(MANY))} ${t.pick(AFTER)} ngày ${t.pick(DAYS)}`,
    place: t.pick(['text', 'cell', 'title'] as const),
  }),
  alone: (t) => ({ text: cased(t, t.pick(ALL)), place: t.pick(['title', 'text'] as const) }),
  'own line': (t) => ({
    text: `${t.pick(BEFORE)}\n${upper(t.pick(ALL))}\n${t.pick(AFTER)}`,
    place: t.pick(['title', 'text'] as const),
  }),
  labelled: (t) => ({
    text: `${t.pick(LABELS)}${t.pick([': ', ':', ' ', ' - ', ' = '])}${cased(t, t.pick(ALL))}`,
    place: t.pick(['text', 'cell', 'title'] as const),
  }),
  bracketed: (t) => ({
    text: `${t.pick(BEFORE)} ${t.pick(['[', '【', '<', '('])}${upper(t.pick(ALL))}`.replace(
      /([[【<(])([^[【<(]*)$/u,
      (_, open: string, rest: string) => open + rest + ({ '[': ']', '【': '】', '<': '>', '(': ')' }[open] ?? ''),
    ),
    place: t.pick(['text', 'cell', 'title'] as const),
  }),
  spaced: (t) => {
    const gap = t.pick([' ', '  ', '.', '-', '_', '·', ' . ']);
    return {
      text: [...cased(t, t.pick(MANY)).replaceAll(' ', '')].join(gap),
      place: t.pick(['text', 'cell', 'title'] as const),
    };
  },
  'zero-width': (t) => {
    const letters = [...cased(t, t.pick(MANY))];
    letters.splice(1 + t.below(letters.length - 1), 0, t.pick(HIDDEN));
    letters.splice(1 + t.below(letters.length - 1), 0, t.pick(HIDDEN));
    return { text: `${t.pick(BEFORE)} ${letters.join('')}`, place: t.pick(['text', 'cell', 'title'] as const) };
  },
  'no-break space': (t) => ({
    text: cased(t, t.pick(MANY)).replace(' ', '\u00a0'),
    place: t.pick(['text', 'cell'] as const),
  }),
  decomposed: (t) => ({
    text: `${t.pick(BEFORE)} ${cased(t, t.pick(MANY))}`.normalize('NFD'),
    place: t.pick(['text', 'cell', 'title'] as const),
  }),
  'file name': (t) => ({
    text: `${t.pick(BEFORE)}${t.pick(['_', '-', ' '])}${t.pick([upper(t.pick(MANY)), title(t.pick(MANY)), upper(plain(t.pick(MANY)))]).replace(' ', t.pick(['_', '-', ' ', '']))}${t.pick(['.docx', '.xlsx', '_v2.pdf'])}`,
    place: 'name',
  }),
  'plain capitals': (t) => ({ text: upper(plain(t.pick(MANY))), place: t.pick(['text', 'cell', 'title'] as const) }),
  'plain label': (t) => ({ text: `DO MAT: ${upper(plain(t.pick(ALL)))}`, place: t.pick(['text', 'cell'] as const) }),
  joined: (t) => ({ text: cased(t, t.pick(MANY)).replace(' ', ''), place: t.pick(['text', 'cell', 'name'] as const) }),
  decorated: (t) => ({
    text: `${t.pick(['***', '---', '===', '•'])} ${upper(t.pick(ALL))} ${t.pick(['***', '---', '===', '•'])}`,
    place: t.pick(['text', 'title'] as const),
  }),
  phrase: (t) => ({
    text: `${t.pick(['Tài liệu chứa', 'Nội dung thuộc phạm vi', 'Đây là', 'Hồ sơ có'])} ${t.pick(['bí mật nhà nước', 'BÍ MẬT NHÀ NƯỚC'])} ${t.pick(['độ cao', ', không sao chụp', ''])}`,
    place: t.pick(['text', 'title'] as const),
  }),
  'whole line': (t) => ({
    text: cased(t, t.pick(['tài liệu mật', 'văn bản mật', 'hồ sơ mật'])),
    place: t.pick(['title', 'text'] as const),
  }),
};

/** @param old writes a text as an old encoding reads today: one function an encoding */
export function marked(seed: number, old: Readonly<Record<string, (text: string) => string>>): Sample[] {
  const tools = seeded(seed);
  const samples = Object.entries(forms).flatMap(([form, make]) =>
    Array.from({ length: 40 }, () => ({ ...make(tools), form })),
  );
  const written = Object.entries(old).flatMap(([name, write]) =>
    Array.from({ length: 20 }, (): Sample => {
      const degree = tools.pick(MANY);
      const text = tools.pick([
        write(degree),
        `${write(tools.pick(BEFORE))} ${write(degree)}`,
        write(`độ mật: ${tools.pick(ALL)}`),
      ]);
      return { text, place: tools.pick(['text', 'cell'] as const), form: `old ${name}` };
    }),
  );
  return [...samples, ...written];
}

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Vũ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương'];
const MIDDLE = ['Văn', 'Thị', 'Đức', 'Minh', 'Ngọc', 'Tuyết', 'Thanh', 'Quang', 'Hữu', 'Kim'];
const GIVEN = ['Mật', 'Mạt', 'Mận', 'Mát', 'Tuyết', 'Tới', 'Tốt', 'Hằng', 'Mai', 'Mẫn', 'Lan', 'Phúc', 'Thiết'];
const NEAR = [
  'Tôi mất giấy tờ ngày {d}',
  'TÔI MẤT SỔ HỘ KHẨU',
  'tối mất điện từ {d}',
  'Tối {d} họp chi bộ',
  'mất mật khẩu',
  'Mật khẩu cũ đã đổi ngày {d}',
  'mật ong rừng xã {p}',
  'mật độ dân số xã {p}',
  'MẬT ĐỘ DÂN SỐ',
  'bảo mật thông tin',
  'BẢO MẬT HỆ THỐNG',
  'bí mật đời tư',
  'bí mật kinh doanh',
  'đường mật',
  'thân mật',
  'gặp mặt thân mật ngày {d}',
  'mật thiết với nhân dân',
  'túi mật',
  'sỏi mật',
  'viêm đường mật cấp',
  'hoa mật',
  'mật mía',
  'mật mã học',
  'cơ mật',
  'điệp khúc tới mặt trận',
  'tới mặt trận Tổ quốc xã {p}',
  'Mặt trận Tổ quốc Việt Nam',
  'tuyết mát lạnh',
  'TUYẾT MÁT',
  'Tuyết mất ngủ',
  'Luật Bảo vệ bí mật nhà nước số 29/2018/QH14',
  'tập huấn bảo vệ bí mật nhà nước',
  'không chứa bí mật nhà nước',
  'tài liệu này không thuộc phạm vi bí mật nhà nước',
  'công tác bảo vệ bí mật nhà nước năm 2026',
  'danh mục bí mật nhà nước của ngành',
  'pháp luật về bí mật nhà nước',
  'buổi tối mật độ xe đông',
  'bỏ phiếu kín',
  'số điện thoại mật',
  'Độ mật: Thường',
  'Độ mật: không',
  'độ mật',
  'Mức độ mật:',
  'tốt mặt',
  'mất tích',
  'MẤT TÍCH',
  'Tôi mặc áo',
  'chăn nuôi ong mật',
  'giữ bí mật nhà nước theo quy định',
  'câu lạc bộ nuôi ong lấy mật',
  'mật vụ',
  'dung dịch mật',
  'khóa bí mật',
];
const PLACES = ['Khe Mây', 'Đông Lâu', 'Phố Gạch', 'Bến Sỏi', 'Vân Mộc', 'Khe Giang'];
const SAID = [
  'ghi nhận',
  'chuyển bộ phận tiếp nhận',
  'đã trả lời',
  'hồ sơ đủ',
  'đề nghị bổ sung',
  'chờ ý kiến',
  'đúng hạn',
];

/** Harmless: names, places, sentences with every word that is near. */
export function harmless(seed: number, count: number): Sample[] {
  const { pick, below } = seeded(seed);
  const day = () => `${String(1 + below(28))}/${String(1 + below(12))}/2026`;
  const makes: readonly (() => Sample)[] = [
    () => ({
      text: `${pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}`,
      place: pick(['cell', 'text'] as const),
      form: 'name',
    }),
    () => ({ text: upper(`${pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}`), place: 'cell', form: 'name in capitals' }),
    () => ({ text: pick([...GIVEN, ...GIVEN.map(upper)]), place: 'cell', form: 'given name' }),
    () => ({
      text: upper(plain(`${pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}`)),
      place: pick(['cell', 'text'] as const),
      form: 'plain name',
    }),
    () => ({
      text: `Thôn ${pick(PLACES)}, xã ${pick(PLACES)}, số ${String(below(200))}`,
      place: 'cell',
      form: 'address',
    }),
    () => ({
      text: pick(NEAR).replace('{d}', day()).replace('{p}', pick(PLACES)),
      place: pick(['cell', 'text', 'title'] as const),
      form: 'near',
    }),
    () => ({
      text: `${pick(SAID)}; ${pick(NEAR).replace('{d}', day()).replace('{p}', pick(PLACES))}. Người gửi: ${pick(FAMILY)} ${pick(MIDDLE)} ${pick(GIVEN)}, ${pick(SAID)}.`,
      place: 'text',
      form: 'sentence',
    }),
    () => ({
      text: `${pick(['danh-sach', 'bao_cao', 'mat-khau', 'mat_do_dan_so', 'ong-mat', 'to-mat-bang'])}-${String(below(99))}.xlsx`,
      place: 'name',
      form: 'file',
    }),
  ];
  return Array.from({ length: count }, () => pick(makes)());
}
