/**
 * Takes in what another node tells of bodies that are at home there: each in the state it has at its home, in one
 * transaction. Older than what was heard changes nothing; what rests on a body that has not come yet waits.
 */
import type { Context } from '../../platform/context.ts';
import { sqlState, type Db } from '../../platform/db/db.ts';
import type { Taken } from '../../platform/travel.ts';
import type { AuthoredBody, Finding } from '../authored.ts';
import { writePlan } from '../import-bodies.ts';
import { overlap, type Succession } from '../model.ts';
import { planImport, type ImportPlan } from '../plan-import.ts';
import type { Existing } from '../planned.ts';
import { readBody } from '../read-entry.ts';
import * as store from '../store/adopted.ts';
import { dropFounded } from '../store/merge.ts';
import { allForPlanning, allSuccessions, lockTree } from '../store/planning.ts';
import { dropSuccessions, refreshPaths } from '../store/write.ts';
import { todayOf, writeChange } from '../write-change.ts';
import type { ToldBody, ToldTree } from './told.ts';

export interface Teller {
  /** Name of the node that tells. */
  readonly origin: string;
  /** Whether it is home of the body with this code; null: of what stands under nobody. */
  isTheirs(code: string | null): boolean;
}

interface Told {
  readonly body: AuthoredBody;
  readonly at: ToldBody['at'];
  /** As it is here. */
  readonly here: Existing | undefined;
}

const take: Taken = { taken: true };
const refuse = (reason: string): Taken => ({ taken: false, reason });
const later = (reason: string): Taken => ({ taken: 'later', reason });

/** In the transaction that remembers the parcel. */
export async function adoptTree(context: Context, tx: Db, teller: Teller, tree: ToldTree): Promise<Taken> {
  // As an import: two at once would plan on the same state.
  await lockTree(tx);
  const existing = await allForPlanning(tx);
  const told = readTold(tree, existing);
  if (!told) return refuse('unreadable');
  const verdict = judge(teller, told, existing);
  if (verdict) return verdict;
  const gone = tree.gone.map(({ code, from }) => existing.find((one) => one.code === code && one.from === from));
  if (gone.some((body) => body !== undefined && !teller.isTheirs(body.code))) return refuse('not-yours-to-say');
  const fresh = await freshOf(tx, teller.origin, told);
  const known = await allSuccessions(tx);
  const dropped = takenBack(fresh, known, existing);
  const plan = planImport(
    fresh.map(({ body }) => body),
    existing,
    known.filter((one) => !dropped.includes(one)),
  );
  const wrong = plan.findings.find(({ severity }) => severity === 'error');
  if (wrong) return later(wrong.rule);
  await write(context, tx, teller, { plan, dropped, gone: gone.filter((body) => body !== undefined) });
  const { origin } = teller;
  await store.putHeard(
    tx,
    fresh.map(({ body: { code, from }, at }) => ({ code, from, node: origin, ...at })),
  );
  return take;
}

function readTold({ bodies }: ToldTree, existing: readonly Existing[]): Told[] | undefined {
  const findings: Finding[] = [];
  const byCode = Map.groupBy(existing, ({ code }) => code);
  const isDay = (text: string) => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : undefined);
  const told = bodies.flatMap(({ entry, at }) => {
    const body = readBody({ value: entry, at: { file: null, line: null } }, isDay, findings);
    if (!body) return [];
    const bearers = byCode.get(body.code) ?? [];
    const here = bearers.find(({ from }) => from === body.from) ?? bearers.find((one) => overlap(one, body));
    return [{ body, at, here }];
  });
  return findings.some(({ severity }) => severity === 'error') ? undefined : told;
}

/**
 * A node says what is at home there, and puts it only under what is at home there: where a body stands already, it may go
 * on standing. Undefined: it may say all of it.
 */
function judge({ isTheirs }: Teller, told: readonly Told[], existing: readonly Existing[]): Taken | undefined {
  const codes = new Map(existing.map(({ id, code }) => [id, code]));
  const known = new Set(codes.values());
  const added = new Set(told.filter(({ here }) => !here).map(({ body }) => body.code));
  for (const { body, here } of told) {
    const stands = new Set(here?.placements.map(({ parent }) => codes.get(parent)));
    const above = body.parents.map(({ code }) => code).filter((code) => !stands.has(code));
    // One under another new one of the same parcel is judged by that one's place.
    const strange = above.filter((code) => !added.has(code) || known.has(code));
    const unknown = strange.find((code) => !known.has(code));
    if (here ? !isTheirs(here.code) : body.parents.length === 0 && !isTheirs(null)) return refuse('not-yours-to-say');
    if (unknown !== undefined) return later('parent-unknown');
    if (strange.some((code) => !isTheirs(code))) return refuse('not-yours-to-say');
  }
  return undefined;
}

/** Without what was heard of in a later state already: positions of one log can be compared, those of two cannot. */
async function freshOf(tx: Db, origin: string, told: readonly Told[]): Promise<Told[]> {
  const ids = told.flatMap(({ here }) => here?.id ?? []);
  const heard = new Map((await store.heardOf(tx, ids)).map((one) => [one.body, one]));
  return told.filter(({ here, at }) => {
    const last = here && heard.get(here.id);
    if (!last || last.node !== origin) return true;
    return at.epoch > last.epoch || (at.epoch === last.epoch && at.position > last.position);
  });
}

/** What became of these bodies, as it is written here, and their home does not say any more: a merge was undone. */
function takenBack(told: readonly Told[], known: readonly Succession[], existing: readonly Existing[]): Succession[] {
  const codes = new Map(existing.map(({ id, code }) => [id, code]));
  const said = new Map(told.flatMap(({ here, body }) => (here ? [[here.id, body.successions] as const] : [])));
  return known.filter(({ predecessor, successor, day }) => {
    const now = said.get(predecessor);
    return now && !now.some((one) => one.day === day && one.to.includes(codes.get(successor) ?? ''));
  });
}

interface Writing {
  readonly plan: ImportPlan;
  readonly dropped: readonly Succession[];
  readonly gone: readonly Existing[];
}

async function write(context: Context, tx: Db, { origin }: Teller, { plan, dropped, gone }: Writing): Promise<void> {
  const count = (state: string) => plan.bodies.filter((body) => body.state === state).length;
  const [added, changed] = [count('added'), count('changed')];
  if (added + changed + plan.successions.length + dropped.length + gone.length === 0) return;
  const by = { account: origin, body: null, rule: 'exchange/own-bodies' };
  const act = { action: 'bodies.adopt-tree', subject: 'bodies', by, tree: true };
  await writeChange(
    context,
    act,
    async (inner, changeSet) => {
      await dropSuccessions(inner, dropped);
      await writePlan(inner, plan, { origin: 'hand', changeSet });
      // Nothing stands under it any more, and the paths say so.
      if (gone.length > 0) await refreshPaths(inner, todayOf(context));
      for (const { id } of gone) await drop(inner, id, changeSet);
      return { result: undefined, added, changed, ended: gone.length };
    },
    tx,
  );
}

const STILL_REFERRED_TO = '23503';

/** What something here is written in stays, and was never in force. */
async function drop(tx: Db, body: number, changeSet: number): Promise<void> {
  try {
    await tx.transaction((inner) => dropFounded(inner, body));
  } catch (error) {
    if (sqlState(error) !== STILL_REFERRED_TO) throw error;
    await store.endAtOnce(tx, body, changeSet);
  }
}
