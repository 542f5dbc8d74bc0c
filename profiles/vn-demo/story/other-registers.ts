/** The registers beside members and population: organisations, cadres, documents, petitions. */
import type { Figures } from './figures.ts';
import type { Member, MemberMaker } from './members.ts';
import type { Chance } from './random.ts';

/** Physical column → text, as a clean file would have it. */
export type Row = Readonly<Record<string, string>>;

const two = (n: number) => String(n).padStart(2, '0');

/** One row a body of the tree below the communes, plus the communes and centre themselves (150 and 5 closed). */
export function organisations(figures: Figures, closedBranch: string): Row[] {
  const offices = [
    ['TW', 'Trung ương (mẫu)'],
    ['TW-VP', 'Văn phòng dữ liệu (mẫu)'],
    ['TW-BTC', 'Ban Tổ chức (mẫu)'],
    ['TW-UBKT', 'Ban Kiểm tra (mẫu)'],
    ['97', 'Tỉnh Vân Mộc'],
    ['97-BTC', 'Ban Tổ chức Tỉnh Vân Mộc'],
    ['98', 'Tỉnh Khê Giang'],
    ['98-BTC', 'Ban Tổ chức Tỉnh Khê Giang'],
  ].map(([code, name]) => organisation(code as string, name as string, 'DANG_BO', parentOfOffice(code as string)));
  const local = figures.communes.flatMap((commune) => [
    organisation(commune.code, `Đảng bộ ${commune.name}`, 'DANG_BO_CO_SO', commune.code < '99200' ? '97' : '98'),
    ...Array.from({ length: commune.bases }, (_, i) =>
      organisation(
        `${commune.code}-A${String(i + 1)}`,
        `Đảng bộ bộ phận số ${String(i + 1)}`,
        'DANG_BO_BO_PHAN',
        commune.code,
      ),
    ),
    ...Array.from({ length: commune.branches }, (_, i) =>
      organisation(
        `${commune.code}-${two(i + 1)}`,
        `Chi bộ số ${String(i + 1)}, ${commune.name}`,
        'CHI_BO',
        commune.code,
      ),
    ),
  ]);
  const closed = [
    ['99104', 'Đảng bộ Xã Trại Cỏ'],
    ['99106', 'Đảng bộ Xã Nà Ve'],
    ['99231-CU', 'Đảng bộ Xã Đá Rêu'],
    ['99234', 'Đảng bộ Xã Khe Mây (cũ)'],
    [closedBranch, 'Chi bộ Bến Cũ'],
  ].map(([code, name]) => ({
    ...organisation(code as string, name as string, 'CHI_BO', '97'),
    organisation_status: 'GIAI_THE',
    closed_date: '2025-07-01',
  }));
  return [...offices, ...local, ...closed];
}

const parentOfOffice = (code: string) =>
  code.includes('-') ? (code.split('-')[0] as string) : code === 'TW' ? '' : 'TW';

function organisation(code: string, name: string, type: string, parent: string): Row {
  return {
    organisation_code: code,
    organisation_name: name,
    organisation_type: type,
    parent_organisation: parent,
    founded_date: '2025-07-01',
    organisation_status: 'HOAT_DONG',
  };
}

/** Cadres: most are members too. Theory levels of some differ from what the member's card says. */
export function cadres(maker: MemberMaker, figures: Figures, members: readonly Member[]): Row[] {
  const { luck } = maker;
  const own = luck.shuffle(members.filter((member) => member.atSource)).slice(0, figures.cadres.members);
  const codes = figures.communes.map((commune) => commune.code);
  const others = Array.from({ length: figures.cadres.rows - own.length }, () =>
    maker.person({ residence: luck.pick(codes), bornTo: 1998 }),
  );
  const people = [...own.map((member) => member.person), ...others];
  return people.map((person, i) => ({
    person_id: person.id,
    birth_name: person.name,
    birth_date: person.birth,
    sex: person.sex,
    employing_body: luck.pick(codes),
    position_title: luck.pick(['Chuyên viên', 'Cán sự', 'Phó Bí thư', 'Văn thư', 'Kế toán']),
    position_from: `${String(luck.between(2012, 2024))}-${two(luck.between(1, 12))}-01`,
    position_to: i < figures.cadres.postsWithoutEnd ? '' : `2030-12-31`,
    political_theory: luck.pick(['SO_CAP', 'TRUNG_CAP', 'CAO_CAP']),
  }));
}

const LEVELS = ['SO_CAP', 'TRUNG_CAP', 'CAO_CAP'];

/**
 * What members' cards say of political theory, by card: as the cadre register has it, but for the first few of it; some
 * who are no cadres have the first level. Nothing is drawn, so that every other value of the story stays as it was.
 */
export function theoryOfMembers(
  cadreRows: readonly Row[],
  members: readonly Member[],
  differing: number,
): ReadonlyMap<string, string> {
  const cardOf = new Map(members.filter((one) => one.atSource).map(({ person, card }) => [person.id, card]));
  const known = cadreRows.flatMap((row) => {
    const card = cardOf.get(row['person_id'] ?? '');
    return card === undefined ? [] : [[card, row['political_theory'] ?? ''] as const];
  });
  const others = members.filter(({ card }) => Number(card) % 3 === 0).map(({ card }) => [card, 'SO_CAP'] as const);
  const slip = (level: string) => LEVELS[(LEVELS.indexOf(level) + 1) % LEVELS.length] ?? level;
  return new Map([...others, ...known.map(([card, level], i) => [card, i < differing ? slip(level) : level] as const)]);
}

/** Documents: number and sign as offices write them. Those refused for a mark of secrecy never existed here. */
export function documents(luck: Chance, figures: Figures): Row[] {
  const kinds = ['QD', 'KH', 'BC', 'TB', 'CV', 'HD'];
  return Array.from({ length: figures.documents.rows }, (_, i) => ({
    document_number: `${String(i + 1)}-${luck.pick(['QĐ', 'KH', 'BC', 'TB', 'CV', 'HD'])}/VPM`,
    document_type: luck.pick(kinds),
    issuing_body: 'TW-VP',
    issued_date: `${String(luck.between(2024, 2025))}-${two(luck.between(1, 12))}-${two(luck.between(1, 28))}`,
    summary: luck.pick([
      'Về phân công đầu mối dữ liệu',
      'Về kế hoạch đối khớp quý',
      'Về áp dụng Từ điển dữ liệu',
      'Về tập huấn cấp xã',
      'Về rà soát biểu mẫu',
    ]),
  }));
}

/** Petitions: what was asked, where, by when, and whether it was answered. */
export function petitions(luck: Chance, figures: Figures): Row[] {
  return Array.from({ length: figures.petitions.rows }, (_, i) => ({
    petition_code: `KN-${String(i + 1).padStart(4, '0')}`,
    channel: luck.pick(['TRUC_TIEP', 'VAN_BAN', 'TRUC_TUYEN']),
    field: luck.pick(['DAT_DAI', 'MOI_TRUONG', 'CHINH_SACH', 'GIAO_THONG']),
    place: luck.pick(figures.communes.map((commune) => commune.code)),
    received_date: `2026-${two(luck.between(1, 6))}-${two(luck.between(1, 28))}`,
    answered_date: i < figures.petitions.overdue ? '' : `2026-08-${two(luck.between(1, 28))}`,
  }));
}
