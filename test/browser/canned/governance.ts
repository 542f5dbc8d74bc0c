/** Registers, agreements and one question answered with no. */
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import type { WhyAnswer } from '../../../src/governance/agreement-contract.ts';
import { AgreementPage, RegisterPage, type getRegister, type RegisterLine } from '../../../src/governance/contract.ts';
import { gaps, matrix, myDuties, responsibilities } from './duties.ts';
import { mayAll, name, ok, type Teller } from './telling.ts';
import { bodyNamed, refusal } from './bodies.ts';

const line = (
  code: string,
  vi: string,
  en: string,
  personal: 'none' | 'basic' | 'sensitive',
  external = false,
): RegisterLine => ({
  name: code,
  entity: code === 'dang-vien' ? 'party_member' : 'person',
  names: name(vi, en),
  labels: { sharing: 'shared', importance: 'core', personal },
  external,
  state: code === 'kien-nghi' ? 'draft' : 'published',
  owner: external ? null : bodyNamed('TW'),
  ownerNames: external
    ? name('Cơ quan quản lý CSDL dân cư (mẫu)', 'Population authority (sample)')
    : name('Ban Bí thư', 'Secretariat'),
  manager: bodyNamed('TW-BTC'),
});
const registers = [
  line('dan-cu', 'CSDL dân cư (giả lập)', 'Population register (simulator)', 'basic', true),
  line('dang-vien', 'Đảng viên', 'Party members', 'sensitive'),
  line('to-chuc-dang', 'Tổ chức đảng', 'Party organisations', 'none'),
  line('can-bo', 'Cán bộ', 'Cadres', 'sensitive'),
  line('van-ban', 'Văn bản', 'Documents', 'none'),
  line('kien-nghi', 'Kiến nghị', 'Petitions', 'basic'),
];
const register: Answer<typeof getRegister> = {
  allowed: mayAll(RegisterPage.properties.allowed, ['governance.assignResponsibility#owner']),
  ...(registers[1] as RegisterLine),
  definition: name(
    'Danh sách đảng viên do cấp xã cập nhật, đối khớp hằng quý.',
    'The list of Party members, updated by communes.',
  ),
  stewards: [{ body: bodyNamed('97'), account: null }],
  updatedBy: { level: 'commune' },
  retention: null,
  terms: name('Chỉ dùng cho mục đích nêu trong thoả thuận.', 'Only for the purpose in the agreement.'),
  citation: name('Luật Dữ liệu, Điều 11', 'Law on Data, art. 11'),
  authorityFor: ['so_the', 'ngay_vao_dang', 'ngay_chinh_thuc'],
  findings: [],
  agreements: [
    {
      code: 'TT-02',
      names: name('Tỉnh thống kê đảng viên cấp xã', 'Provinces count members'),
      state: 'active',
      grants: 2,
    },
  ],
};
const agreement = (
  code: string,
  vi: string,
  state: AgreementPage['state'],
  daysLeft: number | null,
  byClass = false,
): AgreementPage => ({
  code,
  names: name(vi, vi),
  register: { code: 'dang-vien', names: name('Đảng viên', 'Party members') },
  provider: bodyNamed('TW-BTC'),
  byClass,
  home: null,
  allowed: mayAll(AgreementPage.properties.allowed, state === 'active' ? [] : ['governance.setSubjects']),
  elements: ['so_dinh_danh', 'ho_ten', 'ngay_sinh'],
  rows: 'own-tree',
  condition: {
    expression: 'years_between(ngay_sinh, today()) >= 18',
    words: name(
      'số năm tròn từ Ngày sinh đến hôm nay từ 18 trở lên',
      'the full years from Date of birth to today is at least 18',
    ),
  },
  purpose: { code: 'doi-chieu', names: name('Đối chiếu, điền sẵn hồ sơ', 'Prefill and comparison') },
  basis: {
    ...{ code: 'luat', names: name('Luật Dữ liệu', 'Law on Data'), citation: 'Điều 11' },
    ...{ kind: 'law', law: '60/2024/QH15', article: '11', text: null },
  },
  mode: 'lookup',
  quota: 2000,
  quotaPeriod: 'day',
  subjects: 500,
  freeAgain: '2026-11-23',
  security: 'confirmed',
  securityUntil: '2027-03-01',
  request: null,
  details: { recipient: 'Bộ phận một cửa', retention: '5 năm, xoá khi hết hạn' },
  from: '2026-01-01',
  to: daysLeft === null ? null : '2026-12-03',
  state,
  daysLeft,
  reason: null,
  grants: ['99101', '99108', '99215', '99231'].map((consumer, i) => ({
    id: i + 1,
    consumer: bodyNamed(consumer),
    state,
    from: '2026-01-01',
    to: null,
    used: 120 * i,
    read: 90 * i,
    toldAt: i === 1 ? '2026-11-22T02:40:00.000Z' : null,
  })),
});
const agreements = [
  agreement('TT-01', 'Tra cứu dân cư cho mọi xã, phường', 'active', null, true),
  agreement('TT-02', 'Thống kê đảng viên cho cấp tỉnh', 'active', 120),
  agreement('TT-03', 'Hồ sơ cán bộ cho Ban Tổ chức', 'active', 9),
  agreement('TT-04', 'Văn bản cho Tỉnh Khê Giang', 'expired', -5),
  { ...agreement('TT-05', 'Danh mục tổ chức đảng cho Khê Giang', 'security-lapsed', 175), securityUntil: '2026-11-18' },
];
const why: WhyAnswer = {
  decision: {
    allowed: false,
    rule: 'governance/quota-spent',
    facts: { agreement: 'TT-01', purposeCode: 'xac-minh-nhan-than', used: 2000, quota: 2000, freeAgain: '2026-11-23' },
    remedy: 'wait-or-raise-quota',
    whoCanChange: name('Cơ quan quản lý CSDL dân cư (mẫu)', 'Population authority (sample)'),
    words: {
      reason: 'Đã dùng hết hạn mức của thoả thuận TT-01: 2000/2000.',
      remedy: 'Chờ đến 23/11/2026, hoặc xin nâng hạn mức.',
      whoCanChange: 'Cơ quan quản lý CSDL dân cư (mẫu)',
    },
  },
  quota: { quota: 2000, used: 2000, period: 'day', freeAgain: '2026-11-23' },
  subjects: { subjects: 500, read: 410, period: 'day', freeAgain: '2026-11-23' },
};
export const aboutGovernance: Teller = (path) => {
  const rest = path.startsWith('/api/governance/') ? path.slice('/api/governance/'.length) : undefined;
  if (rest === undefined) return undefined;
  if (rest === 'matrix') return ok(matrix);
  if (rest === 'gaps') return ok({ items: gaps, counts: { open: 3, overdue: 1 }, looked: true });
  if (rest === 'responsibilities') return ok({ items: responsibilities });
  if (rest === 'my-duties') return ok(myDuties);
  if (rest === 'registers') return ok({ items: registers });
  if (rest.startsWith('registers/')) return ok(register);
  if (rest === 'agreements') return ok({ items: agreements, counts: { agreements: 5, grants: 20, activeGrants: 7 } });
  if (rest.startsWith('agreements/')) {
    const one = agreements.find(({ code }) => code === rest.slice('agreements/'.length));
    return ok(one ?? agreements[0]);
  }
  if (rest === 'decide') return ok([refusal]);
  if (rest === 'why') return ok(why);
  return undefined;
};
