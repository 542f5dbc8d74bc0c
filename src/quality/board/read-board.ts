/** The board as screens and API show it: what one may not see yet is not there. */
import { listBodies } from '../../bodies/index.ts';
import { listRegisters } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { Answer } from '../../platform/http/endpoint.ts';
import { problems } from '../problems.ts';
import { mayAnswer } from './contest-figure.ts';
import type { getBoard } from './contract.ts';
import * as store from './store/board.ts';

type Board = Answer<typeof getBoard>;

/** @throws problems.noSuchFigure for a period that is none */
export async function readBoard(context: Context, caller: Caller, code?: string): Promise<Board> {
  const { db, clock, profile } = context;
  const today = dayOf(clock.now(), profile.timeZone);
  const periods = (await store.listPeriods(db)).map((one) => ({
    ...one,
    hash: one.aboveFrom <= today ? one.hash : null,
  }));
  const period = code === undefined ? periods[0] : periods.find((one) => one.code === code);
  const mayFreeze = caller.roles.includes('data-office');
  if (!period) {
    if (code !== undefined) throw problems.noSuchFigure();
    return { periods, period: null, items: [], mayFreeze };
  }
  const seen = await store.visibleSnapshots(db, { period: period.code, body: caller.body, today });
  const contests = await store.contestsOf(db, period.code);
  const bodies = new Map((await listBodies(db)).map((body) => [body.id, body]));
  const registers = new Map((await listRegisters(db)).map(({ name, names }) => [name, names]));
  const body = (id: number) => ({ id, code: bodies.get(id)?.code ?? '', names: bodies.get(id)?.names ?? {} });
  const items: Board['items'] = [];
  for (const own of Map.groupBy(seen, (one) => `${one.register}/${String(one.body)}`).values()) {
    const [any] = own;
    if (!any) continue;
    const isOwn = any.body === caller.body;
    const said = contests.filter((one) => one.register === any.register && one.body === any.body);
    const figures = own.map(({ criterion, score, band, assessed, failing }) => ({
      criterion,
      score,
      band,
      assessed,
      failing,
    }));
    items.push({
      ...{ register: any.register, names: registers.get(any.register) ?? {}, body: body(any.body), own: isOwn },
      ...{ first: any.first, withdrawn: any.withdrawn, aboveFrom: any.aboveFrom },
      whole: figures.find(({ criterion }) => criterion === '') ?? null,
      figures: figures.filter(({ criterion }) => criterion !== ''),
      contests: await Promise.all(
        said.map(async (one) => ({
          ...{ id: one.id, words: one.words, body: body(one.askedBody), askedAt: one.askedAt },
          ...{ upheld: one.upheld, answer: one.answer },
          mayAnswer: one.answeredAt === null && (await mayAnswer(db, caller, one)),
        })),
      ),
      mayContest: isOwn && !any.first && !any.withdrawn && !said.some(({ answeredAt }) => answeredAt === null),
    });
  }
  const order = (one: Board['items'][number]) => `${one.own ? '0' : '1'}${one.body.code}/${one.register}`;
  return { periods, period, items: items.sort((a, b) => (order(a) < order(b) ? -1 : 1)), mayFreeze };
}
