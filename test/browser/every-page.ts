/** Every page there is, in one language: nothing axe objects to, no error, nothing asked of another host. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listBodies } from '../../src/bodies/index.ts';
import { insertOrder } from '../../src/governance/index.ts';
import { openStage, type Language, type Person, type Stage } from './stage.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MEMBERS = '/registers/dang-vien';

/** Who looks at a page, and what its address is filled with; the leader when nobody is named. */
const visits: readonly (readonly [route: string, address?: string, who?: string])[] = [
  ['/'],
  ['/search', '/search?q=ngay'],
  ['/work', '/work', 'xa'],
  ['/work/approvals', '/work/approvals', 'lanhdao'],
  ['/work/approvals/$approval', '/work/approvals/{approval}', 'lanhdao'],
  ['/work/load', '/work/load', 'xa'],
  ['/work/last-result', '/work/last-result', 'xa'],
  ['/strategy'],
  ['/strategy/tasks'],
  ['/strategy/tasks/$task', '/strategy/tasks/NV-11'],
  ['/strategy/tasks/$task/plan', '/strategy/tasks/NV-12/plan', 'vanphong'],
  ['/strategy/new-task', '/strategy/new-task', 'tinh'],
  ['/strategy/import-tasks', '/strategy/import-tasks', 'vanphong'],
  ['/strategy/objectives/$objective', '/strategy/objectives/MT-1'],
  ['/strategy/indicators'],
  ['/strategy/indicators/$indicator', '/strategy/indicators/verified-members'],
  ['/strategy/documents'],
  ['/strategy/documents/$document', '/strategy/documents/strategy'],
  ['/strategy/consultations'],
  ['/strategy/consultations/$consultation', '/strategy/consultations/LYK-01', 'vanphong'],
  ['/architecture', '/architecture', 'vanphong'],
  ['/architecture/flows', '/architecture/flows', 'vanphong'],
  ['/architecture/systems/$system', '/architecture/systems/{system}', 'vanphong'],
  ['/architecture/datasets/$dataset', '/architecture/datasets/{dataset}', 'vanphong'],
  ['/governance', '/governance', 'vanphong'],
  ['/governance/registers/$register', '/governance/registers/dang-vien', 'chuquan'],
  ['/governance/agreements', '/governance/agreements', 'chuquan'],
  ['/governance/agreements/new', '/governance/agreements/new', 'chuquan'],
  ['/governance/agreements/$agreement', '/governance/agreements/TT-01', 'chuquan'],
  ['/governance/requests', '/governance/requests', 'chuquan'],
  ['/governance/requests/new', '/governance/requests/new?register=dang-vien', 'tinh'],
  ['/governance/requests/$request', '/governance/requests/YC-05', 'chuquan'],
  ['/governance/requests/$request/edit', '/governance/requests/YC-08/edit', 'xa'],
  ['/window', '/window', 'tinh'],
  ['/governance/consents', '/governance/consents', 'vanphong'],
  ['/governance/subject-requests', '/governance/subject-requests', 'tinh'],
  ['/governance/subject-requests/new', '/governance/subject-requests/new', 'tinh'],
  ['/governance/subject-requests/$request', '/governance/subject-requests/{subjectRequest}', 'tinh'],
  ['/governance/purposes', '/governance/purposes', 'chuquan'],
  ['/governance/privacy', '/governance/privacy', 'vanphong'],
  ['/governance/privacy/breaches/$breach', '/governance/privacy/breaches/SC-DT-01', 'vanphong'],
  ['/governance/privacy/assessments/$assessment', '/governance/privacy/assessments/DG-DT-01', 'vanphong'],
  ['/governance/privacy/transfers/$transfer', '/governance/privacy/transfers/CG-DT-01', 'vanphong'],
  ['/governance/privacy/risks/$risk', '/governance/privacy/risks/RR-DT-01', 'vanphong'],
  ['/governance/matrix', '/governance/matrix', 'vanphong'],
  ['/governance/gaps', '/governance/gaps', 'vanphong'],
  ['/governance/break-glass', '/governance/break-glass', 'tinh'],
  ['/governance/break-glass/$right', '/governance/break-glass/{right}', 'vanphong'],
  ['/governance/delegations', '/governance/delegations', 'lanhdao'],
  ['/governance/labels', '/governance/labels', 'vanphong'],
  ['/governance/labels/$register', '/governance/labels/dang-vien', 'vanphong'],
  ['/governance/marks', '/governance/marks', 'tuanthu'],
  ['/governance/lifecycle', '/governance/lifecycle', 'chuquan'],
  ['/governance/lifecycle/due', '/governance/lifecycle/due', 'vanphong'],
  ['/governance/lifecycle/holds', '/governance/lifecycle/holds', 'chuquan'],
  ['/governance/lifecycle/terms', '/governance/lifecycle/terms', 'vanphong'],
  ['/governance/lifecycle/orders', '/governance/lifecycle/orders', 'chuquan'],
  ['/governance/lifecycle/orders/$order', '/governance/lifecycle/orders/{order}', 'chuquan'],
  ['/governance/lifecycle/disposals', '/governance/lifecycle/disposals', 'chuquan'],
  ['/governance/lifecycle/disposals/$disposal', '/governance/lifecycle/disposals/{disposal}', 'chuquan'],
  ['/governance/why', '/governance/why', 'chuquan'],
  ['/dictionary', '/dictionary', 'vanphong'],
  ['/dictionary/elements/$element', '/dictionary/elements/DTD.DV.004', 'vanphong'],
  ['/dictionary/entities', '/dictionary/entities', 'vanphong'],
  ['/dictionary/entities/$entity', '/dictionary/entities/party_member', 'vanphong'],
  ['/dictionary/code-lists', '/dictionary/code-lists', 'vanphong'],
  ['/dictionary/code-lists/$list', '/dictionary/code-lists/XA?code=99231&on=2025-06-30', 'vanphong'],
  ['/dictionary/code-lists/$list/changes', '/dictionary/code-lists/XA/changes', 'vanphong'],
  ['/dictionary/code-lists/$list/crosswalks', '/dictionary/code-lists/GIOI_TINH/crosswalks', 'vanphong'],
  [
    '/dictionary/code-lists/$list/crosswalks/$other',
    '/dictionary/code-lists/GIOI_TINH_HE_A/crosswalks/GIOI_TINH_HE_B',
    'vanphong',
  ],
  [
    '/dictionary/code-lists/$list/import-crosswalk',
    '/dictionary/code-lists/GIOI_TINH/import-crosswalk?to=DAN_TOC',
    'vanphong',
  ],
  ['/dictionary/code-lists/$list/recut', '/dictionary/code-lists/XA/recut', 'vanphong'],
  ['/dictionary/code-lists/$list/import', '/dictionary/code-lists/XA/import', 'vanphong'],
  ['/dictionary/mappings', '/dictionary/mappings', 'vanphong'],
  ['/dictionary/mappings/$mapping', '/dictionary/mappings/AX-XA-DV', 'tinh'],
  ['/dictionary/releases', '/dictionary/releases', 'vanphong'],
  ['/dictionary/proposals', '/dictionary/proposals', 'vanphong'],
  ['/dictionary/proposals/$proposal', '/dictionary/proposals/{proposal}', 'vanphong'],
  ['/dictionary/proposals/$proposal/$kind/$key', '/dictionary/proposals/{proposal}/element/DTD.DV.004', 'tinh'],
  ['/dictionary/overlay', '/dictionary/overlay', 'vanphong'],
  ['/dictionary/import', '/dictionary/import', 'tinh'],
  ['/dictionary/releases/$release', '/dictionary/releases/2', 'vanphong'],
  ['/registers', '/registers', 'xa'],
  ['/registers/once-only', '/registers/once-only', 'chuquan'],
  ['/registers/authorities', '/registers/authorities', 'chuquan'],
  ['/registers/corrections', '/registers/corrections', 'chuquan'],
  ['/registers/corrections/$correction', '/registers/corrections/{correction}', 'chuquan'],
  ['/registers/radar', '/registers/radar', 'xa'],
  ['/registers/duplicates', '/registers/duplicates', 'chuquan'],
  ['/registers/duplicates/$duplicate', '/registers/duplicates/{duplicate}', 'chuquan'],
  ['/registers/people/$person', '/registers/people/{person}', 'chuquan'],
  ['/registers/disputes/$dispute', '/registers/disputes/{dispute}', 'vanphong'],
  ['/registers/$register', MEMBERS, 'tinh'],
  ['/registers/$register/quality', `${MEMBERS}/quality`, 'tinh'],
  ['/registers/$register/gate', `${MEMBERS}/gate`, 'chuquan'],
  ['/exchange/gates', '/exchange/gates', 'vanphong'],
  ['/registers/$register/api', `${MEMBERS}/api`, 'lapTrinh'],
  ['/registers/$register/people', `${MEMBERS}/people`, 'chuquan'],
  ['/registers/$register/load', `${MEMBERS}/load`, 'xa'],
  ['/registers/$register/list', `${MEMBERS}/list`, 'xa'],
  ['/registers/$register/prefill', `${MEMBERS}/prefill`, 'xa'],
  ['/registers/$register/loads', `${MEMBERS}/loads`, 'tinh'],
  ['/registers/$register/loads/$load', `${MEMBERS}/loads/{load}`, 'chuquan'],
  ['/registers/$register/new', `${MEMBERS}/new`, 'xa'],
  ['/registers/$register/records/$record', `${MEMBERS}/records/{record}`, 'chuquan'],
  ['/registers/$register/records/$record/edit', `${MEMBERS}/records/{record}/edit`, 'chuquan'],
  ['/quality', '/quality', 'tinh'],
  ['/quality/rounds', '/quality/rounds', 'tinh'],
  ['/quality/board', '/quality/board', 'xa'],
  ['/quality/profile', '/quality/profile', 'tinh'],
  ['/quality/defects', '/quality/defects', 'tinh'],
  ['/quality/defects/$defect', '/quality/defects/{defect}', 'tinh'],
  ['/exchange/catalogue', '/exchange/catalogue', 'lapTrinh'],
  ['/exchange/catalogue/$register', '/exchange/catalogue/dang-vien', 'lapTrinh'],
  ['/exchange/evidence/$entry', '/exchange/evidence/{entry}', 'tuanthu'],
  ['/exchange/nodes', '/exchange/nodes', 'vanphong'],
  ['/exchange/nodes/$node', '/exchange/nodes/{node}', 'vanphong'],
  ['/exchange/charter', '/exchange/charter', 'vanphong'],
  ['/exchange/flow', '/exchange/flow', 'vanphong'],
  ['/exchange/keys', '/exchange/keys', 'lapTrinh'],
  ['/exchange/sandbox', '/exchange/sandbox', 'lapTrinh'],
  ['/exchange/feeds', '/exchange/feeds', 'vanphong'],
  ['/exchange/met-versions', '/exchange/met-versions', 'chuquan'],
  ['/exchange/connectors', '/exchange/connectors', 'tinh'],
  ['/exchange/connectors/new', '/exchange/connectors/new', 'lapTrinh'],
  ['/exchange/connectors/$connector', '/exchange/connectors/phan-mem-dang-vien', 'vanphong'],
  ['/exchange/connectors/$connector/edit', '/exchange/connectors/phan-mem-dang-vien/edit', 'vanphong'],
  ['/exchange/webhooks', '/exchange/webhooks', 'tinh'],
  ['/exchange/webhooks/new', '/exchange/webhooks/new', 'lapTrinh'],
  ['/exchange/webhooks/$webhook', '/exchange/webhooks/so-mau-97', 'tinh'],
  ['/exchange/webhooks/$webhook/edit', '/exchange/webhooks/so-mau-97/edit', 'lapTrinh'],
  ['/audit', '/audit', 'tuanthu'],
  ['/audit/$entry', '/audit/{entry}', 'tuanthu'],
  ['/account', '/account', 'lanhdao'],
  ['/bodies/handover/$account', '/bodies/handover/{person-tinh}', 'lanhdao'],
  ['/bodies', '/bodies', 'tinh'],
  ['/bodies/merge', '/bodies/merge?from=99231&into=99215', 'vanphong'],
  ['/bodies/merges', '/bodies/merges', 'vanphong'],
  ['/bodies/merges/$merge', '/bodies/merges/{merge}', 'vanphong'],
  ['/bodies/$body', '/bodies/99231', 'tinh'],
  ['/bodies/$body/registers/$register', `/bodies/99108${MEMBERS}`, 'tinh'],
  ['/bodies/$body/registers/$register/$record', `/bodies/99108${MEMBERS}/{record}`, 'tinh'],
];

