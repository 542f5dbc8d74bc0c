/** Gathers what the catalogue says in DCAT: every register that is listed, as it is described today. */
import { findBody } from '../../bodies/index.ts';
import { currentRelease, prepareTargets, outwardOf, type Graph } from '../../dictionary/index.ts';
import type { Register } from '../../governance/index.ts';
import { dayOf } from '../../platform/clock.ts';
import type { Context } from '../../platform/context.ts';
import type { AnyEndpoint } from '../../platform/http/endpoint.ts';
import type { Texts } from '../../platform/texts.ts';
import { firstChangeOf } from '../store/use.ts';
import { addressesOf } from './addresses.ts';
import { catalogueGraph, type DcatRegister } from './dcat.ts';
import { downloadsOf } from './downloads.ts';

/** @param listed those that answer */
export async function readDcat(
  context: Context,
  listed: readonly Register[],
  { served, origin }: { readonly served: readonly AnyEndpoint[]; readonly origin: string },
): Promise<Graph> {
  const { db, profile, words } = context;
  const release = await currentRelease(db);
  const [language = 'en'] = profile.languages;
  const ready = prepareTargets(release.plan, {
    ...outwardOf(profile),
    language,
    release: release.number,
    translator: (tag) => words.translator(tag),
  });
  const registers: DcatRegister[] = [];
  for (const register of listed) {
    const entity = ready.entity(register.entity);
    if (!entity) continue;
    const manager = register.managerBody === null ? undefined : await findBody(db, register.managerBody);
    const first = await firstChangeOf(db, register.name);
    registers.push({
      name: register.name,
      names: register.names,
      definition: register.definition,
      entity,
      labels: register.labels,
      publisher: { code: manager?.code ?? 'unknown', names: manager?.names ?? register.ownerNames ?? {} },
      addresses: addressesOf({ served, vouchers: context.keysDir !== undefined }, register.name),
      downloads: downloadsOf(register.entity),
      since: first && dayOf(new Date(first), profile.timeZone),
    });
  }
  const say = (key: string): Texts =>
    Object.fromEntries(profile.languages.map((tag) => [tag, words.translator(tag)(`exchange:dcat.${key}`)]));
  return catalogueGraph({
    ...ready,
    origin,
    registers,
    issued: dayOf(new Date(release.publishedAt), profile.timeZone),
    words: { description: say('description'), terms: say('terms'), api: say('api'), file: say('file') },
  });
}
