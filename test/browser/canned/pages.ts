/** What there is to look at with canned answers. */
import type { Page } from 'playwright-core';
import type { Look } from '../look.ts';
import { oncePages } from './once.ts';
import { qualityPages } from './quality.ts';

const press = (name: RegExp) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
  await page.waitForTimeout(500);
};

/** The page as those see it whom nothing is refused. */
const granted = async (page: Page) => {
  const body = '[{"allowed":true,"rule":"","facts":{}}]';
  await page.route('**/api/governance/decide', (route) => route.fulfill({ body, contentType: 'application/json' }));
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForTimeout(1500);
};
const mayDo = async (page: Page) => {
  await granted(page);
  await page.getByRole('option').nth(1).waitFor();
};

const newMapping = async (page: Page) => {
  const body = '[{"allowed":true,"rule":"","facts":{}}]';
  await page.route('**/api/governance/decide', (route) => route.fulfill({ body, contentType: 'application/json' }));
  await page.reload();
  await press(/Ánh xạ mới|New mapping|مواءمة جديدة/)(page);
};

export const pages: readonly Look[] = [
  { name: 'sign-in', path: '/sign-in', as: 'nobody' },
  { name: 'home-officer', path: '/', as: 'xa' },
  { name: 'home', path: '/' },
  { name: 'work', path: '/work' },
  { name: 'approvals', path: '/work/approvals' },
  { name: 'approval', path: '/work/approvals/0193a1b2-0000-7000-8000-0000000000d1' },
  { name: 'duties-matrix', path: '/governance/matrix', as: 'vanphong' },
  { name: 'duties-gaps', path: '/governance/gaps', as: 'vanphong' },
  { name: 'account', path: '/account', as: 'vanphong' },
  { name: 'handover', path: '/bodies/handover/0193a1b2-0000-7000-8000-0000000000d6' },
  { name: 'audit-explorer', path: '/audit', as: 'tuanthu' },
  { name: 'break-glass', path: '/governance/break-glass', as: 'tinh' },
  { name: 'break-glass-one', path: '/governance/break-glass/0193a1b2-0000-7000-8000-0000000000d7', as: 'tuanthu' },
  { name: 'delegations', path: '/governance/delegations' },
  { name: 'purposes', path: '/governance/purposes', as: 'vanphong' },
  { name: 'privacy', path: '/governance/privacy', as: 'vanphong' },
  { name: 'privacy-assessment', path: '/governance/privacy/assessments/DG-DT-01', as: 'vanphong' },
  { name: 'privacy-risk', path: '/governance/privacy/risks/RR-DT-01', as: 'vanphong' },
  { name: 'privacy-risk-draft', path: '/governance/privacy/risks/RR-2026-002', as: 'vanphong' },
  { name: 'privacy-transfer', path: '/governance/privacy/transfers/CG-DT-01', as: 'vanphong' },
  { name: 'privacy-breach', path: '/governance/privacy/breaches/SC-2026-001', as: 'vanphong' },
  { name: 'window', path: '/window', as: 'vanphong' },
  { name: 'consents', path: '/governance/consents', as: 'vanphong' },
  { name: 'subject-requests', path: '/governance/subject-requests', as: 'tinh' },
  { name: 'subject-request', path: '/governance/subject-requests/0193a1b2-0000-7000-8000-0000000000a1', as: 'tinh' },
  { name: 'subject-request-new', path: '/governance/subject-requests/new', as: 'tinh' },
  { name: 'labels', path: '/governance/labels', as: 'vanphong' },
  { name: 'labels-register', path: '/governance/labels/dang-vien', as: 'vanphong' },
  { name: 'lifecycle', path: '/governance/lifecycle', as: 'chuquan' },
  { name: 'lifecycle-due', path: '/governance/lifecycle/due', as: 'vanphong' },
  { name: 'lifecycle-holds', path: '/governance/lifecycle/holds', as: 'chuquan' },
  { name: 'lifecycle-terms', path: '/governance/lifecycle/terms', as: 'vanphong' },
  { name: 'lifecycle-disposals', path: '/governance/lifecycle/disposals', as: 'chuquan' },
  {
    name: 'lifecycle-disposal',
    path: '/governance/lifecycle/disposals/0193a1b2-0000-7000-8000-0000000000d1',
    as: 'chuquan',
  },
  { name: 'labels-marks', path: '/governance/marks', as: 'tuanthu' },
  { name: 'duties-register', path: '/governance/registers/dang-vien', as: 'vanphong', act: granted },
  { name: 'nodes', path: '/exchange/nodes', as: 'vanphong', act: granted },
  {
    name: 'nodes-approve',
    path: '/exchange/nodes',
    as: 'vanphong',
    act: async (page) => {
      await granted(page);
      await press(/^(Chấp thuận|Approve|موافقة)$/)(page);
    },
  },
  { name: 'nodes-one', path: '/exchange/nodes/node-1a2b3c4d.artery', as: 'vanphong', act: granted },
  { name: 'nodes-flow', path: '/exchange/flow', as: 'vanphong' },
  { name: 'nodes-charter', path: '/exchange/charter', as: 'vanphong', act: granted },
  { name: 'feeds', path: '/exchange/feeds', as: 'vanphong' },
  { name: 'met-versions', path: '/exchange/met-versions', as: 'vanphong' },
  { name: 'prefill', path: '/registers/dang-vien/prefill', as: 'xa' },
  { name: 'prefilled', path: '/registers/dang-vien/prefill?prefill=0193a1b2-0000-7000-8000-000000000001', as: 'xa' },
  { name: 'body-list', path: '/registers/dang-vien/list', as: 'xa' },
  { name: 'client-keys', path: '/exchange/keys', as: 'lapTrinh' },
  ...qualityPages,
  { name: 'once-figures', path: '/registers/once-only', as: 'chuquan' },
  { name: 'once-authorities', path: '/registers/authorities', as: 'chuquan' },
  { name: 'once-dispute', path: oncePages.dispute, as: 'vanphong' },
  { name: 'once-corrections', path: '/registers/corrections', as: 'xa' },
  { name: 'once-correction', path: oncePages.correction, as: 'xa' },
  {
    name: 'once-radar',
    path: '/registers/radar',
    as: 'xa',
    act: async (page) => {
      const rows = Buffer.from('Họ và tên,Ngày sinh,Số căn cước,Sở trường công tác,Nguyện vọng');
      await page.locator('input[type=file]').setInputFiles({ name: 'phieu.csv', mimeType: 'text/csv', buffer: rows });
      await page.locator('main table tbody tr').first().waitFor();
    },
  },
  { name: 'once-unsent', path: oncePages.unsent, as: 'xa' },
  { name: 'who-queue', path: '/registers/duplicates' },
  { name: 'who-none', path: '/registers/duplicates?body=99101' },
  { name: 'who-pair', path: '/registers/duplicates/0193a1b2-0000-7000-8000-0000000d0001' },
  { name: 'who-part', path: '/registers/duplicates/0193a1b2-0000-7000-8000-0000000d0002' },
  { name: 'who-person', path: '/registers/people/0193a1b2-0000-8000-8000-0000000d0003' },
  { name: 'connectors', path: '/exchange/connectors' },
  { name: 'connector', path: '/exchange/connectors/phan-mem', act: press(/Chạy thử|Try without|تجربة دون/) },
  { name: 'connector-waiting', path: '/exchange/connectors/dan-cu' },
  { name: 'connector-new', path: '/exchange/connectors/new' },
  { name: 'webhooks', path: '/exchange/webhooks' },
  { name: 'webhook', path: '/exchange/webhooks/so-mau' },
  { name: 'webhook-new', path: '/exchange/webhooks/new' },
  { name: 'dictionary', path: '/dictionary' },
  { name: 'element', path: '/dictionary/elements/DTD.DV.004' },
  { name: 'element-technical', path: '/dictionary/elements/DTD.DV.004?tab=technical' },
  { name: 'element-usage', path: '/dictionary/elements/DTD.DV.004?tab=usage' },
  { name: 'element-history', path: '/dictionary/elements/DTD.DV.004?tab=history' },
  { name: 'entities', path: '/dictionary/entities' },
  { name: 'entity', path: '/dictionary/entities/party_member' },
  { name: 'code-lists', path: '/dictionary/code-lists' },
  { name: 'code-changes', path: '/dictionary/code-lists/XA/changes' },
  { name: 'crosswalks', path: '/dictionary/code-lists/GIOI_TINH/crosswalks' },
  { name: 'crosswalk', path: '/dictionary/code-lists/GIOI_TINH_HE_A/crosswalks/GIOI_TINH_HE_B' },
  { name: 'import-crosswalk', path: '/dictionary/code-lists/GIOI_TINH/import-crosswalk?to=DAN_TOC' },
  { name: 'recut', path: '/dictionary/code-lists/XA/recut' },
  { name: 'code-list', path: '/dictionary/code-lists/DEMO_XA?code=99231&on=2025-06-30' },
  { name: 'proposals', path: '/dictionary/proposals', as: 'vanphong' },
  { name: 'proposal', path: '/dictionary/proposals/7', as: 'vanphong' },
  {
    name: 'proposal-entries',
    path: '/dictionary/proposals/7?tab=entries',
    as: 'vanphong',
    act: async (page) => {
      await page.locator('summary').first().click();
      await page.waitForTimeout(500);
    },
  },
  { name: 'proposal-findings', path: '/dictionary/proposals/7?tab=findings', as: 'vanphong' },
  { name: 'proposal-rehearsal', path: '/dictionary/proposals/7?tab=rehearsal', as: 'vanphong' },
  { name: 'proposal-comments', path: '/dictionary/proposals/7?tab=comments', as: 'vanphong' },
  { name: 'proposal-clash', path: '/dictionary/proposals/8', as: 'tinh' },
  { name: 'editor', path: '/dictionary/proposals/8/element/DTD.DV.004', as: 'tinh' },
  { name: 'editor-technical', path: '/dictionary/proposals/8/element/DTD.DV.004?tab=technical', as: 'tinh' },
  { name: 'editor-list', path: '/dictionary/proposals/8/code-list/KHEN_THUONG', as: 'tinh' },
  { name: 'editor-entity', path: '/dictionary/proposals/8/entity/party_member', as: 'tinh' },
  {
    name: 'dictionary-import',
    path: '/dictionary/import',
    as: 'tinh',
    act: async (page) => {
      await page
        .locator('input[type=file]')
        .setInputFiles({ name: 'dan-cu.odcs.yaml', mimeType: 'text/yaml', buffer: Buffer.from('apiVersion: v3') });
      await page.waitForTimeout(900);
    },
  },
  { name: 'mappings', path: '/dictionary/mappings', as: 'vanphong' },
  { name: 'mapping-debt', path: '/dictionary/mappings?tab=debt', as: 'vanphong' },
  { name: 'mapping', path: '/dictionary/mappings/AX-XA-DV', as: 'tinh' },
  {
    name: 'mapping-trial',
    path: '/dictionary/mappings/AX-XA-DV',
    as: 'tinh',
    act: async (page) => {
      await mayDo(page);
      const rows = Buffer.from('Họ và tên,Ngày sinh');
      await page.locator('input[type=file]').setInputFiles({ name: 'mau.csv', mimeType: 'text/csv', buffer: rows });
      await page.getByRole('option').nth(1).click();
      await page.waitForTimeout(2500);
    },
  },
  { name: 'mapping-suggest', path: '/dictionary/mappings/AX-XA-DV', as: 'tinh', act: mayDo },
  { name: 'mapping-new', path: '/dictionary/mappings', as: 'tinh', act: newMapping },
  { name: 'overlay', path: '/dictionary/overlay' },
  { name: 'releases', path: '/dictionary/releases' },
  { name: 'release', path: '/dictionary/releases/2', act: granted },
  { name: 'bodies', path: '/bodies' },
  { name: 'body', path: '/bodies/99231' },
  { name: 'merge-choose', path: '/bodies/merge?from=99231&into=99215', as: 'vanphong' },
  {
    name: 'merge-impact',
    path: '/bodies/merge?from=99231&into=99215',
    as: 'vanphong',
    act: async (page) => {
      await press(/Xem những gì|See what|اعرض/)(page);
      await page.locator('summary').nth(3).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: 'merge-confirm',
    path: '/bodies/merge?from=99231&into=99215',
    as: 'vanphong',
    act: async (page) => {
      await press(/Xem những gì|See what|اعرض/)(page);
      await press(/Tiếp tục|Go on|متابعة/)(page);
    },
  },
  { name: 'merges', path: '/bodies/merges', as: 'vanphong' },
  { name: 'merge-stands', path: '/bodies/merges/0199aaaa-0000-7000-8000-000000000001', as: 'vanphong' },
  { name: 'merge-undone', path: '/bodies/merges/0199aaaa-0000-7000-8000-000000000002', as: 'vanphong' },
  { name: 'audit', path: '/audit' },
  { name: 'audit-entry', path: '/audit/0198c0de-0000-7000-8000-000000000001' },
  { name: 'catalogue', path: '/exchange/catalogue' },
  { name: 'catalogue-register', path: '/exchange/catalogue/dang-vien' },
  { name: 'evidence', path: '/exchange/evidence/0198c0de-0000-7000-8000-000000000001' },
  { name: 'governance', path: '/governance' },
  { name: 'terms', path: '/governance/registers/dang-vien' },
  { name: 'agreements', path: '/governance/agreements' },
  { name: 'agreement', path: '/governance/agreements/TT-01' },
  { name: 'agreement-lapsed', path: '/governance/agreements/TT-05', as: 'vanphong', act: granted },
  { name: 'agreement-acts', path: '/governance/agreements/TT-01', as: 'chuquan', act: granted },
  { name: 'agreement-class', path: '/governance/agreements/new', as: 'chuquan', act: granted },
  { name: 'requests', path: '/governance/requests' },
  ...(
    [
      ...(['YC-08:draft', 'YC-05:overdue', 'YC-09:registration', 'YC-07:asked-back'] as const),
      ...(['YC-03:granted', 'YC-04:refused', 'YC-06:appealed', 'YC-02:withdrawn'] as const),
    ] as const
  ).map((one): Look => {
    const [code, state] = one.split(':');
    return { name: `request-${String(state)}`, path: `/governance/requests/${String(code)}`, act: granted };
  }),
  ...[0, 1, 2, 3].map((step): Look => ({
    name: `request-form-${String(step + 1)}`,
    path: '/governance/requests/YC-08/edit',
    as: 'tinh',
    act: async (page) => {
      for (let n = 0; n < step; n += 1) await press(/^(Tiếp|Tiếp tục|Next|التالي)$/)(page);
    },
  })),
  { name: 'why', path: '/governance/why', act: press(/câu trả lời|answer|الجواب/) },
  { name: 'refused', path: '/bodies/99108' },
  { name: 'not-found', path: '/nowhere' },
  {
    name: 'palette',
    path: '/',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.waitForTimeout(400);
      await page.keyboard.type('ngay vao dang');
      await page.waitForTimeout(900);
    },
  },
  {
    name: 'keys',
    path: '/',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.waitForTimeout(500);
    },
  },
  { name: 'tour', path: '/', act: press(/Dẫn xem|Tour|الجولة/) },
  { name: 'gallery', path: '/dev/gallery' },
];
