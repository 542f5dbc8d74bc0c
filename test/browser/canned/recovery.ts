/** After a loss: one node gave everything back, one is silent; one record stands in two versions, one was decided. */
import type { MetVersion, readRecovery } from '../../../src/exchange/recovery/recovery-contract.ts';
import type { Answer } from '../../../src/platform/http/endpoint.ts';
import { name, ok, type Teller } from './telling.ts';

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const centre = name('Trung ương (mẫu)', 'Centre (sample)', 'المركز (نموذج)');
const commune = { code: '99108', names: name('Phường Bến Sỏi', 'Bến Sỏi Ward', 'حي بن سوي') };

const recovery: Answer<typeof readRecovery> = {
  met: 1,
  mayGiveUp: true,
  losses: [
    {
      epoch: 2,
      declaredAt: ago(90),
      reason: 'Hỏng đĩa ngày 12-3',
      nodes: [
        {
          node: 'node-1a2b3c4d.artery',
          names: centre,
          state: 'done',
          restored: 214,
          known: 1_046,
          met: 1,
          refused: 0,
          failed: null,
          settledAt: ago(80),
        },
        {
          node: 'node-5e6f7a8b.artery',
          names: name('Tỉnh Vân Mộc', 'Vân Mộc Province', 'محافظة فان موك'),
          state: 'waiting',
          restored: 0,
          known: 0,
          met: 0,
          refused: 0,
          failed: 'ECONNREFUSED',
          settledAt: null,
        },
      ],
    },
  ],
};

const field = (id: string, names: MetVersion['fields'][number]['names'], ours: string, theirs: string) => ({
  name: id,
  names,
  ours,
  theirs,
  differs: ours !== theirs,
});

const met = (id: string, more: Partial<MetVersion> = {}): MetVersion => ({
  id,
  register: 'dang-vien',
  registerNames: name('Đảng viên', 'Party members', 'أعضاء الحزب'),
  record: '0198a000-0000-7000-8000-000000000001',
  body: commune,
  heldBy: 'node-1a2b3c4d.artery',
  heldByNames: centre,
  held: 4_294_967_299,
  ours: 8_589_934_593,
  reason: 'both-changed',
  fields: [
    field('card_no', name('Số thẻ', 'Card number', 'رقم البطاقة'), '099000000003', '099000000003'),
    field(
      'birth_name',
      name('Họ và tên khai sinh', 'Name at birth', 'الاسم عند الولادة'),
      'Lò Thị Mẫu',
      'Lò Thị Mẫu Hai',
    ),
    field('member_status', name('Tình trạng', 'Status', 'الحالة'), 'CHINH_THUC', 'DU_BI'),
  ],
  foundAt: ago(80),
  choice: null,
  because: null,
  decidedAt: null,
  mayDecide: true,
  ...more,
});

const items: MetVersion[] = [
  met('0198a000-0000-7000-8000-00000000000a'),
  met('0198a000-0000-7000-8000-00000000000b', {
    record: '0198a000-0000-7000-8000-000000000002',
    fields: [
      field('card_no', name('Số thẻ', 'Card number', 'رقم البطاقة'), '099000000008', '099000000008'),
      field(
        'birth_name',
        name('Họ và tên khai sinh', 'Name at birth', 'الاسم عند الولادة'),
        'Mùa A Mẫu',
        'Mùa A Mẫu Ba',
      ),
    ],
    choice: 'theirs',
    because: 'Đã đối chiếu hồ sơ giấy',
    decidedAt: ago(30),
    mayDecide: false,
  }),
];

export const aboutRecovery: Teller = (path) => {
  if (path === '/api/exchange/recovery') return ok(recovery);
  if (path === '/api/exchange/met-versions') return ok({ items });
  return undefined;
};
