/** Requests as the person and those who answer see them. */
import { bodiesByCode, nameBodies, subtreeIds } from '../../bodies/index.ts';
import {
  getDisposal,
  isRequestOpen,
  listPurposes,
  listRegisters,
  nextDueOf,
  subjectSettings,
  type SubjectRequest,
} from '../../governance/index.ts';
import type { BodyRef, Named } from '../../governance/contract.ts';
import { workingCalendar, type WorkingCalendar } from '../../platform/calendar.ts';
import { system, type Caller } from '../../platform/caller.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { correctionStanding } from '../../registers/index.ts';
import { openRegister } from '../../records/index.ts';
import { standingCopies } from '../window/store/window.ts';
import { allowedOnSubject } from './allowed-on-subject.ts';
import type { OfferedKind, SubjectAct, SubjectLine, SubjectPage } from './contract.ts';
import type { Static } from 'typebox';

interface Desk {
  readonly refOf: (id: number) => BodyRef;
  readonly registers: ReadonlyMap<string, Named>;
  readonly purposes: ReadonlyMap<string, Named>;
  readonly today: string;
  readonly calendar: WorkingCalendar;
}

async function openDesk({ db, clock, profile }: Context, rows: readonly SubjectRequest[]): Promise<Desk> {
  const ids = rows.flatMap(({ body, steps }) => [body, ...steps.flatMap((one) => one.body ?? [])]);
  const names = await nameBodies(db, [...new Set(ids)]);
  return {
    refOf: (id) => ({ id, code: names.get(id)?.code ?? String(id), names: names.get(id)?.name ?? {} }),
    registers: new Map((await listRegisters(db)).map((one) => [one.name, { code: one.name, names: one.names }])),
    purposes: new Map((await listPurposes(db)).map(({ code, names: said }) => [code, { code, names: said }])),
    today: dayOf(clock.now(), profile.timeZone),
    calendar: workingCalendar(profile),
  };
}

export function offeredKinds({ profile }: Pick<Context, 'profile'>): Static<typeof OfferedKind>[] {
  return [...subjectSettings(profile).kinds].map(([kind, { basis: _, ...terms }]) => ({ kind, ...terms }));
}

const namedIn = (list: ReadonlyMap<string, Named>, code: string | null): Named | null =>
  code === null ? null : (list.get(code) ?? { code, names: {} });

function lineOf(one: SubjectRequest, { refOf, registers, today, calendar }: Desk): SubjectLine {
  const nextDue = isRequestOpen(one) ? nextDueOf(one) : null;
  const { id, kind, state, onBehalf, receivedOn, answerDue, due, closedAt } = one;
  return {
    ...{ id, kind, state, onBehalf, receivedOn, answerDue, due, closedAt, nextDue },
    register: namedIn(registers, one.register),
    body: refOf(one.body),
    daysLeft: nextDue === null ? null : calendar.workingDaysBetween(today, nextDue),
    overdue: nextDue !== null && nextDue < today,
  };
}

export async function subjectLines(context: Context, rows: readonly SubjectRequest[]): Promise<SubjectLine[]> {
  const desk = await openDesk(context, rows);
  return rows.map((one) => lineOf(one, desk));
}

export interface Seeing {
  readonly caller: Caller;
  /** It is the asker’s own. */
  readonly isOwn: boolean;
  /** The asker’s post answers it. */
  readonly mayAnswer: boolean;
}

export async function subjectPage(context: Context, one: SubjectRequest, seeing: Seeing): Promise<SubjectPage> {
  const desk = await openDesk(context, [one]);
  const settings = subjectSettings(context.profile);
  const terms = settings.kinds.get(one.kind);
  const { person, authority, evidence, reason, wanted, withOthers, extended, told, answer } = one;
  const isOpen = isRequestOpen(one);
  const extend = terms?.extend ?? 0;
  const acts = seeing.mayAnswer ? actsOf(one, desk.today, extend) : [];
  return {
    ...lineOf(one, desk),
    ...{ person, authority, evidence, reason, wanted, withOthers, extended, told, answer, acts },
    field: await fieldOf(context, one),
    purpose: namedIn(desk.purposes, one.purpose),
    citation: terms?.citation ?? null,
    holders: isOpen && seeing.mayAnswer ? await holdersOf(context, one, desk) : [],
    refusal: refusalOf(context, one),
    ...(await outcomesOf(context, one)),
    restricted: one.result.restricted?.length ?? 0,
    hasExport: isGranted(one) && (seeing.isOwn || seeing.mayAnswer),
    steps: stepsOf(one, desk),
    allowed: await allowedOnSubject(context, one, seeing),
    ...limitsOf(context, one, { acts, extend }),
  };
}

