/** The tree of bodies between nodes: the home of a body tells every node what becomes of it. See docs/adr/0026. */
import Value from 'typebox/value';
import type { ChangeSet } from '../../platform/changes/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { EVERY_NODE, type IsHere, type Parcel, type Travel } from '../../platform/travel.ts';
import type { Existing } from '../planned.ts';
import { listBodies } from '../read.ts';
import { changedBy, stampsOf } from '../store/adopted.ts';
import * as merges from '../store/merge.ts';
import { allForPlanning, allSuccessions } from '../store/planning.ts';
import { adoptTree } from './adopt-tree.ts';
import { tellBodies, ToldTree, type ToldBody } from './told.ts';

const CHANGED = 'bodies.changed';
/** One change of up to so many bodies is taken as a whole. */
const AT_ONCE = 200;

export const bodiesTravel: Travel = {
  follows: ['bodies'],
  kinds: [CHANGED],
  parcels: async (tx, change, isHere) => {
    const at = change.at ?? { epoch: 0, position: 0 };
    const touched = new Set(await changedBy(tx, change.id));
    const parted = await undone(tx, change);
    if (touched.size === 0 && !parted) return [];
    const told = await tell(
      tx,
      ({ id, code }) => touched.has(id) && isHere(code),
      () => at,
    );
    const mark = `tree/${String(at.epoch)}/${String(at.position)}`;
    const gone = parted ? [{ code: parted.code, from: parted.from }] : [];
    return wrap(tx, told, { mark, isHere, gone, speaker: parted?.speaker });
  },
  everything: async (tx, isHere, mark) => {
    const stamps = new Map((await stampsOf(tx)).map(({ body, ...at }) => [body, at]));
    const told = await tell(
      tx,
      ({ code }) => isHere(code),
      ({ id }) => stamps.get(id) ?? { epoch: 0, position: 0 },
    );
    return wrap(tx, told, { mark: `tree/${mark}`, isHere, gone: [] });
  },
  receive: async (context: Context, tx: Db, { parcel, origin, isTheirs }) =>
    Value.Check(ToldTree, parcel.payload)
      ? adoptTree(context, tx, { origin, isTheirs }, parcel.payload)
      : { taken: false, reason: 'unreadable' },
  // What another node does not believe is at home here goes on being so: the flow's page shows it.
  refused: () => Promise.resolve(),
};

async function tell(
  tx: Db,
  which: (body: Existing) => boolean,
  at: (body: Existing) => ToldBody['at'],
): Promise<ToldBody[]> {
  const all = await allForPlanning(tx);
  const bodies = all.filter(which);
  const entries = tellBodies(bodies, all, await allSuccessions(tx));
  return bodies.flatMap((body, i) => {
    const entry = entries[i];
    return entry ? [{ entry, at: at(body) }] : [];
  });
}

interface Wrapping {
  readonly mark: string;
  readonly isHere: IsHere;
  readonly gone: ToldTree['gone'];
  /** Who says what has gone, where nothing else is said. */
  readonly speaker?: string | undefined;
}

/** From the topmost body that is at home here: others know it, even where the ones that are told are new to them. */
async function wrap(tx: Db, told: readonly ToldBody[], { mark, isHere, gone, speaker }: Wrapping): Promise<Parcel[]> {
  const first = told[0]?.entry['code'] as string | undefined;
  if (first === undefined && gone.length === 0) return [];
  const all = await listBodies(tx);
  const codes = new Map(all.map(({ id, code }) => [id, code]));
  const way = all.findLast(({ code }) => code === (first ?? speaker))?.path.map((id) => codes.get(id) ?? '');
  const from = way?.find(isHere) ?? speaker ?? '';
  const parcels: Parcel[] = [];
  for (let i = 0; i === 0 || i < told.length; i += AT_ONCE) {
    const bodies = told.slice(i, i + AT_ONCE);
    const payload: ToldTree = { bodies, gone: i === 0 ? [...gone] : [] };
    const subject = bodies.length === 1 ? String(bodies[0]?.entry['code']) : `${from} (${String(bodies.length)})`;
    parcels.push({ id: `${mark}/${String(i / AT_ONCE)}`, kind: CHANGED, from, to: EVERY_NODE, subject, payload });
  }
  return parcels;
}

const MERGE = /^merge (.+)$/;

/** The body that a merge had founded and that went when it was undone by this change. */
async function undone(tx: Db, { subject }: ChangeSet) {
  const id = MERGE.exec(subject)?.[1];
  const merge = id === undefined ? undefined : await merges.findMerge(tx, id);
  if (!merge?.founded || merge.undoneAt === null) return undefined;
  if ((await listBodies(tx)).some((body) => body.id === merge.into)) return undefined;
  const [from] = await merges.fromOf(tx, [merge.id]);
  return { code: merge.intoCode, from: merge.day, speaker: from?.code ?? '' };
}
