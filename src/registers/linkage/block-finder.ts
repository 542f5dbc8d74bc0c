/** Which records stand in the blocks of one that is asked about. */
import type { Engine } from '../../platform/analysis/engine.ts';
import type { LinkageSettings } from './settings.ts';

export interface BlockFinder {
  /**
   * @param keys of the blocks by rule, as text; nothing where the record has none or the block is a giant
   * @returns numbers of records, each once; a few may stand in another block
   */
  find(keys: readonly (string | null)[], most: number): Promise<number[]>;
}

/** Nothing is kept: every question reads the blocks of all records. */
export const scanningFinder = (engine: Engine): BlockFinder => ({
  find: async (keys, most) => {
    const blocks = keys.flatMap((key, i) => (key === null ? [] : [`block${String(i)} = ${key}`]));
    if (blocks.length === 0) return [];
    const rows = await engine.rows<{ rid: number }>(
      `select rid from records where ${blocks.join(' or ')} limit ${String(most)}`,
    );
    return rows.map(({ rid }) => rid);
  },
});

interface Drawers {
  /** Where the records of a drawer begin, and after the last where they end. */
  readonly from: Int32Array;
  readonly rids: Int32Array;
}

/** Eight bytes a record and rule: records in drawers by the last bits of their blocks, made once in some seconds for a million. */
export async function indexedFinder(engine: Engine, { blocks }: LinkageSettings): Promise<BlockFinder> {
  const [{ n } = { n: 0 }] = await engine.rows<{ n: number }>('select count(*)::integer as n from records');
  const drawers = 2 ** Math.min(24, Math.max(8, Math.ceil(Math.log2(Math.max(n, 2)))));
  const rules: Drawers[] = [];
  for (const i of blocks.keys()) rules.push(await fileAway(engine, `block${String(i)}`, drawers));
  return {
    find: (keys, most) => {
      const found = new Set<number>();
      keys.forEach((key, i) => {
        if (key === null) return;
        const { from, rids } = rules[i] as Drawers;
        const drawer = Number(BigInt(key) % BigInt(drawers));
        for (const rid of rids.subarray(from[drawer], from[drawer + 1])) if (found.size < most) found.add(rid);
      });
      return Promise.resolve([...found]);
    },
  };
}

async function fileAway(engine: Engine, block: string, drawers: number): Promise<Drawers> {
  const { drawer = [], rid = [] } = await engine.columns(
    `select (${block} % ${String(drawers)})::integer as drawer, rid from records where ${block} is not null`,
  );
  const from = new Int32Array(drawers + 1);
  for (const one of drawer) (from[one + 1] as number) += 1;
  for (let i = 0; i < drawers; i += 1) (from[i + 1] as number) += from[i] as number;
  const next = from.slice();
  const rids = new Int32Array(rid.length);
  drawer.forEach((one, i) => {
    rids[next[one] as number] = rid[i] as number;
    (next[one] as number) += 1;
  });
  return { from, rids };
}
