/**
 * Looks people up in a register that another node keeps, as this node's key and in the name of the body that asks. Setting of
 * the profile:
 *
 *     remoteSources: [{ register: dan-cu, keeper: DC, agreement: DC-01, purpose: dien-san, check: { agreement: DC-03, purpose: … } }]
 *
 * `keeper` is the code of the body whose home node is asked; agreement and purpose are that node's.
 */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { findBody } from '../../bodies/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import { call, ProblemError } from '../../platform/http/call.ts';
import type { Db } from '../../platform/db/db.ts';
import { findAgreement } from '../../governance/index.ts';
import {
  RemoteRefusedError,
  RemoteSilentError,
  type RemoteAnswer,
  type RemoteQuestion,
  type RemoteSource,
} from '../../registers/index.ts';
import { findNode, listContacts, liveOwnKeys, nodeOfBody, ownNode } from '../nodes/index.ts';
import { batch, lookup } from '../served/contract.ts';
import { nodeSigner, voucherFetch, type VoucherSend } from '../vouchers/index.ts';
import { addUse } from './store/use.ts';

const Setting = Type.Object({
  register: Type.String(),
  keeper: Type.String(),
  agreement: Type.String(),
  purpose: Type.String(),
  /** Under which records are held against it; left out: they are not. */
  check: Type.Optional(Type.Object({ agreement: Type.String(), purpose: Type.String() })),
});
type Setting = Static<typeof Setting>;

export const remoteSettings = ({ profile }: Pick<Context, 'profile'>): readonly Setting[] => {
  const said = profile.settings['remoteSources'];
  return Array.isArray(said) ? said.filter((one) => Check(Setting, one)) : [];
};

/** Somebody waits at a form. */
const PATIENCE_MS = 4_000;
const AT_ONCE = 8;

export function remoteSource(context: Context): RemoteSource | undefined {
  const settings = new Map(remoteSettings(context).map((one) => [one.register, one]));
  if (settings.size === 0 || context.keysDir === undefined) return undefined;
  const sends = new Map<string, VoucherSend>();
  return {
    answers: (register) => settings.has(register),
    checks: (register) => settings.get(register)?.check !== undefined,
    standing: (register) => standingOf(context.db, settings.get(register)),
    find: (asked) => {
      const { check, ...setting } = settings.get(asked.register) as Setting;
      return find(context, sends, { setting: { ...setting, ...(asked.isCheck && check) }, asked });
    },
  };
}

async function standingOf(db: Db, setting: Setting | undefined): Promise<string> {
  if (!setting) return '';
  const node = await nodeOfBody(db, setting.keeper);
  const contact = (await listContacts(db)).find((one) => one.node === node?.name);
  const isReached = contact ? (contact.heardAt ?? '') > (contact.failedAt ?? '') : null;
  const agreement = await findAgreement(db, setting.check?.agreement ?? setting.agreement);
  return JSON.stringify([node?.name, node?.state, node?.address, isReached, agreement?.state]);
}

interface Asking {
  readonly setting: Setting;
  readonly asked: RemoteQuestion;
}

interface Course {
  readonly found: Map<string, { readonly record: string; readonly values: Record<string, never> }>;
  readonly answered: Set<string>;
  error: unknown;
}

async function find(context: Context, sends: Map<string, VoucherSend>, asking: Asking): Promise<RemoteAnswer> {
  const { setting, asked } = asking;
  const consumer = (await findBody(context.db, asked.consumer))?.code ?? '';
  const course: Course = { found: new Map(), answered: new Set(), error: undefined };
  const origin = (await nodeOfBody(context.db, setting.keeper))?.name ?? '';
  try {
    const send = await sendTo(context, sends, { ...setting, origin, consumer });
    await (asked.isCheck ? askInBatches : askAll)(send, asking, course);
  } catch (error) {
    course.error = error;
  }
  const fault = course.error === undefined ? null : faultOf(course.error);
  const { clock, profile, db } = context;
  await addUse(db, {
    ...{ register: asked.register, agreement: setting.agreement, consumer, origin, fault, now: clock.now() },
    ...{ day: dayOf(clock.now(), profile.timeZone), asked: course.answered.size, found: course.found.size },
  });
  if (course.error !== undefined && course.answered.size === 0) throw thrown(course.error);
  return course;
}

