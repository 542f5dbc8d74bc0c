/** Members of the commune of the federation's tests, loaded at their home as an officer's file would bring them. */
import { expect } from 'vitest';
import { findBody } from '../../src/bodies/index.ts';
import { system } from '../../src/platform/caller.ts';
import type { Context } from '../../src/platform/context.ts';
import { loadRows } from '../../src/records/index.ts';

const FIELDS = ['card_no', 'birth_name', 'birth_date', 'sex', 'branch', 'admission_date', 'member_status'];

/** Of a branch of 99108, each with its card number and name; every row is taken. */
export async function loadMembers(
  context: Context,
  members: readonly { readonly card: string; readonly name: string }[],
): Promise<void> {
  const body = (await findBody(context.db, '99108'))?.id ?? 0;
  async function* rows() {
    await Promise.resolve();
    yield members.map(({ card, name }, i) => ({
      number: i + 2,
      cells: [card, name, '1980-03-17', 'NU', '99108-A1', '2005-02-03', 'CHINH_THUC'],
    }));
  }
  const columns = FIELDS.map((field, column) => ({ column, header: field, field }));
  const done = await loadRows(context, { register: 'dang-vien', body, caller: system, columns, rows: rows() });
  expect(done.wrong).toBe(0);
}
