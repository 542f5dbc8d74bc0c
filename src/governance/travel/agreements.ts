/**
 * Agreements between nodes: what a provider has decided is told to every node, because rows lie in many of them and every
 * consumer looks up her own. A class agreement travels as one; each node derives its grants from the tree. See docs/adr/0026.
 */
import Value from 'typebox/value';
import { bodiesByCode, listBodies } from '../../bodies/index.ts';
import type { Context } from '../../platform/context.ts';
import type { Db } from '../../platform/db/db.ts';
import { EVERY_NODE, type Arriving, type IsHere, type Parcel, type Taken, type Travel } from '../../platform/travel.ts';
import { deriveGrants } from '../derive-grants.ts';
import type { Agreement } from '../model.ts';
import * as store from '../store/agreement.ts';
import * as heard from '../store/heard.ts';
import { todayOf, writeChange } from '../write-change.ts';
import {
  readConsumers,
  readRows,
  tellConsumers,
  tellRows,
  ToldAgreements,
  UnknownBodyError,
  type ToldAgreement,
} from './told.ts';

const CHANGED = 'governance.agreements-changed';
const AT_ONCE = 100;

export const agreementTravel: Travel = {
  follows: ['agreement'],
  kinds: [CHANGED],
  parcels: async (tx, change, isHere) => {
    const touched = new Set(await heard.agreementsOf(tx, change.id));
    if (touched.size === 0) return [];
    const at = change.at ?? { epoch: 0, position: 0 };
    const mark = `agreements/${String(at.epoch)}/${String(at.position)}`;
    return tell(tx, { isHere, mark, which: ({ code }) => touched.has(code), at: () => at });
  },
  everything: async (tx, isHere, mark) => {
    const stamps = new Map((await heard.agreementStamps(tx)).map(({ code, ...at }) => [code, at]));
    const at = (code: string) => stamps.get(code) ?? { epoch: 0, position: 0 };
    return tell(tx, { isHere, mark: `agreements/${mark}`, which: () => true, at });
  },
  receive: async (context, tx, arriving) =>
    Value.Check(ToldAgreements, arriving.parcel.payload)
      ? takeAll(context, tx, arriving, arriving.parcel.payload.agreements)
      : { taken: false, reason: 'unreadable' },
  // What stands here goes on; the flow's page shows that another node did not take it.
  refused: () => Promise.resolve(),
};

interface Telling {
  readonly isHere: IsHere;
  readonly mark: string;
  readonly which: (agreement: Agreement) => boolean;
  readonly at: (code: string) => heard.At;
}

/** A parcel for each provider that is at home here. */
async function tell(tx: Db, { isHere, mark, which, at }: Telling): Promise<Parcel[]> {
  const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
  const codeOf = (id: number) => codes.get(id);
  const agreements = (await store.listAgreements(tx)).filter((one) => which(one) && isHere(codeOf(one.provider) ?? ''));
  const particular = Map.groupBy(
    await heard.particularGrants(
      tx,
      agreements.map(({ code }) => code),
    ),
    ({ agreement }) => agreement,
  );
  const told = agreements.map((agreement): ToldAgreement => ({
    ...agreement,
    provider: codeOf(agreement.provider) ?? '',
    consumers: tellConsumers(agreement.consumers, codeOf),
    rows: tellRows(agreement.rows, codeOf),
    at: at(agreement.code),
    grants: (particular.get(agreement.code) ?? []).map(({ consumer, state, rows }) => ({
      consumer: codeOf(consumer) ?? '',
      state,
      rows: rows === null ? null : tellRows(rows, codeOf),
    })),
  }));
  return [...Map.groupBy(told, ({ provider }) => provider)].flatMap(([from, all]) => wrap(from, all, mark));
}

function wrap(from: string, told: readonly ToldAgreement[], mark: string): Parcel[] {
  const parcels: Parcel[] = [];
  for (let i = 0; i < told.length; i += AT_ONCE) {
    const agreements = told.slice(i, i + AT_ONCE);
    const [first] = agreements;
    const subject = agreements.length === 1 ? (first?.code ?? '') : `${from} (${String(agreements.length)})`;
    const id = `${mark}/${from}/${String(i / AT_ONCE)}`;
    parcels.push({ id, kind: CHANGED, from, to: EVERY_NODE, subject, payload: { agreements } });
  }
  return parcels;
}

