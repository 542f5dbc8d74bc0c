/** What a person may ask about, without a value: her registers, their fields, and how what she asked stands. */
import { nameBodies } from '../../bodies/index.ts';
import { listPurposes, listRegisters, requestsOfPerson, subjectSettings } from '../../governance/index.ts';
import type { Caller } from '../../platform/caller.ts';
import type { Context } from '../../platform/context.ts';
import { openRegister } from '../../records/index.ts';
import { keepersOf } from '../../registers/index.ts';
import type { Held } from '../window/find-records.ts';
import type { HeldRegister, SubjectPage } from './contract.ts';
import { windowSettings } from '../window/settings.ts';
import { heldForRights } from './held-by.ts';
import { offeredKinds, subjectPage } from './read-requests.ts';
import type { Static } from 'typebox';

/** More values than this are typed, not chosen. */
const FEW = 80;

export async function ownRequests(context: Context, caller: Caller, person: string) {
  const { db } = context;
  const held = await heldForRights(context, person);
  const items: SubjectPage[] = [];
  for (const one of await requestsOfPerson(db, person))
    items.push(await subjectPage(context, one, { caller, isOwn: true, mayAnswer: false }));
  return {
    linked: true,
    kinds: offeredKinds(context),
    held: await Promise.all(held.map((one) => heldRegister(context, one))),
    purposes: (await listPurposes(db)).map(({ code, names }) => ({ code, names })),
    items,
  };
}

async function heldRegister(context: Context, held: Held) {
  const { db } = context;
  const id = (await keepersOf(db, held.register))(held.records[0]?.body ?? 0).body;
  const keeper = (await nameBodies(db, [id])).get(id);
  const ref = { id, code: keeper?.code ?? String(id), names: keeper?.name ?? {} };
  return { ...askable(context, held), keeper: ref } satisfies Static<typeof HeldRegister>;
}

/** A register with the fields that can be asked about, and few values to choose from. */
function askable({ profile }: Pick<Context, 'profile'>, { register, names, table }: Omit<Held, 'records'>) {
  const back = new Set(subjectSettings(profile).keptBack.flatMap(({ elements }) => elements));
  const lists = new Map(table.plan.codeLists.map((list) => [list.code, list.items]));
  const fields = table.entity.fields.filter(({ element }) => !back.has(element));
  return {
    register: { code: register, names },
    fields: fields.map(({ name, names: said, dataType, codeList }) => {
      const items = codeList ? (lists.get(codeList.list) ?? []) : [];
      const isShort = items.length > 0 && items.length <= FEW;
      const options = items.map(({ code, names: words }) => ({ code, names: words }));
      return { code: name, names: said, type: dataType, ...(isShort && { options }) };
    }),
  };
}

/** What an officer can file on somebody's behalf: every register that bears a person's number. */
export async function subjectForm(context: Context) {
  const { db, profile } = context;
  const { registers } = subjectSettings(profile);
  const { person } = windowSettings(profile);
  const open = [];
  for (const { name, names, state } of await listRegisters(db)) {
    if (state !== 'published' || (registers !== null && !registers.includes(name))) continue;
    const table = await openRegister(db, name).catch(() => undefined);
    if (!table?.entity.fields.some(({ element }) => person.includes(element))) continue;
    open.push(askable(context, { register: name, names, table }));
  }
  const purposes = (await listPurposes(db)).map(({ code, names }) => ({ code, names }));
  return { kinds: offeredKinds(context), registers: open, purposes };
}
