/** Writes all bodies with their history in the form that the import reads. */
import { stringify } from 'yaml';
import type { Db } from '../platform/db/db.ts';
import type { Format } from './authored.ts';
import type { Succession } from './model.ts';
import { placementsUnder } from './place-bodies.ts';
import type { Existing } from './planned.ts';
import { subtree } from './store/body.ts';
import { allForPlanning, allSuccessions } from './store/planning.ts';

export interface ExportBodies {
  readonly format?: Format;
  /** Id of a body: only its tree. */
  readonly under?: number;
}

/** The text, in the asked format (YAML when none is asked). */
export async function exportBodies(db: Db, { format = 'yaml', under }: ExportBodies = {}): Promise<string> {
  const [all, successions] = [await allForPlanning(db), await allSuccessions(db)];
  const wanted = under === undefined ? undefined : new Set(await subtree(db, under));
  const bodies = all.filter((body) => !wanted || wanted.has(body.id));
  const entries = toEntries(bodies, all, successions);
  if (format === 'json') return `${JSON.stringify(entries, null, 2)}\n`;
  return format === 'csv' ? toCsv(entries) : stringify(entries, { lineWidth: 0, defaultStringType: 'PLAIN' });
}

export type Entry = Readonly<Record<string, unknown>>;

interface Book {
  readonly byId: ReadonlyMap<number, Existing>;
  readonly byCode: ReadonlyMap<string, readonly Existing[]>;
  readonly bySuccessor: ReadonlyMap<number, readonly Succession[]>;
}

/** Bodies as the import reads them, each with what it took over. */
export function toEntries(
  bodies: readonly Existing[],
  all: readonly Existing[],
  successions: readonly Succession[],
): Entry[] {
  const book: Book = {
    byId: new Map(all.map((body) => [body.id, body])),
    byCode: Map.groupBy(all, (body) => body.code),
    bySuccessor: Map.groupBy(successions, (one) => one.successor),
  };
  return bodies.map((body) => toEntry(body, book));
}

const days = ({ from, to }: { from: string | null; to: string | null }): Entry => ({
  ...(from !== null && { from }),
  ...(to !== null && { to }),
});

function toEntry(body: Existing, book: Book): Entry {
  const codeOf = (id: number) => book.byId.get(id)?.code ?? String(id);
  const took = book.bySuccessor.get(body.id) ?? [];
  const parents = body.placements.map((placement) => ({ code: codeOf(placement.parent), ...days(placement) }));
  return {
    code: body.code,
    names: body.names,
    kind: body.kind,
    level: body.level,
    ...(parents.length > 0 && { parent: oneParent(body, book) ?? parents }),
    ...days(body),
    ...(body.ended !== null && { ended: body.ended }),
    ...(body.aliases.length > 0 && {
      aliases: body.aliases.map(({ alias, ...validity }) => ({ name: alias, ...days(validity) })),
    }),
    ...(Object.keys(body.attributes).length > 0 && { attributes: body.attributes }),
    ...(body.note !== null && { note: body.note }),
    ...(took.length > 0 && {
      successions: took.map(({ kind, day, predecessor, share }) => ({
        kind,
        from: [{ code: codeOf(predecessor), share }],
        day,
      })),
    }),
  };
}

/** The code alone, when reading it gives just the placements there are. */
function oneParent(body: Existing, { byId, byCode }: Book): string | undefined {
  const first = body.placements[0];
  const code = first && byId.get(first.parent)?.code;
  if (code === undefined) return undefined;
  const plain = ({ parent, from, to }: Existing['placements'][number]) => [parent, from, to];
  const read = placementsUnder(body, byCode.get(code) ?? []).map(plain);
  return JSON.stringify(read) === JSON.stringify(body.placements.map(plain)) ? code : undefined;
}

const columns = [
  'code',
  'kind',
  'level',
  'parent',
  'from',
  'to',
  'ended',
  'aliases',
  'attributes',
  'note',
  'successions',
];

function toCsv(entries: readonly Entry[]): string {
  const languages = [...new Set(entries.flatMap((entry) => Object.keys(entry['names'] as Entry)))];
  const header = ['code', ...languages.map((language) => `names.${language}`), ...columns.slice(1)];
  const lines = entries.map((entry) => {
    const flat: Entry = {
      ...entry,
      ...Object.fromEntries(languages.map((l) => [`names.${l}`, (entry['names'] as Entry)[l]])),
    };
    return header.map((column) => cell(flat[column])).join(',');
  });
  return `${[header.join(','), ...lines].join('\r\n')}\r\n`;
}

// RFC 4180 quoting. A cell that a spreadsheet would run as a formula gets an apostrophe, which the import takes away.
function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  const written = typeof value === 'string' ? value : JSON.stringify(value);
  const text = /^[=+\-@]/.test(written) ? `'${written}` : written;
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
