/** Writes all bodies with their history in the form that the import reads. */
import { stringify } from 'yaml';
import type { Db } from '../platform/db/db.ts';
import type { Format } from './authored.ts';
import { inForce, shiftDay, type Succession } from './model.ts';
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

type Entry = Readonly<Record<string, unknown>>;

function toEntries(bodies: readonly Existing[], all: readonly Existing[], successions: readonly Succession[]): Entry[] {
  const byId = new Map(all.map((body) => [body.id, body]));
  const bySuccessor = new Map<number, Succession[]>();
  for (const one of successions) bySuccessor.set(one.successor, [...(bySuccessor.get(one.successor) ?? []), one]);
  return bodies.map((body) => toEntry(body, byId, bySuccessor.get(body.id) ?? []));
}

const days = ({ from, to }: { from: string | null; to: string | null }): Entry => ({
  ...(from !== null && { from }),
  ...(to !== null && { to }),
});

function toEntry(body: Existing, byId: ReadonlyMap<number, Existing>, took: readonly Succession[]): Entry {
  const codeOf = (id: number) => byId.get(id)?.code ?? String(id);
  const parents = body.placements.map((placement) => ({ code: codeOf(placement.parent), ...days(placement) }));
  return {
    code: body.code,
    names: body.names,
    kind: body.kind,
    level: body.level,
    ...(parents.length > 0 && { parent: oneParent(body, byId) ?? parents }),
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

/** The code alone, when the body stood all its days under bearers of one code. */
function oneParent(body: Existing, byId: ReadonlyMap<number, Existing>): string | undefined {
  const [first, ...rest] = body.placements;
  const code = first && byId.get(first.parent)?.code;
  if (!first || !code || rest.some(({ parent }) => byId.get(parent)?.code !== code)) return undefined;
  const bearers = [...byId.values()].filter((bearer) => bearer.code === code);
  const inTurn = rest.every(({ from }, i) => from !== null && body.placements[i]?.to === shiftDay(from, -1));
  const firstBearer = bearers.find((bearer) => bearer.id === first.parent);
  const begins = first.from === body.from || (first.from !== null && firstBearer?.from === first.from);
  const lasts = (body.placements.at(-1)?.to ?? null) === body.to;
  // A bearer before the first placement would be taken as a parent too.
  const others = first.from === null ? [] : bearers.filter((bearer) => inForce(bearer, shiftDay(first.from ?? '', -1)));
  const foreseen = others.length === 0 || first.from === body.from;
  return inTurn && begins && lasts && foreseen ? code : undefined;
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