/** The addresses of routes.tsx, and those that are visited here. */
export function routesAndVisits(): { readonly routes: string[]; readonly visited: string[] } {
  const text = readFileSync(join(ROOT, 'web', 'routes.tsx'), 'utf8');
  const routes = [...text.matchAll(/^ {2}\[\s*'(\/[^']*)'/gm)].map(([, route]) => route ?? '');
  return { routes: routes.sort(), visited: visits.map(([route]) => route).sort() };
}

/** A file of tests a language, so that two of them run side by side, each on a node of its own. */
export function visitEveryPage(language: Language): void {
  let stage: Stage;
  let visitor: Person | undefined;
  let sitting: string | undefined;
  const filled = new Map<string, string>();

  /** Ids that this node gave: the first of each list. */
  async function findIds({ page }: Person): Promise<void> {
    const first = async (address: string, id: string) => {
      const answer = (await (await page.request.get(`${stage.address}${address}`)).json()) as { items: unknown[] };
      return String((answer.items[0] as Record<string, unknown>)[id]);
    };
    filled.set('{record}', await first('/api/bodies/99108/registers/dang-vien/records?limit=1', 'record'));
    filled.set('{load}', await first('/api/registers/dang-vien/loads?limit=1', 'load'));
    filled.set('{correction}', await first('/api/corrections?limit=1', 'id'));
    filled.set('{defect}', await first('/api/defects?limit=1', 'id'));
    filled.set('{duplicate}', await first('/api/duplicates?limit=1', 'id'));
    const pair = await page.request.get(`${stage.address}/api/duplicates/${filled.get('{duplicate}') ?? ''}`);
    filled.set('{person}', ((await pair.json()) as { people: { left: string } }).people.left);
    filled.set('{disposal}', await first('/api/governance/lifecycle/disposals', 'id'));
    filled.set('{order}', await orderCopies(filled.get('{disposal}') ?? ''));
    filled.set('{dispute}', await first('/api/disputes', 'id'));
    filled.set('{entry}', await first('/api/audit?limit=1', 'id'));
    const session = (await (await page.request.get(`${stage.address}/api/session`)).json()) as {
      enterAs: { name: string; account: string }[];
    };
    filled.set('{person-tinh}', session.enterAs.find(({ name }) => name === 'tinh')?.account ?? '');
    const own = await page.request.get(`${stage.address}/api/exchange/node`);
    filled.set('{node}', ((await own.json()) as { name: string }).name);
    const inventory = await page.request.get(`${stage.address}/api/architecture/inventory`);
    const { systems, dataSets } = (await inventory.json()) as Record<'systems' | 'dataSets', { code: string }[]>;
    filled.set('{system}', systems[0]?.code ?? '');
    filled.set('{dataset}', dataSets[0]?.code ?? '');
  }

  /** What the story's disposal would order of a province, so that the page of an order has something to show. */
  async function orderCopies(disposal: string): Promise<string> {
    const { db } = stage.started.node.context;
    const bodies = new Map((await listBodies(db)).map(({ code, id }) => [code, id]));
    const id = '01980000-0000-7000-8000-0000000000b1';
    const order = {
      ...{ id, disposal, giver: bodies.get('99108') ?? 0, consumer: bodies.get('97') ?? 0, agreement: 'TT-03' },
      ...{ way: 'read' as const, records: [id], dueOn: '2027-12-31', orderedAt: '2026-11-06T01:00:00Z' },
    };
    await db.transaction((tx) => insertOrder(tx, order, 1));
    return id;
  }

  /** A proposal of the steward of a province, who looks at it. */
  async function propose({ page }: Person): Promise<void> {
    const { csrf = '' } = (await (await page.request.get(`${stage.address}/api/session`)).json()) as { csrf?: string };
    const answer = await page.request.post(`${stage.address}/api/dictionary/proposals`, {
      headers: { 'x-csrf-token': csrf },
      data: { title: 'A proposal to look at', reason: 'So that its page has something to show.' },
    });
    const { number } = (await answer.json()) as { number: number };
    filled.set('{proposal}', String(number));
  }

  /** Two branches become one, so that the page of a merge has something to show. */
  async function merge({ page }: Person): Promise<void> {
    const { csrf = '' } = (await (await page.request.get(`${stage.address}/api/session`)).json()) as { csrf?: string };
    const headers = { 'x-csrf-token': csrf };
    const wish = { from: ['99101-24'], into: '99101-23', day: new Date().toISOString().slice(0, 10) };
    const plan = await page.request.post(`${stage.address}/api/body-merges/plan`, { headers, data: wish });
    const { hash } = (await plan.json()) as { hash: string };
    const data = { ...wish, decision: '1', hash };
    const answer = await page.request.post(`${stage.address}/api/body-merges`, { headers, data });
    const { id } = (await answer.json()) as { id: string };
    filled.set('{merge}', id);
  }

  /** A label that one person wants lowered waits for another. */
  async function askForSecond({ page }: Person): Promise<void> {
    const { csrf = '' } = (await (await page.request.get(`${stage.address}/api/session`)).json()) as { csrf?: string };
    const answer = await page.request.post(`${stage.address}/api/governance/labels/decisions`, {
      headers: { 'x-csrf-token': csrf },
      data: {
        ...{ register: 'dang-vien', to: { personal: 'basic' }, reason: 'Only counts are shown', basis: 'Decision' },
        ...{ number: '12-QD/VP', reviewOn: '2030-01-01' },
      },
    });
    filled.set('{approval}', ((await answer.json()) as { approval: string }).approval);
  }

  /** The data office looks at an emergency right that a province asks for. */
  async function askInEmergency({ page }: Person): Promise<void> {
    const { csrf = '' } = (await (await page.request.get(`${stage.address}/api/session`)).json()) as { csrf?: string };
    const answer = await page.request.post(`${stage.address}/api/governance/break-glass`, {
      headers: { 'x-csrf-token': csrf },
      data: { permissions: ['records.read'], registers: ['dang-vien'], reason: 'A flood, and nobody can wait' },
    });
    filled.set('{right}', ((await answer.json()) as { id: string }).id);
  }

  /** One window for all of them, one after the other. Says whether somebody else was in it. */
  async function become(who: string): Promise<boolean> {
    if (sitting === who) return false;
    visitor = await stage.enter(who, language, visitor);
    sitting = who;
    return true;
  }

  beforeAll(async () => {
    stage = await openStage();
    const maker = await stage.enter('chuquan');
    await findIds(maker);
    const steward = await stage.enter('tinh', 'vi', maker);
    await propose(steward);
    const asked = await steward.page.request.get(`${stage.address}/api/subject-requests`);
    filled.set('{subjectRequest}', ((await asked.json()) as { items: { id: string }[] }).items[0]?.id ?? '');
    await askInEmergency(steward);
    const office = await stage.enter('vanphong', 'vi', maker);
    await merge(office);
    await askForSecond(office);
    await maker.page.context().close();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  it('the door', async () => {
    const door = await stage.enterByDoor(undefined, language);
    expect(await door.violations()).toEqual([]);
    expect(door.faults()).toEqual([]);
    await door.page.context().close();
  });

  // Who looks at several pages looks at them one after the other.
  const shown = visits
    .map(([route, address = route, who = 'lanhdao']) => ({ route, address, who }))
    .sort((a, b) => (a.who < b.who ? -1 : Number(a.who > b.who)));
  it.each(shown)('$route', async ({ address, who }) => {
    const isNew = await become(who);
    const person = visitor as Person;
    const path = [...filled].reduce((path, [name, id]) => path.replace(name, id), address);
    // Every address is opened once; in the other languages the pages are reached as links reach them.
    await (language === 'vi' || isNew ? person.goto(path) : person.follow(path));
    expect(new URL(person.page.url()).pathname + new URL(person.page.url()).search).toBe(path);
    expect(await person.page.evaluate(() => document.documentElement.dir || 'ltr')).toBe(
      language === 'ar' ? 'rtl' : 'ltr',
    );
    expect(await person.page.evaluate(() => document.documentElement.lang)).toBe(language);
    // Contrast is the same in every language, and what axe spends most of its time on.
    expect(await person.violations(language === 'vi')).toEqual([]);
    expect(person.faults()).toEqual([]);
  });
}
