/** Is this person known? One set of values against everybody, for entry forms: only records that the caller may look up. */
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import type { GoldenRecordRef } from '../golden-contract.ts';
import { problems } from '../problems.ts';
import { askerOf } from './asker.ts';
import { linkedEntities } from './entities.ts';
import type { FoundLink, LinkedEntity } from './model.ts';
import { byRegister, openRecords } from './open-records.ts';
import * as store from './store/link.ts';
import { membersOf, peopleOfRecords } from './store/person.ts';
import { readTexts } from './store/rows.ts';
import { chanceOf, readNames, recordRef } from './view-records.ts';

export interface Asked {
  readonly entity: string;
  readonly values: Readonly<Record<string, string>>;
  readonly purpose?: string | undefined;
  readonly rule: string;
}

export interface KnownPeople {
  readonly known: boolean;
  readonly people: {
    person: string;
    verdict: 'link' | 'review';
    weight: number;
    probability: number;
    records: GoldenRecordRef[];
  }[];
}

/** Stands for who is asked about, among ids of records. */
const ASKED = '00000000-0000-0000-0000-000000000000';
/** So many people at most are shown. */
const MOST = 10;

/** @throws problems.notLinked, unknownLookupFields, nothingToLookUp */
export async function lookupGolden(context: Context, caller: Caller, asked: Asked): Promise<KnownPeople> {
  const { db, profile, audit } = context;
  const of = (await linkedEntities(db, profile)).find((one) => one.entity === asked.entity);
  if (!of) throw problems.notLinked({ entity: asked.entity });
  const links = await findLinks(context, of, asked.values);
  const people = await shown(context, caller, of, links);
  await audit.append({
    action: 'registers.lookup',
    actor: caller.account,
    body: caller.body,
    purpose: asked.purpose ?? null,
    subject: `golden/${of.entity}`,
    allowed: true,
    rule: asked.rule,
    counts: { found: people.length },
    records: people.flatMap((one) => one.records.map((record) => record.record)).slice(0, 1000),
  });
  return { known: people.some((one) => one.verdict === 'link'), people };
}

async function findLinks({ db }: Context, of: LinkedEntity, values: Asked['values']): Promise<FoundLink[]> {
  const fields = Object.keys(of.settings.fields);
  const unknown = Object.keys(values).filter((field) => !fields.includes(field));
  if (unknown.length > 0) throw problems.unknownLookupFields({ unknown: unknown.join(', '), known: fields.join(', ') });
  const texts = Object.fromEntries(fields.map((f) => [f, values[f]?.trim() || null]));
  if (Object.values(texts).every((text) => text === null)) throw problems.nothingToLookUp({ known: fields.join(', ') });
  const asker = await askerOf(db, of);
  if (!asker) return [];
  const row = { record: ASKED, texts };
  const keys = await asker.keysOf(row);
  if (keys.length === 0) throw problems.nothingToLookUp({ known: fields.join(', ') });
  const giants = new Set(await store.giantBlocks(db, of.entity, keys, of.settings.largestBlock));
  const small = keys.filter((key) => !giants.has(key));
  const others = await store.candidates(db, of.entity, { keys: small, without: [] });
  return asker.compare(row, await readTexts(db, of, others));
}

async function shown(
  context: Context,
  caller: Caller,
  of: LinkedEntity,
  links: readonly FoundLink[],
): Promise<KnownPeople['people']> {
  const { match, review } = of.settings.thresholds;
  const near = links.filter((link) => link.weight >= review && link.left === ASKED);
  if (near.length === 0) return [];
  const people = await peopleOfRecords(
    context.db,
    of.entity,
    near.map((link) => link.right),
  );
  const members = await membersOf(context.db, [...new Set(people.values())]);
  // A refusal here would tell that somebody is held.
  const opening = { permission: 'registers.lookup', counts: 'some' } as const;
  const opened = await openRecords(context, caller, byRegister(members), opening);
  const names = await readNames(context.db);
  const best = new Map<string, FoundLink>();
  // Only a record that is open may speak: its weight would tell of one that is not.
  for (const link of near.filter(({ right }) => opened.has(right))) {
    const person = people.get(link.right);
    if (person !== undefined && (best.get(person)?.weight ?? -Infinity) < link.weight) best.set(person, link);
  }
  const isLink = ({ weight, conflict, apart }: FoundLink) => weight >= match && !conflict && apart === null;
  // Who fits two people is neither of them for certain: twins, typed without marks.
  const certain = [...best.values()].filter(isLink).length === 1;
  return [...best]
    .sort(([, x], [, y]) => y.weight - x.weight)
    .slice(0, MOST)
    .map(([person, link]) => ({
      person,
      verdict: certain && isLink(link) ? 'link' : 'review',
      weight: link.weight,
      probability: chanceOf(link.weight),
      records: members
        .filter((one) => one.person === person && opened.has(one.record))
        .map(({ register, record, body }) =>
          recordRef({ of, names, register, record, body, opened: opened.get(record) }),
        ),
    }));
}
