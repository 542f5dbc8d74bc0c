/** Codes and series carried to another list: days by successions, lists by crosswalks, in their order. */
import type { Db } from '../../platform/db/db.ts';
import { graphOf } from '../codes/graph-of.ts';
import type { Recoded, SuccessionGraph } from '../codes/succession-graph.ts';
import * as codes from '../store/code.ts';
import type { Link } from './links.ts';
import { linksOfCode, openCrosswalk, type OpenCrosswalk } from './open-crosswalk.ts';
import { acrossLinks, inTurn, type Step } from './recode-across.ts';

export interface AcrossQuestion {
  readonly list: string;
  readonly toList: string;
  readonly via?: readonly string[] | undefined;
  /** The day of the codes; needed when they stood for several units. */
  readonly from?: string | undefined;
  /** The day of the wanted codes. */
  readonly to: string;
}

export interface Across {
  readonly recode: Step;
  /** How the code stands to each of its codes there. */
  readonly kinds: (code: string) => readonly Link[];
  readonly opened: OpenCrosswalk;
  /** Of the other list, for names. */
  readonly target: SuccessionGraph;
}

/** @throws problems.noSuchDay, codeListNotFound, crosswalkNotFound */
export async function openAcross(db: Db, question: AcrossQuestion): Promise<Across> {
  const { list, toList, via, from, to } = question;
  const opened = await openCrosswalk(db, { list, to: toList, via, today: to });
  const graph = await graphOf(db, list);
  const target = await graphOf(db, toList);
  const [start, end] = [opened.way[0]?.on ?? null, opened.way.at(-1)?.toOn ?? null];
  const known = await knownIn(db, opened);
  const crossing = opened.steps.map((links, i) => acrossLinks(links, known[i] ?? (() => false)));
  const first: Step = (code) => begin(graph, code, { from, start, to });
  const last: readonly Step[] = end === null || end > to ? [] : [(code) => target.recode(code, end, to)];
  const recode = inTurn([first, ...crossing, ...last]);
  return { recode, kinds: (code) => linksOfCode(opened.steps, code), opened, target };
}

/** As the crosswalk knows the code: on its day, or as it is when it has none. */
function begin(
  graph: SuccessionGraph,
  code: string,
  { from, start, to }: { from: string | undefined; start: string | null; to: string },
): Recoded {
  if (start === null) {
    const { reason } = graph.resolve(code, from);
    if (reason !== undefined) return { outcome: 'none', reason, targets: [], ended: [] };
    return from === undefined ? itself(code) : graph.recode(code, from, from > to ? from : to);
  }
  if (from === undefined) {
    const { reason } = graph.resolve(code, undefined);
    if (reason !== undefined) return { outcome: 'none', reason, targets: [], ended: [] };
    return itself(code);
  }
  if (from <= start) return graph.recode(code, from, start);
  // The crosswalk is older than the code: it holds as long as nothing happened to the code since.
  const { reason } = graph.resolve(code, from);
  if (reason !== undefined) return { outcome: 'none', reason, targets: [], ended: [] };
  const since = graph.chain(code, start, from);
  const before = graph.recode(code, start, from);
  const isSame = since.length === 0 && before.outcome === 'one' && before.targets[0]?.code === code;
  return isSame ? itself(code) : { outcome: 'none', reason: 'backwards', targets: [], ended: [] };
}

const itself = (code: string): Recoded => ({
  outcome: 'one',
  targets: [{ code, kind: 'whole', share: 1, weight: 1 }],
  ended: [],
});

/** For each step, whether its list ever had a code. */
async function knownIn(db: Db, { way }: OpenCrosswalk): Promise<readonly ((code: string) => boolean)[]> {
  const lists = [...new Set(way.map((step) => step.list))];
  const known = new Map(
    await Promise.all(
      lists.map(async (list) => [list, new Set((await codes.codesOfList(db, list)).map((one) => one.code))] as const),
    ),
  );
  return way.map((step) => (code: string) => known.get(step.list)?.has(code) ?? false);
}
