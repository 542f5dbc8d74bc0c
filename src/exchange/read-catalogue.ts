/** The catalogue: what is published, how it is read, and how much it is used. */
import { currentRelease } from '../dictionary/index.ts';
import { findBody, listBodies } from '../bodies/index.ts';
import {
  activeGrants,
  listAgreements,
  listRegisters,
  sayAllowed,
  stateOn,
  visibleBodies,
  type Register,
} from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { AnyEndpoint, Answer, Query } from '../platform/http/endpoint.ts';
import { fold } from '../platform/search/fold.ts';
import { readScores } from '../quality/index.ts';
import { countRecords, openRegister } from '../records/index.ts';
import type { Texts } from '../platform/texts.ts';
import { addressesOf } from './catalogue/addresses.ts';
import type { AnswerCheck, Checked } from './catalogue/check-answers.ts';
import { downloadsOf } from './catalogue/downloads.ts';
import { sampleOf } from './catalogue/sample.ts';
import type { CatalogueEntry, CataloguePage, listCatalogue } from './contract.ts';
import { problems } from './problems.ts';
import { usesByOthers, type RegisterUse } from './read-use.ts';

const USED_WITHIN_DAYS = 30;

const PAGE = 50;

export interface Listed {
  /** Published, and every address answers. */
  readonly registers: readonly Register[];
  readonly broken: readonly Register[];
  readonly checked: Checked;
}

/** Published registers by name, and which of them answer. */
export async function listAnswering({ db, clock }: Context, check: AnswerCheck): Promise<Listed> {
  const published = (await listRegisters(db)).filter((register) => register.state === 'published');
  const { plan } = await currentRelease(db);
  const probed = published.map(({ name, entity }) => ({
    register: name,
    field: plan.entities.find((one) => one.name === entity)?.key[0] ?? '',
  }));
  const checked = await check.current(probed, clock.now());
  const answers = ({ name }: Register) => !checked.silent.has(name);
  const sorted = published.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { registers: sorted.filter(answers), broken: sorted.filter((register) => !answers(register)), checked };
}

/** Page by page in the order of names. `q`: words in names and definitions, with or without marks. */
export async function readCatalogue(
  context: Context,
  caller: Caller,
  { query, check }: { readonly query: Query<typeof listCatalogue>; readonly check: AnswerCheck },
): Promise<Answer<typeof listCatalogue>> {
  const { db } = context;
  const { registers, broken, checked } = await listAnswering(context, check);
  const uses = await usesByOthers(context, USED_WITHIN_DAYS);
  const managers = await managersOf(context, registers);
  const { limit = PAGE, cursor = '' } = query;
  const items: CatalogueEntry[] = [];
  let next: string | undefined;
  for (const register of registers.filter((one) => fits(one, query, managers) && one.name > cursor)) {
    // A band is known only when its scores are: read until the page is full.
    const entry = await entryOf(context, caller, register, uses).catch((error: unknown) => {
      context.log.warn({ err: error, register: register.name }, 'a register broke since it was checked');
      check.forget();
      return undefined;
    });
    if (!entry || (query.band !== undefined && entry.band !== query.band)) continue;
    if (items.length === limit) {
      next = items.at(-1)?.register;
      break;
    }
    items.push(entry);
  }
  const mine = await visibleBodies(db, caller, 'exchange.manage-catalogue');
  const known = ({ managerBody }: Register) => mine === 'all' || (managerBody !== null && mine.includes(managerBody));
  return {
    items,
    usedByOthers: uses.filter((use) => use.reads > 0).length,
    published: registers.length,
    managers: [...new Map(managers.values().map((one) => [one.code, one])).values()],
    broken: broken.filter(known).map(({ name, names }) => ({
      register: name,
      names,
      addresses: [...(checked.silent.get(name) ?? [])],
      checkedAt: checked.checkedAt.toISOString(),
    })),
    ...(next !== undefined && { next }),
  };
}

type Managers = ReadonlyMap<number, { id: number; code: string; names: Texts }>;

