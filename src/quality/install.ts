/** Puts the profile's reconciliation rounds in place (`quality/rounds.yaml`), and the work they give to each body. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { listBodies } from '../bodies/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import type { Context } from '../platform/context.ts';
import { readRelativeDay } from '../platform/relative-day.ts';
import { firstDay } from '../platform/setting.ts';
import { Texts } from '../platform/texts.ts';
import { openWork } from '../platform/work/index.ts';
import { problems } from './problems.ts';
import { newId } from '../platform/ids.ts';
import { putDifference } from './rounds/store/signature.ts';
import { putExpected, putRound } from './store/round.ts';

const Authored = Type.Object({
  code: Type.String(),
  register: Type.String(),
  names: Texts,
  opens: Type.String(),
  /** The other level's list (every quarter), or the files (every half-year). */
  against: Type.Optional(Type.Enum(['levels', 'files'])),
  bodies: Type.Array(
    Type.Object({
      body: Type.String(),
      expected: Type.Integer({ minimum: 0 }),
      due: Type.String(),
      signedBelow: Type.Optional(Type.String()),
      signedAbove: Type.Optional(Type.String()),
      differences: Type.Optional(Type.Integer()),
      /** In what the lists differ, as the body above has said it. */
      found: Type.Optional(Type.Array(Type.String({ minLength: 1 }))),
      contactLeft: Type.Optional(Type.String()),
      silentSince: Type.Optional(Type.String()),
    }),
  ),
});

/** @throws problems.profileBroken */
export async function installQuality(context: Context): Promise<void> {
  const read = context.profile.read('quality/rounds.yaml');
  if (read === undefined) return;
  const first = await firstDay(context);
  const calendar = workingCalendar(context.profile);
  // One that has merged since keeps the figure that it was counted with.
  const named = [...(await listBodies(context.db)), ...(await listBodies(context.db, { on: first }))];
  const bodies = new Map(named.map((body) => [body.code, body.id]));
  const broken = (finding: string) => problems.profileBroken({ findings: [finding] });
  const day = (text: string) => {
    const found = readRelativeDay(text, first, calendar);
    if (found === undefined) throw broken(`not a day: ${text}`);
    return found;
  };
  await context.db.transaction(async (tx) => {
    for (const round of [read].flat()) {
      if (!Check(Authored, round)) throw broken('quality/rounds.yaml does not have its form');
      const fresh =
        (await putRound(tx, {
          code: round.code,
          register: round.register,
          names: round.names,
          opens: day(round.opens),
          against: round.against ?? 'levels',
        })) > 0;
      for (const one of round.bodies) {
        const body = bodies.get(one.body);
        if (body === undefined) throw broken(`no body has the code ${one.body}`);
        const optional = (text: string | undefined) => (text === undefined ? null : day(text));
        await putExpected(tx, {
          round: round.code,
          body,
          expected: one.expected,
          due: day(one.due),
          signedBelow: optional(one.signedBelow),
          signedAbove: optional(one.signedAbove),
          differences: one.found?.length ?? one.differences ?? null,
        });
        const now = context.clock.now();
        if (fresh && one.found) await keepFound(tx, { round: round.code, body }, { what: one.found, on: first, now });
        if (fresh && one.signedBelow === undefined)
          await giveWork(tx, round, { body, due: day(one.due), calendar: calendar.edition, now: context.clock.now() });
      }
    }
  });
}

/** Differences that the profile tells: they arose before this node was. */
async function keepFound(
  tx: Tx,
  at: { readonly round: string; readonly body: number },
  { what, on, now }: { readonly what: readonly string[]; readonly on: string; readonly now: Date },
): Promise<void> {
  for (const words of what)
    await putDifference(tx, { id: newId(now), ...at, what: words, foundOn: on, foundBy: 'system' }, 0);
}

type Tx = Parameters<typeof openWork>[0];

/** The list a body owes: its one task of the quarter. */
const giveWork = (
  tx: Tx,
  round: Static<typeof Authored>,
  to: { body: number; due: string; calendar: string; now: Date },
) =>
  openWork(tx, {
    kind: 'quality.round',
    title: { key: 'quality:work.round', values: { round: round.names } },
    body: to.body,
    post: 'officer',
    due: { day: to.due, calendar: to.calendar },
    link: `/registers/${round.register}/load`,
    subject: round.register,
    now: to.now,
  });
