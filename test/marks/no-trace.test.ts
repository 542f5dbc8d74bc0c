/** What bears a mark of secrecy leaves no trace: not in tables, not in the write-ahead log, not in temporary files. */
import { readdirSync, readFileSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { receiveParcels } from '../../src/exchange/delivery/receive-parcels.ts';
import { raw } from '../../src/platform/db/sql.ts';
import { call, callRaw, ProblemError } from '../../src/platform/http/call.ts';
import { createKey } from '../../src/platform/identity/contract.ts';
import { checkFile, checkText, listIncidents } from '../../src/platform/marks/contract.ts';
import { spool } from '../../src/records/intake/spool.ts';
import { beginLoad } from '../../src/registers/contract.ts';
import { wholeNode, type WholeNode } from '../harness/whole-node.ts';

// Nothing else in a node's folder says this, whatever is packed or not.
const CANARY = 'kenhdo7f3a91c4';
const MARKED = `Hồ sơ TUYỆT MẬT ${CANARY}`;
const folder = mkdtempSync(join(tmpdir(), 'artery-no-trace-'));
const temporary = join(folder, 'tmp');
let node: WholeNode;
let restore: string | undefined;

beforeAll(async () => {
  mkdirSync(temporary);
  restore = process.env['TMPDIR'];
  process.env['TMPDIR'] = temporary;
  node = await wholeNode({ embedded: true, folder: join(folder, 'data'), withoutStory: true, still: true });
}, 120_000);
afterAll(async () => {
  if (restore === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = restore;
  await node[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Every file of the node's folder and of the temporary one that has these bytes, after what waits was written out. */
async function traces(text = CANARY): Promise<string[]> {
  await node.ledger.settled();
  await node.context.db.rows(raw('checkpoint'));
  const wanted = [Buffer.from(text), Buffer.from(text, 'utf16le')];
  return filesUnder(folder).filter((file) => {
    const bytes = readFileSync(file);
    return wanted.some((one) => bytes.includes(one));
  });
}

function filesUnder(place: string): string[] {
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const path = join(place, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() && statSync(path).size > 0 ? [path] : [];
  });
}

const refused = async (act: Promise<unknown>): Promise<string> => {
  const error = await act.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ProblemError);
  const { problem } = error as ProblemError;
  expect(JSON.stringify(problem)).not.toContain(CANARY);
  return problem.type;
};
const keyNamed = async (label: string) => call((await node.enter('xa')).send, createKey, { body: { label } });
const upload = async (content: string, fileName = 'a.csv') => {
  const xa = await node.enter('xa');
  return callRaw(xa.send, beginLoad, {
    params: { register: 'dang-vien' },
    query: { body: '99101', fileName },
    upload: { content, type: 'text/csv' },
  });
};

describe('a mark of secrecy', () => {
  it('in a text of a request', async () => {
    expect(await refused(keyNamed(MARKED))).toBe('/problems/marks/marked-secret');
    expect(await refused(keyNamed(`T.ố.i M.ậ.t ${CANARY}`))).toBe('/problems/marks/marked-secret');
    expect(await traces()).toEqual([]);
  });

  it('in a row of a list, far below its head, and in the name of a file', async () => {
    const rows = Array.from({ length: 400 }, (_, i) => `${String(i)},Nguyễn Văn Mật`).join('\n');
    expect(await refused(upload(`ma,ho ten\n${rows}\n401,${MARKED}`))).toBe('/problems/intake/marked-secret');
    expect(await refused(upload('ma,ho ten\n1,a', `${MARKED}.csv`))).toBe('/problems/intake/marked-secret');
    expect(await traces()).toEqual([]);
  });

  it('in an upload too large for the memory: what is spooled is not readable', async () => {
    const line = `1,${CANARY}\n`;
    const chunk = Buffer.from(line.repeat(200_000));
    async function* bytes() {
      for (let i = 0; i < 6; i += 1) yield await Promise.resolve(chunk);
    }
    await using kept = await spool(bytes(), 1e9);
    expect(kept.size).toBeGreaterThan(8 * 1024 * 1024);
    let read = 0;
    for await (const piece of kept.chunks()) {
      if (read === 0) expect(piece.toString('utf8', 0, line.length)).toBe(line);
      read += piece.length;
    }
    expect(read).toBe(kept.size);
    // The file has no name any more: it is found by the descriptors of this process.
    const open = readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        const path = join('/proc/self/fd', fd);
        return statSync(path).isFile() && statSync(path).size > 1_000_000 ? [readFileSync(path)] : [];
      } catch {
        return [];
      }
    });
    expect(open.some((content) => content.length >= 8 * 1024 * 1024)).toBe(true);
    expect(open.filter((content) => content.includes(CANARY))).toEqual([]);
  });

  it('in a parcel of another node: the sender is told, nothing is kept', async () => {
    const parcel = {
      id: 'p-1',
      kind: 'bodies.body',
      from: '97',
      to: '*',
      subject: 'body',
      payload: { names: { vi: MARKED } },
    };
    expect(await receiveParcels(node.context, [], { origin: 'node-x.artery', parcels: [parcel as never] })).toEqual([
      { id: 'p-1', refused: 'marked-secret' },
    ]);
    expect(await traces()).toEqual([]);
  });

  it('asked about beforehand: the answer says which form, and nothing is kept', async () => {
    const { send } = await node.enter('xa');
    expect(await call(send, checkText, { body: { text: MARKED } })).toMatchObject({
      marked: true,
      found: { rule: 'degree', degree: 'highest' },
    });
    expect(await call(send, checkText, { body: { text: 'Tôi mất giấy tờ' } })).toEqual({ marked: false, found: null });
    const file = { query: { name: 'a.csv' }, upload: { content: `a\n${MARKED}`, type: 'text/csv' } };
    expect(await call(send, checkFile, file)).toMatchObject({ marked: true, found: { part: 'text', row: 2 } });
    expect(await traces()).toEqual([]);
  });

  it('is an incident that compliance sees, without the text, and an entry of the audit trail', async () => {
    const { send } = await node.enter('tuanthu');
    const { items, count } = await call(send, listIncidents, {});
    expect(count).toBe(items.length);
    expect(items.map(({ way }) => way)).toEqual(
      expect.arrayContaining(['identity.createKey', 'registers.beginLoad', 'parcel/bodies.body']),
    );
    expect(JSON.stringify(items)).not.toContain(CANARY);
    const officer = await node.enter('xa');
    await expect(call(officer.send, listIncidents, {})).rejects.toMatchObject({ status: 403 });
    const entries = await node.context.db.rows<{ rule: string; allowed: boolean }>(
      raw(`select rule, allowed from platform.audit_entry where rule like '%marked-secret'`),
    );
    expect(entries.length).toBeGreaterThanOrEqual(4);
    expect(entries.every(({ allowed }) => !allowed)).toBe(true);
  });
});

it('twin: without the detector the same texts are found on the disk', async () => {
  const off = node.server as { marks: unknown };
  const on = off.marks;
  off.marks = undefined;
  try {
    await keyNamed(MARKED);
  } finally {
    off.marks = on;
  }
  expect((await traces()).length).toBeGreaterThan(0);
});
