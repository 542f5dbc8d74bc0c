/** A list is answered and closed: what was signed can be made again from the register, and proved by its hash. */
import { createHash } from 'node:crypto';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { newId } from '../../platform/ids.ts';
import type { BodyListView, ListItem, SignedList } from '../body-list-contract.ts';
import { problems } from '../problems.ts';
import { insertPrefill } from '../store/prefill.ts';
import * as store from '../store/body-list.ts';
import { readPeople, type ListedPerson } from './people.ts';
import { layoutFields } from './layout.ts';
import { placeOf, readBodyList, type ListScene } from './read-list.ts';

/** What the minutes say; kept with the list. */
export interface MinutesFacts extends Pick<BodyListView, 'counts' | 'since' | 'items'> {
  /** Name of whoever closed it. */
  readonly by: string;
}

export interface AnswerGiven {
  readonly kind: ListItem['kind'];
  readonly record: string;
  /** Proposal that is meant, of what differs from the source. */
  readonly correction?: string | null | undefined;
  readonly answer: 'right' | 'wrong' | null;
  readonly note?: string | undefined;
}

/** @throws problems.notInList when nothing of the kind was asked about this record */
export async function answerBodyList(
  context: Context,
  caller: Caller,
  scene: ListScene,
  given: AnswerGiven,
): Promise<void> {
  const { items } = await readBodyList(context, scene);
  const asked = { kind: given.kind, record: given.record, correction: given.correction ?? null };
  const item = items.find((one) => placeOf(one) === placeOf(asked));
  if (!item) throw problems.notInList();
  const { db, clock } = context;
  const note = given.note?.trim() ?? '';
  await store.putAnswer(db, {
    id: newId(clock.now()),
    register: scene.table.register,
    body: scene.body.id,
    of: placeOf(asked),
    answer: given.answer === null ? null : { answer: given.answer, note: note === '' ? null : note, item },
    at: clock.now().toISOString(),
  });
  await context.audit.append({
    action: 'registers.answer-body-list',
    actor: caller.account,
    body: caller.body,
    subject: scene.table.register,
    allowed: true,
    rule: 'registers/list-answer',
    counts: {},
    records: [given.record],
  });
}

/** @throws problems.emptyList */
export async function signBodyList(context: Context, caller: Caller, scene: ListScene): Promise<SignedList> {
  const { db, clock } = context;
  const view = await readBodyList(context, scene);
  if (view.counts.people === 0) throw problems.emptyList();
  const place = (await store.headOfLog(db)) ?? { epoch: 1, position: 0 };
  // Read as it was at that place: whoever makes the file again gets the same one.
  const people = await readPeople(context, scene, place);
  const now = clock.now();
  const facts: MinutesFacts = { counts: view.counts, since: view.since, items: view.items, by: caller.name };
  const signing = {
    id: newId(now),
    register: scene.table.register,
    body: scene.body.id,
    at: now.toISOString(),
    by: caller.account,
    ...place,
    hash: hashOf(scene, people),
    facts,
  };
  await db.transaction(async (tx) => {
    await store.putSigned(tx, signing);
    await insertPrefill(tx, {
      id: newId(now),
      register: signing.register,
      authority: scene.comparison?.authority ?? signing.register,
      body: signing.body,
      account: caller.account,
      way: 'round',
      at: signing.at,
      asked: view.counts.people,
      found: view.counts.people,
      cellsKnown: view.counts.cellsKnown,
      cellsAll: view.counts.cellsAll,
      locked: [],
      findings: [],
      file: null,
    });
  });
  await context.audit.append({
    action: 'registers.sign-body-list',
    actor: caller.account,
    body: caller.body,
    subject: signing.register,
    allowed: true,
    rule: 'registers/list-signed',
    counts: { people: people.length },
  });
  return { list: signing.id, at: signing.at, by: caller.name, hash: signing.hash, people: view.counts.people };
}

/** SHA-256 of the list: one line a person in the order of the keys, its fields in the order of the layout, tabs between. */
export function hashOf({ layout }: Pick<ListScene, 'layout'>, people: readonly ListedPerson[]): string {
  const hash = createHash('sha256');
  const fields = layoutFields(layout);
  for (const { values } of people) {
    hash.update(`${fields.map((field) => plain(values[field])).join('\t')}\n`);
  }
  return hash.digest('hex');
}

const plain = (value: unknown) =>
  value === null || value === undefined ? '' : (value as string | number | boolean).toString().replace(/[\t\n]/g, ' ');
