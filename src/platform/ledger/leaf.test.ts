import { expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { parseLeaf, printLeaf, recordsOf, screen } from './leaf.ts';
import type { AuditEntry } from './audit.ts';

const at = new Date('2026-10-01T02:00:00Z');
const made = { id: '0199a000-0000-7000-8000-000000000001', at, detailHash: null };
const print = (entry: AuditEntry) =>
  printLeaf({ ...entry, ...screen(entry).entry }, { ...made, records: recordsOf(entry) });

it.each([
  { counts: { rows: 3, api: 1, Zed: 2, added: 0 } },
  { purpose: 'transfer of membership', records: ['0199A000-0000-7000-8000-00000000000A'] },
  { subject: 'tiếng Việt "có dấu" \\ \u2028', rule: 'records/own-tree', body: 7 },
])('prints in its one spelling: %o', (more) => {
  const entry: AuditEntry = {
    action: 'records.read',
    actor: 'a1',
    body: null,
    subject: 'x',
    allowed: true,
    rule: 'r',
    ...more,
  };
  const text = print(entry);
  expect(text).toBe(canonicalJson(JSON.parse(text)));
  expect(parseLeaf(text).id).toBe(made.id);
});
