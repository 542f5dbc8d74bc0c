/** The story's node with everybody of the tour on it, and the figures of the first page as numbers. */
import { rmSync } from 'node:fs';
import { atEndOfFile } from './end-of-file.ts';
import { toldPlace } from './told-place.ts';
import { wholeNode, type Visitor, type WholeNode } from './whole-node.ts';
import type { KpiState } from '../../profiles/vn-demo/story/figures.ts';
import { call } from '../../src/platform/http/call.ts';
import { listIndicators, type IndicatorCard } from '../../src/strategy/contract.ts';

export interface Tour {
  readonly folder: string;
  readonly node: WholeNode;
  as(name: string): Visitor;
  card(code: string): Promise<IndicatorCard | undefined>;
  /** What the first page shows once every follower has caught up. */
  figureNow(): Promise<KpiState>;
  /** Stops the node and starts another on the same data. */
  restart(): Promise<void>;
}

export const cast = ['lanhdao', 'vanphong', 'chuquan', 'tinh', 'xa', 'lapTrinh', 'tuanthu'] as const;

/** Call it at the top of a test file; everything is gone when the file's tests are over. */
export async function openTour(): Promise<Tour> {
  const { databaseUrl, folder } = await toldPlace();
  let node = await wholeNode({ databaseUrl, folder });
  const people = new Map<string, Visitor>();
  const enterAll = async () => {
    for (const name of cast) people.set(name, await node.enter(name));
  };
  await enterAll();
  atEndOfFile(async () => {
    await node[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });
  const as = (name: string) => people.get(name) as Visitor;
  const card = async (code: string) =>
    (await call(as('lanhdao').send, listIndicators, {})).items.find((item) => item.code === code);
  return {
    folder,
    get node() {
      return node;
    },
    as,
    card,
    figureNow: async () => {
      await node.running?.settled();
      return kpiOf(await card('verified-members'), await card('cells-not-declared-again'));
    },
    restart: async () => {
      await node[Symbol.asyncDispose]();
      node = await wholeNode({ databaseUrl, folder });
      await enterAll();
    },
  };
}

const kpiOf = (verified: IndicatorCard | undefined, cells: IndicatorCard | undefined): KpiState => ({
  records: verified?.figure.denominator ?? -1,
  verified: verified?.figure.numerator ?? -1,
  share: verified?.figure.value ?? -1,
  reported: verified?.figure.reported ?? -1,
  low: verified?.figure.low ?? -1,
  high: verified?.figure.high ?? -1,
  verdict: verified?.verdict as KpiState['verdict'],
  cells: cells?.figure.value ?? -1,
});