/** A few at a time, until one is refused or nobody answers. */
async function askAll(send: VoucherSend, { asked }: Asking, course: Course): Promise<void> {
  const waiting = [...new Set(asked.keys)];
  const next = async (): Promise<void> => {
    for (let key = waiting.shift(); key !== undefined && course.error === undefined; key = waiting.shift()) {
      try {
        await askOne(send, asked, { key, course });
      } catch (error) {
        course.error = error;
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
}

async function askOne(
  send: VoucherSend,
  { register, fields }: RemoteQuestion,
  { key, course }: { readonly key: string; readonly course: Course },
): Promise<void> {
  try {
    const { record, values } = await call(send, lookup, { params: { register }, body: { key: [key] } });
    const wanted = Object.entries(values).filter(([name]) => fields.includes(name));
    course.found.set(key, { record, values: Object.fromEntries(wanted) as Record<string, never> });
  } catch (error) {
    if (!(error instanceof ProblemError) || !error.problem.type.endsWith('/not-held')) throw error;
  }
  course.answered.add(key);
}

const BATCH = 500;

async function askInBatches(send: VoucherSend, { asked }: Asking, course: Course): Promise<void> {
  const { register, fields } = asked;
  const keys = [...new Set(asked.keys)];
  for (let at = 0; at < keys.length; at += BATCH) {
    const some = keys.slice(at, at + BATCH);
    const { items } = await call(send, batch, { params: { register }, body: { keys: some.map((key) => [key]) } });
    some.forEach((key, i) => {
      course.answered.add(key);
      const item = items[i];
      if (!item) return;
      const wanted = Object.entries(item.values).filter(([name]) => fields.includes(name));
      course.found.set(key, { record: item.record, values: Object.fromEntries(wanted) as Record<string, never> });
    });
  }
}

interface Whom extends Pick<Setting, 'agreement' | 'purpose'> {
  readonly origin: string;
  readonly consumer: string;
}

/** A voucher is kept as long as it is good; another address or key of ours asks for one of its own. @throws RemoteSilentError */
async function sendTo(
  context: Context,
  sends: Map<string, VoucherSend>,
  { origin, agreement, purpose, consumer }: Whom,
): Promise<VoucherSend> {
  const { db, clock } = context;
  const own = await ownNode(context);
  const [key] = liveOwnKeys(context, own.entry, clock.now().toISOString());
  const { address } = (await findNode(db, origin)) ?? {};
  if (!address || !key || origin === own.name) throw new RemoteSilentError('no node is known to ask');
  const name = JSON.stringify([origin, address, key.id, agreement, purpose, consumer]);
  let send = sends.get(name);
  if (!send) {
    const keys = nodeSigner(key);
    const patient = (url: string, init: RequestInit) =>
      fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(PATIENCE_MS) });
    send = voucherFetch({ keys, clock, address, agreement, purpose, consumer, audience: origin, fetch: patient });
    sends.set(name, send);
  }
  return send;
}

const thrown = (error: unknown): Error => {
  if (error instanceof ProblemError && error.problem.status < 500) return new RemoteRefusedError(error.problem);
  return error instanceof RemoteSilentError ? error : new RemoteSilentError(faultOf(error), { cause: error });
};

function faultOf(error: unknown): string {
  if (error instanceof ProblemError) return error.problem.type.replace('/problems/', '');
  const { code } = ((error as Error).cause ?? {}) as { code?: string };
  return code ?? (error as Error).name;
}
