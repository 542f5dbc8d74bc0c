/** A REST source: pages of JSON by link, offset or cursor; only what changed, by a parameter or by an ETag (RFC 9110 §8.8.3). */
import type { OutgoingRequest } from '../../../platform/http/outgoing.ts';
import { cellOf, later, type Cursor, type Reach, type SourceBatch, type SourceKind } from '../model.ts';
import { problems } from '../problems.ts';
import { offeredIn } from './offered-in.ts';
import { RestSettings } from './rest-settings.ts';

// Whoever pages for ever is broken: ten thousand pages are more than any register needs at once.
const MOST_PAGES = 10_000;

export const restKind: SourceKind<RestSettings> = {
  kind: 'rest',
  Settings: RestSettings,
  async describe(settings, reach) {
    const offered = settings.openapi === undefined ? [] : offeredIn(await readJson(settings.openapi, settings, reach));
    const first = await readPage(firstAddress(settings, undefined), settings, reach);
    return { columns: columnsOf(first?.items ?? []), offered };
  },
  read,
};

interface Page {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly whole: unknown;
  readonly headers: Headers;
}

async function* read(settings: RestSettings, reach: Reach, cursor: Cursor | undefined): AsyncGenerator<SourceBatch> {
  const pages = pagesOf(settings, reach, cursor);
  let since = cursor?.['since'];
  for await (const { page, single } of pages) {
    if (settings.since) since = latestOf(page.items, settings.since.field, since);
    const columns = reach.wanted.length > 0 ? reach.wanted : columnsOf(page.items);
    const rows = page.items.map((item) => columns.map((column) => cellOf(valueAt(item, column))));
    // An ETag speaks of one answer: of several pages the first says nothing about the others.
    const etag = single ? (page.headers.get('etag') ?? undefined) : undefined;
    yield { columns, rows, cursor: { ...(since !== undefined && { since }), ...(etag !== undefined && { etag }) } };
  }
}

async function* pagesOf(
  settings: RestSettings,
  reach: Reach,
  cursor: Cursor | undefined,
): AsyncGenerator<{ page: Page; single: boolean }> {
  const seen = new Set<string>();
  let address: string | undefined = firstAddress(settings, cursor);
  while (address !== undefined) {
    if (seen.size >= MOST_PAGES || seen.has(address)) throw problems.sourceUnreadable({ why: 'paging' });
    const etag = seen.size === 0 ? cursor?.['etag'] : undefined;
    seen.add(address);
    const page: Page | undefined = await readPage(address, settings, reach, etag);
    if (!page) return;
    address = nextAddress(new URL(address), page, settings);
    yield { page, single: seen.size === 1 && address === undefined };
  }
}

function latestOf(items: Page['items'], field: string, before: string | undefined): string | undefined {
  return items
    .map((item) => cellOf(valueAt(item, field)))
    .filter((mark) => mark !== '')
    .reduce((latest: string | undefined, mark) => later(latest, mark), before);
}

function firstAddress(settings: RestSettings, cursor: Cursor | undefined): string {
  const url = new URL(settings.base.replace(/\/$/, '') + settings.path);
  for (const [name, value] of Object.entries(settings.query ?? {})) url.searchParams.set(name, value);
  const { paging, since } = settings;
  if (paging?.by === 'offset') {
    url.searchParams.set(paging.offset, '0');
    url.searchParams.set(paging.limit, String(paging.size));
  }
  const mark = cursor?.['since'];
  if (since && mark !== undefined) url.searchParams.set(since.parameter, mark);
  return url.href;
}

function nextAddress(at: URL, page: Page, { paging }: RestSettings): string | undefined {
  if (paging?.by === 'link') return nextLink(at, page.headers.get('link'));
  if (paging?.by === 'offset') {
    if (page.items.length < paging.size) return undefined;
    at.searchParams.set(paging.offset, String(Number(at.searchParams.get(paging.offset)) + paging.size));
    return at.href;
  }
  if (paging?.by !== 'cursor') return undefined;
  const mark = cellOf(valueAt(page.whole, paging.at));
  if (mark === '') return undefined;
  at.searchParams.set(paging.parameter, mark);
  return at.href;
}

/** The secret goes along with every page, so the next one must be at the same origin. */
function nextLink(at: URL, header: string | null): string | undefined {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>([^,<]*)/g)) {
    if (!/;\s*rel="?(?:[^"]*\s)?next(?:\s[^"]*)?"?/i.test(parameters)) continue;
    const next = URL.canParse(target, at) ? new URL(target, at) : undefined;
    if (!next || next.origin !== at.origin) throw problems.sourceUnreadable({ why: 'paging' });
    return next.href;
  }
  return undefined;
}

async function readPage(
  address: string,
  settings: RestSettings,
  reach: Reach,
  etag?: string,
): Promise<Page | undefined> {
  const answer = await ask(address, settings, reach, etag === undefined ? {} : { 'if-none-match': etag });
  if (answer.status === 304) return undefined;
  const whole = await jsonOf(answer);
  const found = settings.items ? valueAt(whole, settings.items) : whole;
  if (!Array.isArray(found)) throw problems.sourceUnreadable({ why: 'items' });
  const items = found.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
  if (items.length < found.length) throw problems.sourceUnreadable({ why: 'items' });
  return { items, whole, headers: answer.headers };
}

const readJson = async (address: string, settings: RestSettings, reach: Reach) =>
  jsonOf(await ask(address, settings, reach));

async function ask(
  address: string,
  settings: RestSettings,
  reach: Reach,
  headers: Record<string, string> = {},
): Promise<Response> {
  const base = new URL(settings.base);
  // A description may stand elsewhere on the list; the secret is for the source itself.
  const signed = new URL(address).origin === base.origin ? accessOf(settings, reach) : {};
  const request: OutgoingRequest = {
    headers: { accept: 'application/json', ...signed, ...headers },
    signal: reach.signal,
  };
  const answer = await reach.out.send(address, request);
  if (answer.ok || answer.status === 304) return answer;
  await answer.body?.cancel();
  throw problems.farEndRefused({ status: answer.status });
}

async function jsonOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw problems.sourceUnreadable({ why: 'json' });
  }
}

function accessOf({ access }: RestSettings, { secret }: Reach): Record<string, string> {
  if (!access || access.by === 'none') return {};
  const value = secret(access.secret);
  if (access.by === 'bearer') return { authorization: `Bearer ${value}` };
  if (access.by === 'header') return { [access.name.toLowerCase()]: value };
  return { authorization: `Basic ${Buffer.from(`${access.user}:${value}`).toString('base64')}` };
}

/** `address.city` of `{ address: { city } }`; a name with dots of its own comes first. */
function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const own = value as Record<string, unknown>;
  if (Object.hasOwn(own, path)) return own[path];
  const [head = '', ...rest] = path.split('.');
  return rest.length === 0 || !Object.hasOwn(own, head) ? undefined : valueAt(own[head], rest.join('.'));
}

const columnsOf = (items: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(items.slice(0, 100).flatMap((item) => leavesOf(item))),
];

/** Names of what holds a value, with dots; a list is one value. */
function leavesOf(item: Readonly<Record<string, unknown>>, before = ''): string[] {
  return Object.entries(item).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && before.split('.').length < 4
      ? leavesOf(value as Record<string, unknown>, `${before}${name}.`)
      : [`${before}${name}`],
  );
}
