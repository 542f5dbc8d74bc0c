/** The catalogue: what is published, how it is read, and how much it is used. */
import { currentRelease } from '../dictionary/index.ts';
import { findBody } from '../bodies/index.ts';
import { listAgreements, listRegisters, stateOn, visibleBodies, type Register } from '../governance/index.ts';
import type { Caller } from '../platform/caller.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import type { AnyEndpoint } from '../platform/http/endpoint.ts';
import { fold } from '../platform/search/fold.ts';
import { readScores } from '../quality/index.ts';
import { countRecords, openRegister } from '../records/index.ts';
import type { CatalogueEntry, CataloguePage } from './contract.ts';
import { problems } from './problems.ts';
import { usesByOthers, type RegisterUse } from './read-use.ts';

const USED_WITHIN_DAYS = 30;

/** @param q words in names and definitions, with or without marks */
export async function readCatalogue(
  context: Context,
  caller: Caller,
  q: string | undefined,
): Promise<{ items: CatalogueEntry[]; usedByOthers: number; published: number }> {
  const words = fold(q ?? '')
    .split(' ')
    .filter(Boolean);
  const uses = await usesByOthers(context, USED_WITHIN_DAYS);
  const registers = (await listRegisters(context.db)).filter((register) => register.state === 'published');
  const found = registers.filter((register) => words.every((word) => textOf(register).includes(word)));
  const items: CatalogueEntry[] = [];
  for (const register of found) items.push(await entryOf(context, caller, register, uses));
  return { items, usedByOthers: uses.filter((use) => use.reads > 0).length, published: registers.length };
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

/** @throws problems.notPublished */
export async function readCatalogueEntry(
  context: Context,
  caller: Caller,
  name: string,
  served: readonly AnyEndpoint[],
): Promise<CataloguePage> {
  const register = (await listRegisters(context.db)).find((one) => one.name === name && one.state === 'published');
  if (!register) throw problems.notPublished({ register: name });
  const addresses = served
    .filter(
      (endpoint) =>
        endpoint.method === 'GET' && endpoint.path.includes('{register}') && endpoint.name.startsWith('records.'),
    )
    .map(({ name: operation, method, path, summary }) => ({
      name: operation,
      method,
      path: path.replace('{register}', name),
      summary,
    }));
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const entity = `/api/dictionary/entities/${register.entity}`;
  return {
    entry: await entryOf(context, caller, register, await usesByOthers(context, USED_WITHIN_DAYS)),
    addresses,
    downloads: [
      { name: 'template.xlsx', path: `${entity}/template.xlsx` },
      { name: 'schema.json', path: `${entity}/schema.json` },
      { name: 'types.ts', path: `${entity}/types.ts` },
    ],
    agreements: (await listAgreements(context.db))
      .filter((one) => one.register === name)
      .map((one) => ({ code: one.code, names: one.names, state: stateOn(one, today), to: one.to })),
  };
}