interface Known {
  readonly registers: ReadonlySet<string>;
  readonly purposes: ReadonlySet<string>;
  readonly bases: ReadonlySet<string>;
  idOf(code: string): number | undefined;
}

async function takeAll(
  context: Context,
  tx: Db,
  { origin, isTheirs }: Arriving,
  told: readonly ToldAgreement[],
): Promise<Taken> {
  if (told.some(({ provider }) => !isTheirs(provider))) return { taken: false, reason: 'not-yours-to-say' };
  const codes = new Map((await listBodies(tx)).map(({ id, code }) => [id, code]));
  const here = new Map((await store.listAgreements(tx)).map((one) => [one.code, one]));
  // A code belongs to whoever gave it: somebody else's agreement is not written over.
  const others = told.some(({ code }) => {
    const provider = here.get(code)?.provider;
    return provider !== undefined && !isTheirs(codes.get(provider) ?? '');
  });
  if (others) return { taken: false, reason: 'code-taken' };
  const bodies = await bodiesByCode(tx, todayOf(context));
  const known: Known = {
    registers: await store.knownRegisters(tx),
    purposes: new Set((await store.listPurposes(tx)).map(({ code }) => code)),
    bases: new Set((await store.listBases(tx)).map(({ code }) => code)),
    idOf: (code) => bodies.get(code)?.id,
  };
  const missing = told.map((one) => missingFor(one, known)).find((reason) => reason !== undefined);
  if (missing !== undefined) return { taken: 'later', reason: missing };
  try {
    for (const one of told) await take(context, tx, origin, { told: one, known });
  } catch (error) {
    if (error instanceof UnknownBodyError) return { taken: 'later', reason: 'unknown-body' };
    throw error;
  }
  return { taken: true };
}

const missingFor = ({ register, purpose, basis }: ToldAgreement, { registers, purposes, bases }: Known) =>
  !registers.has(register)
    ? 'unknown-register'
    : !purposes.has(purpose) || !bases.has(basis)
      ? 'unknown-purpose'
      : undefined;

interface Taking {
  readonly told: ToldAgreement;
  readonly known: Known;
}

async function take(context: Context, tx: Db, origin: string, { told, known }: Taking): Promise<void> {
  const { at, grants, ...terms } = told;
  const { idOf } = known;
  const agreement: Agreement = {
    ...terms,
    provider: idOf(terms.provider) ?? 0,
    consumers: readConsumers(terms.consumers, idOf),
    rows: readRows(terms.rows, idOf),
  };
  const particular = grants.flatMap(({ consumer, state, rows }) => {
    const id = idOf(consumer);
    return id === undefined ? [] : [{ consumer: id, state, rows: rows === null ? null : readRows(rows, idOf) }];
  });
  if (!(await heard.hear(tx, { kind: 'agreement', code: agreement.code, node: origin }, at))) return;
  if (await isSame(tx, agreement, particular)) return;
  const by = { account: origin, body: null, rule: 'exchange/own-bodies' };
  const act = { action: 'governance.adopt-agreement', subject: agreement.code, kind: 'agreement', by } as const;
  await writeChange(
    context,
    act,
    async (inner, changeSet) => {
      await store.adoptAgreement(inner, agreement, changeSet);
      await deriveGrants(inner, [agreement], todayOf(context), changeSet);
      await heard.putParticular(inner, agreement.code, particular, changeSet);
    },
    tx,
  );
}

async function isSame(tx: Db, agreement: Agreement, told: readonly Omit<heard.Particular, 'agreement'>[]) {
  const here = await store.findAgreement(tx, agreement.code);
  if (!here || !Value.Equal({ ...here }, { ...agreement })) return false;
  const grants = (await heard.particularGrants(tx, [agreement.code])).map(({ agreement: _, ...rest }) => rest);
  const ordered = told.toSorted((a, b) => a.consumer - b.consumer);
  return Value.Equal(
    grants.toSorted((a, b) => a.consumer - b.consumer),
    ordered,
  );
}
