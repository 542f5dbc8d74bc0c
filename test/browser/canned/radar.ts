/** What the radar finds in a form of five facts. */
import type { RadarField, RadarReport } from '../../../src/registers/radar/contract-shapes.ts';
import { name, ok, type Teller } from './telling.ts';

const citation = name('Luật Dữ liệu, Điều 11 khoản 2 điểm b', 'Law on Data, art. 11(2)(b)');
const held = (field: string, vi: string, en: string, confidence: number): RadarField => ({
  ...asked(field),
  verdict: 'held',
  target: {
    register: 'dan-cu',
    registerNames: name('CSDL dân cư (giả lập)', 'Population register (simulator)'),
    element: 'DTD.CN.002',
    names: name(vi, en),
    citation,
    confidence,
    evidence: [
      { kind: 'name', strength: 0.97, theirs: vi },
      { kind: 'values', strength: 0.91, theirs: null },
    ],
  },
  drop: true,
});
function asked(field: string): RadarField {
  return {
    field,
    part: null,
    place: { file: 'phieu.csv', sheet: 'CSV', column: 0, letter: 'A', line: 1 },
    verdict: 'not-held',
    target: null,
    nearest: null,
    derivation: null,
    reason: null,
    quality: null,
    recode: [],
    drop: false,
  };
}

const fields: RadarField[] = [
  held('Họ và tên', 'Họ, chữ đệm và tên khai sinh', 'Birth name', 0.98),
  held('Ngày sinh', 'Ngày sinh', 'Date of birth', 0.96),
  { ...held('Số căn cước', 'Số định danh cá nhân', 'Personal ID', 0.99), drop: false },
  asked('Sở trường công tác'),
  asked('Nguyện vọng'),
];
const counts = { asked: 5, held: 3, derivable: 0, belowQuality: 0, notHeld: 2, skipped: 0, after: 3, score: 60 };
const report: RadarReport = {
  forms: [
    {
      form: 'phieu.csv',
      file: 'phieu.csv',
      body: null,
      titles: ['Phiếu thông tin'],
      counts,
      key: 'Số căn cước',
      keyMissing: null,
      fields,
      drop: fields.filter(({ drop }) => drop).map(({ field }) => field),
    },
  ],
  counts,
  bodies: [],
  citation,
  findings: [],
};

export const aboutRadar: Teller = (path, _query, method) => {
  if (path === '/api/registers/radar/examples')
    return ok({
      items: [
        { name: 'phieu', names: name('Phiếu của một xã', 'A commune’s form'), fileName: 'phieu.csv', collects: null },
      ],
    });
  return path === '/api/registers/radar' && method === 'POST' ? ok(report) : undefined;
};
