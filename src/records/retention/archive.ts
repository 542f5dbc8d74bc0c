/**
 * An archive that can be read without any node: the rows of a disposal in all their versions, as CSV and as lines of JSON,
 * with the plan that says what each field means and a checksum of each file, in one zip.
 */
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import Type, { type Static } from 'typebox';
import { Value } from 'typebox/value';
import {
  changeDisposal,
  disposalItems,
  getDisposal,
  listBases,
  takeDisposal,
  type Disposal,
} from '../../governance/index.ts';
import type { Context } from '../../platform/context.ts';
import { guardText } from '../export/write-csv.ts';
import { writeZip, type ZipEntry } from '../export/write-zip.ts';
import { openZip } from '../intake/zip.ts';
import { openRegister } from '../open-register.ts';
import { openRecords } from '../sealed-fields.ts';
import { problems } from '../problems.ts';
import { selectArchived } from '../store/archived.ts';

export const Manifest = Type.Object({
  v: Type.Literal(1),
  disposal: Type.String(),
  register: Type.String(),
  release: Type.Integer(),
  term: Type.Record(Type.String(), Type.Unknown()),
  basis: Type.Object({ code: Type.String(), citation: Type.Union([Type.String(), Type.Null()]) }),
  records: Type.Integer(),
  versions: Type.Integer(),
  columns: Type.Array(Type.String()),
  /** SHA-256 and bytes of each file beside this one. */
  files: Type.Array(Type.Object({ name: Type.String(), sha256: Type.String(), bytes: Type.Integer() })),
});
export type Manifest = Static<typeof Manifest>;

export const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');

const cell = (value: unknown): string => {
  const text =
    value === null || value === undefined
      ? ''
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value as string);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : guardText(text);
};

/** The same rows give the same bytes. @throws governance/disposal-not-found, records/no-archive */
export async function archiveOf(context: Pick<Context, 'db' | 'dataKeys'>, id: string): Promise<Buffer> {
  const { db } = context;
  const disposal = await getDisposal(db, id);
  if (disposal.what !== 'records' || !['approved', 'marked'].includes(disposal.state))
    throw problems.noArchive({ disposal: id, state: disposal.state });
  return buildArchive(context, disposal);
}

async function buildArchive(context: Pick<Context, 'db' | 'dataKeys'>, disposal: Disposal): Promise<Buffer> {
  const { db } = context;
  const { entity, release, plan } = await openRegister(db, disposal.register);
  const items = await disposalItems(db, disposal.id);
  const stored = await selectArchived(db, entity, items);
  const sealed = stored.map((values) => ({ record: String(values['record_id']), values }));
  // An archive is read without any node, so without any key: what was stored sealed stands open in it.
  const rows = (await openRecords(context, db, { register: disposal.register, entity }, sealed)).map(
    ({ values }) => values,
  );
  const columns = ['record_id', 'version', ...entity.fields.map(({ name }) => name)];
  const csv = [columns.join(','), ...rows.map((row) => columns.map((name) => cell(row[name])).join(','))].join('\r\n');
  const lists = new Set(entity.fields.flatMap(({ codeList }) => codeList?.list ?? []));
  const files = [
    { name: 'rows.csv', content: `\uFEFF${csv}\r\n` },
    { name: 'rows.ndjson', content: rows.map((row) => `${JSON.stringify(row)}\n`).join('') },
    {
      name: 'plan.json',
      content: JSON.stringify({ entity, codeLists: plan.codeLists.filter(({ code }) => lists.has(code)) }, null, 2),
    },
  ];
  const basis = (await listBases(db)).find(({ code }) => code === disposal.basis);
  const manifest: Manifest = {
    ...{ v: 1, disposal: disposal.id, register: disposal.register, release, term: { ...disposal.term } },
    basis: { code: disposal.basis, citation: basis?.citation ?? null },
    ...{ records: items.length, versions: rows.length, columns },
    files: files.map(({ name, content }) => ({ name, sha256: sha256(content), bytes: Buffer.byteLength(content) })),
  };
  return buffer(writeZip(entriesOf([{ name: 'manifest.json', content: JSON.stringify(manifest, null, 2) }, ...files])));
}

async function* entriesOf(files: readonly { name: string; content: string }[]): AsyncGenerator<ZipEntry> {
  for (const { name, content } of files) {
    await Promise.resolve();
    yield { name, content: once(content) };
  }
}
async function* once(content: string) {
  await Promise.resolve();
  yield content;
}

/**
 * Says that the archive is kept somewhere: only then the rows go. Held against the rows as they are now.
 * @throws records/no-archive, records/archive-differs
 */
export async function keepArchive(
  context: Context,
  { id, hash, place }: { readonly id: string; readonly hash: string; readonly place: string },
  by: { readonly account: string; readonly body: number | null; readonly rule: string },
): Promise<void> {
  const bytes = await archiveOf(context, id);
  if (sha256(bytes) !== hash) throw problems.archiveDiffers({ disposal: id });
  await context.db.transaction(async (tx) => {
    await takeDisposal(tx, id, 'marked');
    const at = context.clock.now().toISOString();
    await changeDisposal(tx, id, { archive: { sha256: hash, bytes: bytes.length, place, account: by.account, at } });
    await context.audit.record(tx, {
      ...{ action: 'records.keep-archive', actor: by.account, body: by.body, subject: `disposal/${id}`, allowed: true },
      ...{ rule: by.rule, detail: { sha256: hash, place }, protectedFor: `disposal/${id}` },
    });
  });
}

/** Whether what was kept is what would be destroyed now. */
export async function isKept(context: Context, disposal: Disposal): Promise<boolean> {
  const kept = disposal.archive?.['sha256'];
  return kept !== undefined && kept === sha256(await archiveOf(context, disposal.id));
}

export interface OpenedArchive {
  readonly manifest: Manifest;
  /** The first file whose bytes are not those of the manifest; undefined when all are. */
  readonly damaged: string | undefined;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

/** Opens an archive anywhere. Undefined when it is none. */
export async function openArchive(bytes: Buffer): Promise<OpenedArchive | undefined> {
  try {
    const zip = await openZip(bytes);
    // Bytes, not text: a byte order mark counts.
    const read = async (name: string) => buffer(await zip.open(name));
    const manifest: unknown = JSON.parse((await read('manifest.json')).toString());
    if (!Value.Check(Manifest, manifest)) return undefined;
    let damaged: string | undefined;
    for (const file of manifest.files) if (sha256(await read(file.name)) !== file.sha256) damaged ??= file.name;
    const lines = (await read('rows.ndjson'))
      .toString()
      .split('\n')
      .filter((line) => line !== '');
    return { manifest, damaged, rows: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
  } catch {
    return undefined;
  }
}
