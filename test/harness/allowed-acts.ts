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
  /** A file is sent, with this kind. */
  readonly kind?: string;
  /** Type of the problem that the mistake makes; absent: it has none and changes nothing. */
  readonly late?: string;
  /** Where the page refuses: what the route may say instead, to whom the thing is not there. */
  readonly also?: readonly string[];
}
type Send = (page: Page, own: string) => Sent | 'once';

export interface PageOfActs {
  /** Operation that gives the page. */
  readonly page: string;
  /** Which pages: the items of a list, by what fills the brace. */
  readonly list: string;
  readonly brace: string;
  readonly key: string;
  readonly most: number;
  /** Member of the list's answer; default `items`. */
  readonly member?: string;
  /** On the first day of the trial there is none of which anything is allowed. */
  readonly quiet?: true;
  /** Braces that are the same for all, and what is asked besides. */
  readonly fixed?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly acts: Readonly<Record<string, Send>>;
}

const agreement = ({ code }: Page) => ({ agreement: code });
const request = ({ code }: Page) => ({ request: code });
const inRegister = ({ entry }: Page) => ({ register: (entry as Page)['register'] });
const consultation = (page: Page) => (page['consultation'] as Page)['code'];
const stale = { ifMatch: '"0"', late: 'platform/precondition-failed' } as const;
const noDefect = { also: ['quality/no-such-defect'] } as const;
const assigned = (register: unknown, role: string): Sent => ({
  ...{ body: { register, role, body: '98', from: '2000-01-01' }, late: 'governance/day-past' },
});
const anyPlan = {
  ...{ names: { vi: 'mẫu' }, objective: null, phase: null, lead: 'none-such', cooperating: [], due: '2027-01-01' },
  ...{ product: null, budget: null, indicator: null, dependsOn: [], aliases: [] },
};
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
  {
    ...{ page: 'governance.getRegister', list: '/api/governance/registers', brace: 'register', key: 'name', most: 9 },
    acts: {
      'governance.publishRegister': ({ name }) => ({ params: { register: name } }),
      'governance.assignResponsibility#owner': ({ name }) => assigned(name, 'owner'),
      'governance.assignResponsibility#steward': ({ name }) => assigned(name, 'steward'),
      'governance.reviewResponsibilities': () => 'once',
    },
  },
  {
    ...{ page: 'exchange.getCatalogueEntry', list: '/api/catalogue', brace: 'register', key: 'register', most: 9 },
    acts: {
      'records.createRecord': (page, own) => ({
        ...{ params: inRegister(page), body: { body: own, values: { none_such: 1 } }, late: 'records/unknown-field' },
      }),
      'registers.beginLoad': (page, own) => ({
        ...{ params: inRegister(page), query: { body: own, fileName: 'mau.csv' }, kind: 'application/octet-stream' },
        ...{ body: Buffer.from('%PDF-1.7'), late: 'intake/unsupported-kind' },
      }),
    },
  },
  ...['dang-vien', 'can-bo'].map((register): PageOfActs => ({
    ...{
      page: 'records.getRecord',
      list: `/api/registers/${register}/records?limit=3`,
      brace: 'record',
      key: 'record',
    },
    ...{ most: 3, fixed: { register }, query: { allowed: true } },
    acts: {
      'records.editRecord': ({ record }) => ({
        ...{ params: { register, record }, body: { values: {} }, ...stale, also: ['records/key-field-unknown'] },
      }),
      'records.endRecord': ({ record }) => ({ params: { register, record }, ...stale }),
      'records.listHistory': ({ record }) => ({ params: { register, record } }),
      'registers.listCorrections': () => ({ query: { register } }),
      'registers.proposeCorrection': ({ record }) => ({
        body: { register, record, field: 'none_such', value: 'x', evidence: 'mẫu' },
        late: 'registers/no-such-field',
      }),
    },
  })),
  {
    ...{ page: 'quality.getDefect', list: '/api/defects?state=all', brace: 'defect', key: 'id', most: 12 },
    acts: {
      'quality.mendDefects': ({ id }) => ({ body: { defects: [id], act: { act: 'claim' } }, ...noDefect }),
      'quality.mendDefects#outcome': () => 'once',
      'quality.contestDefect': () => 'once',
      'quality.answerContest': () => 'once',
    },
  },
  {
    ...{ page: 'registers.getCorrection', list: '/api/corrections', brace: 'correction', key: 'id', most: 12 },
    quiet: true,
    acts: {
      'registers.settleCorrection': ({ id }) => ({
        ...{ params: { correction: id }, body: { outcome: 'undecided' }, late: 'registers/reason-missing' },
        also: ['registers/no-such-correction', 'registers/reason-missing'],
      }),
      'registers.undoSettlement': () => 'once',
      'registers.withdrawCorrection': () => 'once',
      'registers.sendCorrection': () => 'once',
      'registers.acknowledgeCorrection': () => 'once',
      'registers.addEvidence': () => 'once',
    },
  },
  {
    ...{
      page: 'governance.getBreach',
      list: '/api/governance/privacy',
      member: 'breaches',
      brace: 'breach',
      key: 'code',
    },
    ...{ most: 5, quiet: true },
    acts: {
      'governance.stepBreach': ({ code }) => ({
        ...{ params: { breach: code }, body: { step: 'note', words: 'mẫu', registers: ['none-such'] } },
        ...{ late: 'governance/privacy-unknown', also: ['governance/privacy-unknown'] },
      }),
    },
  },
  {
    ...{ page: 'exchange.getSubjectRequest', list: '/api/subject-requests', brace: 'request', key: 'id', most: 8 },
    acts: {
      'exchange.answerSubjectRequest': ({ id }) => ({
        ...{ params: { request: id }, body: { act: 'refuse', ground: 'none-such', words: 'không có' } },
        ...{ late: 'governance/subject-ground-unknown', also: ['governance/subject-request-not-found'] },
      }),
      'exchange.withdrawOwnRequest': () => 'once',
    },
  },
  {
    ...{ page: 'strategy.getTask', list: '/api/strategy/tasks', brace: 'task', key: 'code', most: 6 },
    acts: {
      'strategy.changeTask': (page) => ({
        ...{ params: { task: (page['task'] as Page)['code'] }, body: { progress: 5 }, ...stale },
      }),
      'strategy.planTask': (page) => ({
        ...{ params: { task: (page['task'] as Page)['code'] }, body: anyPlan, ...stale },
      }),
      'strategy.cascadeTask': (page) => ({
        ...{ params: { task: (page['task'] as Page)['code'] }, body: { leads: ['none-such'] } },
        late: 'strategy/plan-refused',
      }),
    },
  },
  {
    ...{ page: 'strategy.getConsultation', list: '/api/strategy/consultations', brace: 'consultation', key: 'code' },
    most: 3,
    acts: {
      'strategy.disposeComment': (page) => ({
        ...{ params: { consultation: consultation(page), comment: 999_999 }, ifMatch: '"1"' },
        ...{ body: { disposition: 'accepted' }, late: 'strategy/comment-not-found' },
      }),
      'strategy.answerConsultation': (page) => ({
        ...{ params: { consultation: consultation(page) }, body: { answer: 'disagree', comments: [] } },
        late: 'strategy/answer-mismatch',
      }),
    },
  },
];

