/** Serves requests: translation only. */
import { getBody } from '../../bodies/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { serve, type Server } from '../../platform/http/serve.ts';
import type { Translate } from '../../platform/i18n.ts';
import { author, insist, type Acting } from '../acting.ts';
import { problems } from '../problems.ts';
import { entitiesOfRegisters } from '../row-conditions.ts';
import { getRegister } from '../store/register.ts';
import { todayOf } from '../write-change.ts';
import { appealRequest } from './appeal-request.ts';
import { askBack } from './ask-back.ts';
import * as contract from './request-contract.ts';
import { decideAppeal } from './decide-appeal.ts';
import { decidePart } from './decide-part.ts';
import { demandOf } from './demand-of.ts';
import { assessmentPage, requestPage } from './read-requests.ts';
import { withdrawRequest } from './withdraw-request.ts';
import { rewriteRequest, writeRequest } from './write-request.ts';

const readerOf = ({ caller, t }: { readonly caller: Caller; readonly t: Translate }) => ({
  t,
  language: caller.language,
});

export function requestRoutes(server: Server, context: Context): void {
  const { db } = context;
  const page = ({ caller, t }: Acting, code: string) => requestPage(context, caller, code, readerOf({ caller, t }));
  serve(server, contract.getRequest, ({ params, ...acting }) => page(acting, params.request));
  serve(server, contract.listFields, async ({ params }) => {
    const register = await getRegister(db, params.register);
    const entity = (await entitiesOfRegisters(db)).get(register.name);
    const fields = entity?.fields ?? [];
    return { items: fields.map(({ element, names, labels }) => ({ element, names, personal: labels.personal })) };
  });
  serve(server, contract.assessRequest, async ({ body, ...acting }) => {
    const demand = await demandOf(db, body.demand, todayOf(context));
    const by = await askerOf(context, acting.caller, body.body);
    return assessmentPage(context, { register: body.register, by, demand }, readerOf(acting));
  });
  serve(server, contract.writeRequest, async ({ body, ...acting }) => {
    const demand = await demandOf(db, body.demand, todayOf(context));
    const by = await askerOf(context, acting.caller, body.body);
    const { register, names, draft = false } = body;
    const asked = { register, names, draft, demand, body: by };
    const { code } = await writeRequest(context, asked, author(acting), readerOf(acting));
    return page(acting, code);
  });
  askerRoutes(server, context);
  decisionRoutes(server, context);
}

/** The body in whose name somebody asks. */
async function askerOf(context: Context, { body: own }: Caller, body: string | undefined): Promise<number> {
  if (body !== undefined) return (await getBody(context.db, body, todayOf(context))).id;
  if (own === null) throw problems.termsUnsound({ at: 'body' });
  return own;
}

function askerRoutes(server: Server, context: Context): void {
  const page = ({ caller, t }: Acting, code: string) => requestPage(context, caller, code, readerOf({ caller, t }));
  /** What he may not see is not there for him; of what he sees, he acts for his own body only. */
  const asAsker = async (acting: Acting, code: string): Promise<void> => {
    const { by } = await page(acting, code);
    await insist(server, acting, contract.withdrawRequest.permission, by.id);
  };
  serve(server, contract.rewriteRequest, async ({ params: { request: code }, body, ...acting }) => {
    await asAsker(acting, code);
    const { names, draft = false, answer = '' } = body;
    const demand = await demandOf(context.db, body.demand, todayOf(context));
    await rewriteRequest(context, { code, names, draft, answer, demand }, author(acting), readerOf(acting));
    return page(acting, code);
  });
  serve(server, contract.withdrawRequest, async ({ params: { request: code }, ...acting }) => {
    await asAsker(acting, code);
    await withdrawRequest(context, code, author(acting));
    return page(acting, code);
  });
  serve(server, contract.appealRequest, async ({ params: { request: code }, body, ...acting }) => {
    await asAsker(acting, code);
    await appealRequest(context, { code, text: body.text }, author(acting));
    return page(acting, code);
  });
}

function decisionRoutes(server: Server, context: Context): void {
  const page = ({ caller, t }: Acting, code: string) => requestPage(context, caller, code, readerOf({ caller, t }));
  serve(server, contract.decideContent, async ({ params: { request: code }, body, ...acting }) => {
    const { manager } = await page(acting, code);
    await insist(server, acting, contract.decideContent.permission, manager.id);
    const said = { code, part: 'content', reason: null, text: '', ...body } as const;
    await decidePart(context, said, author(acting), readerOf(acting));
    return page(acting, code);
  });
  serve(server, contract.decideSecurity, async ({ params: { request: code }, body, ...acting }) => {
    await page(acting, code);
    const said = { code, part: 'security', reason: null, text: '', ...body } as const;
    await decidePart(context, said, author(acting), readerOf(acting));
    return page(acting, code);
  });
  serve(server, contract.askBack, async ({ params: { request: code }, body, ...acting }) => {
    const { manager } = await page(acting, code);
    await insist(server, acting, contract.askBack.permission, manager.id);
    await askBack(context, { code, words: body.words }, author(acting));
    return page(acting, code);
  });
  serve(server, contract.decideAppeal, async ({ params: { request: code }, body, ...acting }) => {
    const { appeal } = await page(acting, code);
    if (!appeal) throw problems.noAppeal({ request: code });
    await insist(server, acting, contract.decideAppeal.permission, appeal.body.id);
    await decideAppeal(context, { code, reason: null, text: '', ...body }, author(acting));
    return page(acting, code);
  });
}