function limitsOf(
  context: Context,
  one: SubjectRequest,
  { acts, extend }: { readonly acts: readonly SubjectAct[]; readonly extend: number },
): Pick<SubjectPage, 'grounds' | 'mayExtend'> {
  const grounds = acts.includes('refuse') ? groundsOf(context, one) : [];
  return { grounds, mayExtend: acts.includes('extend') ? extend : 0 };
}

const isGranted = ({ kind, state }: SubjectRequest): boolean => kind === 'view' && state === 'done';

const stepsOf = ({ steps }: SubjectRequest, { refOf }: Desk): SubjectPage['steps'] =>
  steps.map(({ at, act, account, body, words }) => ({
    ...{ at, act, body: body === null ? null : refOf(body), byNode: account === system.account },
    words: words ?? null,
  }));

function actsOf(one: SubjectRequest, today: string, extend: number): SubjectAct[] {
  if (!isRequestOpen(one)) return [];
  const canPutOff = one.extended === null && extend > 0 && today <= one.due;
  return [
    ...(one.state === 'received' ? (['acknowledge'] as const) : []),
    ...(one.kind === 'correct' || one.state === 'acting' ? [] : (['carry-out'] as const)),
    ...(canPutOff ? (['extend'] as const) : []),
    'tell',
    ...(one.result.correction === undefined && one.state !== 'acting' ? (['refuse'] as const) : []),
  ];
}

const groundsOf = ({ profile }: Context, { kind }: SubjectRequest) =>
  subjectSettings(profile)
    .grounds.filter(({ kinds }) => kinds === undefined || kinds.includes(kind))
    .map(({ code, names, citation }) => ({ code, names, citation }));

function refusalOf({ profile }: Context, { refusal }: SubjectRequest): SubjectPage['refusal'] {
  if (refusal === null) return null;
  const { grounds, remedy } = subjectSettings(profile);
  const found = grounds.find(({ code }) => code === refusal.ground);
  const ground = { code: refusal.ground, names: found?.names ?? {}, citation: found?.citation ?? '' };
  return { ground, reason: refusal.reason, remedy };
}

async function outcomesOf({ db }: Context, { result }: SubjectRequest) {
  const found = result.correction === undefined ? undefined : await correctionStanding(db, result.correction);
  return {
    correction: found ? { id: found.id, state: found.state, reason: found.reason } : null,
    disposal:
      result.disposal === undefined
        ? null
        : { id: result.disposal, state: (await getDisposal(db, result.disposal)).state },
  };
}

async function fieldOf({ db }: Context, { register, field }: SubjectRequest): Promise<Named | null> {
  if (register === null || field === null) return null;
  const table = await openRegister(db, register).catch(() => undefined);
  return { code: field, names: table?.entity.fields.find(({ name }) => name === field)?.names ?? {} };
}

/** Bodies to which rows of the register go by a feed, from the tree of whoever keeps them. */
async function holdersOf(
  { db }: Context,
  one: SubjectRequest,
  { registers, today }: Desk,
): Promise<SubjectPage['holders']> {
  if (one.register === null) return [];
  const copies = (await standingCopies(db, [one.register])).filter(({ until }) => until === null);
  const bodies = await bodiesByCode(db, today);
  const found: SubjectPage['holders'] = [];
  for (const { consumer, register, scope } of copies) {
    const body = bodies.get(consumer);
    if (!body || !(await isAmong(db, bodies, scope.trees, one.body))) continue;
    const ref = { id: body.id, code: body.code, names: body.names };
    found.push({ body: ref, register: registers.get(register) ?? { code: register, names: {} } });
  }
  return found;
}

async function isAmong(
  db: Context['db'],
  bodies: Awaited<ReturnType<typeof bodiesByCode>>,
  trees: 'all' | readonly string[],
  body: number,
): Promise<boolean> {
  if (trees === 'all') return true;
  for (const code of trees) {
    const root = bodies.get(code);
    if (root && (await subtreeIds(db, root.id)).includes(body)) return true;
  }
  return false;
}
