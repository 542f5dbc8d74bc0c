/** The succession graph of a list, built once an edition and remembered while nothing changes. */
import type { Db } from '../../platform/db/db.ts';
import { problems } from '../problems.ts';
import * as store from '../store/code.ts';
import type { GraphCode } from './graph-nodes.ts';
import { successionGraph, type SuccessionGraph } from './succession-graph.ts';

interface Remembered {
  readonly edition: number;
  readonly graph: SuccessionGraph;
}
const remembered = new WeakMap<object, Map<string, Remembered>>();

/** @throws problems.codeListNotFound */
export async function graphOf(db: Db, list: string): Promise<SuccessionGraph> {
  const row = await store.findList(db, list);
  if (!row) throw problems.codeListNotFound({ list });
  const own = remembered.get(db) ?? new Map<string, Remembered>();
  remembered.set(db, own);
  const known = own.get(list);
  if (known?.edition === row.edition) return known.graph;
  const graph = successionGraph(await graphCodes(db, list), await stepsOf(db, list));
  own.set(list, { edition: row.edition, graph });
  return graph;
}

export async function graphCodes(db: Db, list: string): Promise<readonly GraphCode[]> {
  return (await store.codesOfList(db, list)).map(({ code, names, from, to }) => ({
    code,
    names,
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
  }));
}

export async function stepsOf(db: Db, list: string) {
  return (await store.successionsOf(db, list)).map(({ share, origin: _origin, ...step }) =>
    share === null ? step : { ...step, share },
  );
}