async function managersOf({ db }: Context, registers: readonly Register[]): Promise<Managers> {
  const wanted = new Set(registers.flatMap(({ managerBody }) => managerBody ?? []));
  const found = (await listBodies(db)).filter(({ id }) => wanted.has(id));
  return new Map(found.map(({ id, code, names }) => [id, { id, code, names }]));
}

function fits(register: Register, query: Query<typeof listCatalogue>, managers: Managers): boolean {
  const { q = '', sharing, personal, manager } = query;
  const words = fold(q).split(' ').filter(Boolean);
  const own = register.managerBody === null ? undefined : managers.get(register.managerBody);
  return (
    words.every((word) => textOf(register).includes(word)) &&
    (sharing === undefined || register.labels.sharing === sharing) &&
    (personal === undefined || register.labels.personal === personal) &&
    (manager === undefined || own?.code === manager)
  );
}

const textOf = (register: Register) =>
  fold([register.name, ...Object.values(register.names), ...Object.values(register.definition)].join(' '));

const MOST_WEAK = 5;

/** Fields below green, worst first; rules over several fields are the register's. */
const weakOf = (fields: Awaited<ReturnType<typeof readScores>>['fields']): CatalogueEntry['weak'] =>
  fields
    .filter(({ score }) => score.band === 'yellow' || score.band === 'red')
    .map(({ field, names, score }) => ({ field, names, score: score.score, band: score.band }))
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .slice(0, MOST_WEAK);

async function entryOf(
  context: Context,
  caller: Caller,
  register: Register,
  uses: readonly RegisterUse[],
): Promise<CatalogueEntry> {
  const { db } = context;
  const scope = await visibleBodies(db, caller, 'records.read', register.name);
  const manager = register.managerBody === null ? undefined : await findBody(db, register.managerBody);
  const use = uses.find((one) => one.register === register.name);
  const { score, fields } = await readScores(context, register.name);
  const release = await currentRelease(db);
  return {
    register: register.name,
    entity: register.entity,
    names: register.names,
    definition: register.definition,
    labels: { ...register.labels },
    owner: register.ownerNames ?? null,
    manager: manager ? { id: manager.id, code: manager.code, names: manager.names } : null,
    records:
      scope !== 'all' && scope.length === 0
        ? null
        : await countRecords(db, await openRegister(db, register.name), { scope }),
    readsByOthers: use?.reads ?? 0,
    readers: use?.readers ?? 0,
    quality: score.score,
    band: score.band,
    weak: weakOf(fields),
    release: release.number,
    edition: release.edition,
  };
}

/** @throws problems.notPublished, the same for one that does not answer */
export async function readCatalogueEntry(
  context: Context,
  caller: Caller,
  name: string,
  { served, check }: { readonly served: readonly AnyEndpoint[]; readonly check: AnswerCheck },
): Promise<CataloguePage> {
  const { db } = context;
  const register = (await listAnswering(context, check)).registers.find((one) => one.name === name);
  if (!register) throw problems.notPublished({ register: name });
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const own = caller.body === null ? [] : await activeGrants(db, today, caller.body);
  const mine = new Set(own.map(({ agreement }) => agreement));
  const inOwn = caller.body === null ? {} : { body: caller.body };
  return {
    entry: await entryOf(context, caller, register, await usesByOthers(context, USED_WITHIN_DAYS)),
    addresses: addressesOf({ served, vouchers: context.keysDir !== undefined }, name),
    downloads: downloadsOf(register.entity),
    agreements: (await listAgreements(db))
      .filter((one) => one.register === name)
      .map((one) => ({
        code: one.code,
        names: one.names,
        state: stateOn(one, today),
        to: one.to,
        mode: one.mode,
        mine: mine.has(one.code),
      })),
    terms: register.terms,
    citation: register.citation,
    sample: await sampleOf(context, register.entity),
    allowed: await sayAllowed(context, caller, {
      'records.createRecord': { permission: 'records.create', about: { register: name, ...inOwn } },
      'registers.beginLoad': { permission: 'registers.load', about: { register: name, ...inOwn } },
    }),
  };
}
