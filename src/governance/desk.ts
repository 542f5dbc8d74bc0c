/** What pages are made with: names of bodies, registers, purposes and bases, today and the calendar, and who sees what. */
import { nameBodies } from '../bodies/index.ts';
import { workingCalendar, type WorkingCalendar } from '../platform/calendar.ts';
import type { Caller } from '../platform/caller.ts';
import type { Context } from '../platform/context.ts';
import type { Db } from '../platform/db/db.ts';
import type { Texts } from '../platform/texts.ts';
import { visibleBodies } from './authorizer.ts';
import type { BodyRef, Named } from './contract.ts';
import type { LegalBasis } from './model.ts';
import { conditionWords, entitiesOfRegisters } from './row-conditions.ts';
import * as store from './store/agreement.ts';
import * as registers from './store/register.ts';
import { todayOf } from './write-change.ts';

export type NameOf = (id: number) => BodyRef;

export async function namer(db: Db, ids: readonly (number | null | undefined)[]): Promise<NameOf> {
  const names = await nameBodies(
    db,
    ids.filter((id) => id !== null && id !== undefined),
  );
  return (id) => ({ id, code: names.get(id)?.code ?? String(id), names: names.get(id)?.name ?? {} });
}

/** Everything agreements are shown with, read once. */
export interface Desk {
  readonly name: NameOf;
  readonly registers: ReadonlyMap<string, Named>;
  readonly purposes: ReadonlyMap<string, Named>;
  readonly bases: ReadonlyMap<string, LegalBasis>;
  /** A condition on the rows of a register, in words. */
  readonly say: (register: string, condition: string) => Texts;
  readonly today: string;
  readonly calendar: WorkingCalendar;
}

async function conditionSayer({ db, words }: Context): Promise<Desk['say']> {
  const entities = await entitiesOfRegisters(db);
  return (register, condition) => conditionWords(condition, entities.get(register), words);
}

const byCode = <T extends { code: string }>(list: readonly T[]) => new Map(list.map((one) => [one.code, one]));

export async function openDesk(context: Context, bodies: readonly (number | null)[]): Promise<Desk> {
  const { db } = context;
  const all = await registers.listResponsible(db);
  return {
    name: await namer(db, bodies),
    registers: new Map(all.map(({ name, names }) => [name, { code: name, names }])),
    purposes: byCode(await store.listPurposes(db)),
    bases: byCode(await store.listBases(db)),
    say: await conditionSayer(context),
    today: todayOf(context),
    calendar: workingCalendar(context.profile),
  };
}

export const named = (list: ReadonlyMap<string, Named>, code: string): Named => {
  const found = list.get(code);
  return { code, names: found?.names ?? {} };
};

export const READ = 'governance.read-agreements';

/** The caller's sight: whether he may see what concerns a body. */
export async function sightOf(db: Db, caller: Caller): Promise<(body: number) => boolean> {
  const visible = await visibleBodies(db, caller, READ);
  if (visible === 'all') return () => true;
  const seen = new Set(visible);
  return (body) => seen.has(body);
}
