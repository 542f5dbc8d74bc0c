/** One authored entry → a body or an account, with findings for everything that does not fit. Pure. */
import type {
  AuthoredAccount,
  AuthoredBody,
  AuthoredSuccession,
  Finding,
  Place,
  ReadDay,
  Validity,
} from './authored.ts';
import { endings, posts, successionKinds, type Ending, type SuccessionKind } from './model.ts';

export interface Entry {
  readonly value: unknown;
  readonly at: Place;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads fields of one entry and remembers what was wrong with them. */
class Reader {
  private readonly fields: Fields;
  private readonly entry: { readonly at: Place; readonly code: string | null };
  private readonly readDay: ReadDay;
  private readonly findings: Finding[];
  constructor(fields: Fields, entry: { at: Place; code: string | null }, readDay: ReadDay, findings: Finding[]) {
    this.fields = fields;
    this.entry = entry;
    this.readDay = readDay;
    this.findings = findings;
  }
  find(rule: string, values: Fields = {}, severity: Finding['severity'] = 'error'): void {
    this.findings.push({ severity, rule, code: this.entry.code, values, ...this.entry.at });
  }
  text(name: string): string {
    const value = asText(this.fields[name]);
    if (value === undefined) this.find('missing', { field: name });
    return value ?? '';
  }
  day(value: unknown, field: string): string | null {
    if (value === undefined || value === null || value === '') return null;
    const day = typeof value === 'string' ? this.readDay(value) : undefined;
    if (day === undefined) this.find('not-a-day', { field, value: String(value) });
    return day ?? null;
  }
  validity(fields: Fields): Validity {
    const validity = { from: this.day(fields['from'], 'from'), to: this.day(fields['to'], 'to') };
    if (validity.from !== null && validity.to !== null && validity.to < validity.from) {
      this.find('ends-before-it-begins', { ...validity });
    }
    return validity;
  }
  oneOf<T extends string>(value: unknown, allowed: readonly T[], field: string): T | null {
    if (value === undefined || value === null || value === '') return null;
    if (allowed.includes(value as T)) return value as T;
    this.find('not-one-of', { field, value: String(value), allowed: allowed.join(', ') });
    return null;
  }
  names(): Record<string, string> {
    const value = this.fields['names'];
    const names = isMap(value)
      ? Object.fromEntries(
          Object.entries(value).flatMap(([k, v]) => (typeof v === 'string' && v !== '' ? [[k, v]] : [])),
        )
      : {};
    if (Object.keys(names).length === 0) this.find('missing', { field: 'names' });
    return names;
  }
  strangers(known: ReadonlySet<string>): void {
    for (const field of Object.keys(this.fields)) {
      if (!known.has(field)) this.find('unknown-field', { field }, 'warning');
    }
  }
}

const isMap = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const asText = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

const asList = (value: unknown): readonly unknown[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
};

const bodyFields = new Set('code names kind level parent from to ended aliases attributes note successions'.split(' '));

export function readBody(entry: Entry, readDay: ReadDay, findings: Finding[]): AuthoredBody | undefined {
  if (!isMap(entry.value)) {
    findings.push({ severity: 'error', rule: 'not-an-entry', code: null, values: {}, ...entry.at });
    return undefined;
  }
  const fields = entry.value;
  const before = findings.filter((finding) => finding.severity === 'error').length;
  const reader = new Reader(fields, { at: entry.at, code: asText(fields['code']) ?? null }, readDay, findings);
  reader.strangers(bodyFields);
  const validity = reader.validity(fields);
  const ended = reader.oneOf<Ending>(fields['ended'], endings, 'ended');
  if (ended !== null && validity.to === null) reader.find('ended-without-last-day', { ended });
  const body: AuthoredBody = {
    code: reader.text('code'),
    names: reader.names(),
    kind: reader.text('kind'),
    level: reader.text('level'),
    parents: asList(fields['parent']).flatMap((parent) => readParent(parent, reader)),
    ...validity,
    ended,
    aliases: asList(fields['aliases']).flatMap((alias) => readAlias(alias, reader)),
    attributes: isMap(fields['attributes']) ? fields['attributes'] : {},
    note: asText(fields['note']) ?? null,
    successions: asList(fields['successions']).flatMap((succession) => readSuccession(succession, reader)),
    at: entry.at,
  };
  const after = findings.filter((finding) => finding.severity === 'error').length;
  return after === before ? body : undefined;
}

function readParent(value: unknown, reader: Reader): AuthoredBody['parents'] {
  const code = asText(isMap(value) ? value['code'] : value);
  if (code === undefined) {
    reader.find('missing', { field: 'parent.code' });
    return [];
  }
  return [{ code, ...(isMap(value) ? reader.validity(value) : { from: null, to: null }) }];
}

function readAlias(value: unknown, reader: Reader): AuthoredBody['aliases'] {
  const alias = asText(isMap(value) ? (value['name'] ?? value['code']) : value);
  if (alias === undefined) {
    reader.find('missing', { field: 'aliases.name' });
    return [];
  }
  return [{ alias, ...(isMap(value) ? reader.validity(value) : { from: null, to: null }) }];
}

function readSuccession(value: unknown, reader: Reader): AuthoredSuccession[] {
  if (!isMap(value)) {
    reader.find('missing', { field: 'successions.kind' });
    return [];
  }
  const kind = reader.oneOf<SuccessionKind>(value['kind'], successionKinds, 'successions.kind');
  const day = reader.day(value['day'], 'successions.day');
  if (kind === null || day === null) {
    reader.find('missing', { field: kind === null ? 'successions.kind' : 'successions.day' });
    return [];
  }
  const shareOf = (own: unknown): number => readShare(own ?? value['share'], kind, reader);
  const from = asList(value['from']).flatMap((item) => {
    const code = asText(isMap(item) ? item['code'] : item);
    return code === undefined ? [] : [{ code, share: shareOf(isMap(item) ? item['share'] : undefined) }];
  });
  if (from.length === 0) reader.find('missing', { field: 'successions.from' });
  return [{ kind, day, from, to: asList(value['to']).flatMap((item) => asText(item) ?? []) }];
}

function readShare(value: unknown, kind: SuccessionKind, reader: Reader): number {
  if (value === undefined || value === null) {
    if (kind === 'part' || kind === 'split') reader.find('share-missing', { kind });
    return 1;
  }
  const share = Number(value);
  if (share > 0 && share <= 1) return share;
  reader.find('share-wrong', { share: String(value) });
  return 1;
}

export function readAccount(entry: Entry, readDay: ReadDay, findings: Finding[]): AuthoredAccount | undefined {
  if (!isMap(entry.value)) {
    findings.push({ severity: 'error', rule: 'not-an-entry', code: null, values: {}, ...entry.at });
    return undefined;
  }
  const fields = entry.value;
  const before = findings.length;
  const reader = new Reader(fields, { at: entry.at, code: asText(fields['body']) ?? null }, readDay, findings);
  const held = asList(fields['posts']).map(String);
  for (const post of held) reader.oneOf(post, posts, 'posts');
  // An empty list is said on purpose: somebody whom data describe, and who holds no post.
  if (held.length === 0 && !Array.isArray(fields['posts'])) reader.find('missing', { field: 'posts' });
  if (held.includes('compliance') && held.length > 1) reader.find('posts-exclude', { posts: held.join(', ') });
  const account: AuthoredAccount = {
    account: reader.text('account'),
    name: isMap(fields['name']) ? (fields['name'] as Record<string, string>) : reader.text('name'),
    body: reader.text('body'),
    posts: held,
    demo: fields['demo'] === true,
    kind: reader.oneOf(fields['kind'], ['person', 'machine'] as const, 'kind') ?? 'person',
    ...reader.validity(fields),
    at: entry.at,
  };
  return findings.length === before ? account : undefined;
}