/** What those acts are sent with where the page refuses them: nothing comes of it. */
const refusedBodies: Readonly<Record<string, (page: Page) => Sent>> = {
  'governance.withdrawRequest': (page) => ({ params: request(page), body: {} }),
  'governance.appealRequest': (page) => ({ params: request(page), body: { text: 'mẫu' } }),
  'governance.askBack': (page) => ({ params: request(page), body: { words: 'mẫu' } }),
  'governance.reviewResponsibilities': ({ name }) => ({ params: { register: name } }),
  'quality.mendDefects#outcome': ({ id }) => ({
    ...{ body: { defects: [id], act: { act: 'outcome', outcome: 'undecided', words: 'mẫu' } }, ...noDefect },
  }),
  'quality.contestDefect': ({ id }) => ({ params: { defect: id }, body: { words: 'mẫu' }, ...noDefect }),
  'quality.answerContest': ({ id }) => ({ params: { defect: id }, body: { upheld: true, answer: 'mẫu' }, ...noDefect }),
  ...Object.fromEntries(
    ['undoSettlement', 'withdrawCorrection', 'sendCorrection', 'acknowledgeCorrection'].map((verb) => [
      `registers.${verb}`,
      ({ id }: Page): Sent => ({
        params: { correction: id },
        ...(verb === 'withdrawCorrection' && { body: {} }),
        also: ['registers/no-such-correction'],
      }),
    ]),
  ),
  'registers.addEvidence': ({ id }) => ({
    ...{
      params: { correction: id },
      query: { fileName: 'mau.pdf' },
      kind: 'application/pdf',
      body: Buffer.from('%PDF'),
    },
    also: ['registers/no-such-correction'],
  }),
  'exchange.withdrawOwnRequest': ({ id }) => ({
    ...{ params: { request: id }, also: ['exchange/not-linked-to-person'] },
  }),
};

export interface Walker {
  readonly server: HttpServer;
  readonly byName: ReadonlyMap<string, AnyEndpoint>;
  readonly headers: Readonly<Record<string, string>>;
  /** Code of the asker's body. */
  readonly own: string;
}

async function ask({ server, headers }: Walker, method: string, url: string, sent: Sent = {}) {
  const all = {
    ...headers,
    ...(sent.ifMatch !== undefined && { 'if-match': sent.ifMatch }),
    ...(sent.kind !== undefined && { 'content-type': sent.kind }),
  };
  const answer = await server.fastify.inject({
    ...{ method: method as 'GET', url, headers: all },
    ...(sent.body !== undefined && { payload: sent.body as object }),
  });
  const body = answer.body === '' ? {} : (JSON.parse(answer.body) as Record<string, unknown>);
  return { status: answer.statusCode, body };
}

const typeOf = (body: Readonly<Record<string, unknown>>) => String(body['type'] ?? '').replace('/problems/', '');

/** How the page and the route differ, in words; how many acts were allowed and refused. */
export async function walk(walker: Walker, pageOfActs: PageOfActs) {
  const { page, list, brace, key, most, acts, member = 'items', fixed = {}, query } = pageOfActs;
  const found = { differs: [] as string[], allowed: 0, refused: 0 };
  const listed = await ask(walker, 'GET', list);
  const items = ((listed.body[member] as Page[] | undefined) ?? []).slice(0, most);
  const reads = walker.byName.get(page) as AnyEndpoint;
  for (const item of items) {
    const { status, body } = await ask(walker, 'GET', addressOf(reads, { ...fixed, [brace]: item[key] }, query));
    if (status !== 200) continue;
    const said = body['allowed'] as Readonly<Record<string, Act>>;
    for (const [name, act] of Object.entries(said)) {
      const send = acts[name];
      if (!send) throw new Error(`${page} offers ${name}, and nobody said how it is sent`);
      const given = send(body, walker.own);
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
  if (sent.also?.includes(type)) return [];
  return type === act.rule || (type === 'platform/refused' && decision?.rule === act.rule) ? [] : [said];
}
