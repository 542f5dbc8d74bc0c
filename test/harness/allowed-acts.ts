/**
 * Pages that say what whoever reads them may do (`allowed`), and each of their acts as it would be sent: with a mistake in
 * it that is found last, so that nothing is changed and everything before it has spoken. `once`: it has none; it is sent
 * only where the page says no.
 */
import type { Act } from '../../src/governance/contract.ts';
import { addressOf } from '../../src/platform/http/call.ts';
import type { AnyEndpoint } from '../../src/platform/http/endpoint.ts';
import type { HttpServer } from '../../src/platform/http/server.ts';

type Page = Readonly<Record<string, unknown>>;
interface Sent {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
  /** Another act of this name is sent to another operation. */
  readonly to?: string;
  /** Type of the problem that the mistake makes; absent: it has none and changes nothing. */
  readonly late?: string;
}
type Send = (page: Page) => Sent | 'once';

export interface PageOfActs {
  /** Operation that gives the page. */
  readonly page: string;
  /** Which pages: the items of a list, by what fills the brace. */
  readonly list: string;
  readonly brace: string;
  readonly key: string;
  readonly most: number;
  readonly acts: Readonly<Record<string, Send>>;
}

const agreement = ({ code }: Page) => ({ agreement: code });
const request = ({ code }: Page) => ({ request: code });
const noReason = { body: { allowed: false, reason: 'none-such', text: 'mẫu' }, late: 'governance/reason-unknown' };

export const pagesOfActs: readonly PageOfActs[] = [
  {
    ...{
      page: 'governance.getAgreement',
      list: '/api/governance/agreements',
      brace: 'agreement',
      key: 'code',
      most: 12,
    },
    acts: {
      'governance.changeAgreement': (page) => ({
        ...{ params: agreement(page), body: { state: 'suspended', consumer: 'none-such' } },
        late: 'bodies/body-not-found',
      }),
      'governance.renewAgreement': (page) => ({
        ...{ params: agreement(page), body: { to: '2000-01-01' }, late: 'governance/terms-unsound' },
      }),
      'governance.confirmSecurity': ({ code }) => ({
        ...{ body: { agreements: [code, 'none-such'] }, late: 'governance/agreement-not-found' },
      }),
      'governance.setCondition': (page) => ({
        ...{ params: agreement(page), body: { condition: 'none_such > 1' }, late: 'governance/condition-unsound' },
      }),
      'governance.setSubjects': (page) => ({ params: agreement(page), body: { subjects: page['subjects'] ?? null } }),
    },
  },
  {
    ...{ page: 'governance.getRequest', list: '/api/governance/requests', brace: 'request', key: 'code', most: 12 },
    acts: {
      'governance.rewriteRequest': () => 'once',
      'governance.withdrawRequest': () => 'once',
      'governance.appealRequest': () => 'once',
      'governance.decideContent': (page) => ({ params: request(page), ...noReason }),
      'governance.decideSecurity': (page) => ({ params: request(page), ...noReason }),
      'governance.askBack': () => 'once',
      'governance.decideAppeal': (page) => ({ params: request(page), ...noReason }),
    },
  },
];

/** What those acts are sent with where the page refuses them: nothing comes of it. */
const refusedBodies: Readonly<Record<string, (page: Page) => Sent>> = {
  'governance.withdrawRequest': (page) => ({ params: request(page), body: {} }),
  'governance.appealRequest': (page) => ({ params: request(page), body: { text: 'mẫu' } }),
  'governance.askBack': (page) => ({ params: request(page), body: { words: 'mẫu' } }),
};

export interface Walker {
  readonly server: HttpServer;
  readonly byName: ReadonlyMap<string, AnyEndpoint>;
  readonly headers: Readonly<Record<string, string>>;
}

async function ask({ server, headers }: Walker, method: string, url: string, sent: Sent = {}) {
  const all = { ...headers, ...(sent.ifMatch !== undefined && { 'if-match': sent.ifMatch }) };
  const answer = await server.fastify.inject({
    ...{ method: method as 'GET', url, headers: all },
    ...(sent.body !== undefined && { payload: sent.body as object }),
  });
  const body = answer.body === '' ? {} : (JSON.parse(answer.body) as Record<string, unknown>);
  return { status: answer.statusCode, body };
}

const typeOf = (body: Readonly<Record<string, unknown>>) => String(body['type'] ?? '').replace('/problems/', '');

/** How the page and the route differ, in words; how many acts were allowed and refused. */
export async function walk(walker: Walker, { page, list, brace, key, most, acts }: PageOfActs) {
  const found = { differs: [] as string[], allowed: 0, refused: 0 };
  const listed = await ask(walker, 'GET', list);
  const items = ((listed.body['items'] as Page[] | undefined) ?? []).slice(0, most);
  const reads = walker.byName.get(page) as AnyEndpoint;
  for (const item of items) {
    const { status, body } = await ask(walker, 'GET', addressOf(reads, { [brace]: item[key] }, undefined));
    if (status !== 200) continue;
    const said = body['allowed'] as Readonly<Record<string, Act>>;
    for (const [name, act] of Object.entries(said)) {
      const send = acts[name];
      if (!send) throw new Error(`${page} offers ${name}, and nobody said how it is sent`);
      const given = send(body);
      const sent = given === 'once' ? (act.allowed ? undefined : refusedBodies[name]?.(body)) : given;
      found[act.allowed ? 'allowed' : 'refused'] += 1;
      if (sent) found.differs.push(...(await compare(walker, { name, act, sent, of: String(item[key]) })));
    }
  }
  return found;
}

async function compare(
  walker: Walker,
  { name, act, sent, of }: { readonly name: string; readonly act: Act; readonly sent: Sent; readonly of: string },
): Promise<string[]> {
  const route = walker.byName.get(sent.to ?? name.split('#')[0] ?? '') as AnyEndpoint;
  const { status, body } = await ask(walker, route.method, addressOf(route, sent.params, sent.query), sent);
  const type = typeOf(body);
  const decision = body['decision'] as { rule?: string } | undefined;
  const said = `${name} of ${of}: the page says ${act.rule}, the route ${decision?.rule ?? (type || String(status))}`;
  if (act.allowed) return sent.late === undefined ? (status < 300 ? [] : [said]) : type === sent.late ? [] : [said];
  return type === act.rule || (type === 'platform/refused' && decision?.rule === act.rule) ? [] : [said];
}
