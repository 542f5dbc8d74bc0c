/** Puts the profile's inventory in place: `architecture/*.yaml` with systems, data sets and flows. */
import Type, { type Static } from 'typebox';
import { Check } from 'typebox/value';
import { parse } from 'yaml';
import { bodiesByCode } from '../bodies/index.ts';
import { noteDataSetSizes } from '../dictionary/index.ts';
import { workingCalendar } from '../platform/calendar.ts';
import { dayOf } from '../platform/clock.ts';
import type { Context } from '../platform/context.ts';
import { readRelativeDay } from '../platform/relative-day.ts';
import { firstDay } from '../platform/setting.ts';
import { Texts } from '../platform/texts.ts';
import { problems } from './problems.ts';
import * as store from './store/inventory.ts';

const text = Type.String();
const optional = Type.Optional;
const AuthoredSystem = Type.Object({
  code: text,
  names: Texts,
  description: optional(Texts),
  body: optional(text),
  keeper: optional(Texts),
  state: text,
  kind: text,
  note: optional(Texts),
});
const AuthoredDataSet = Type.Object({
  code: text,
  system: text,
  names: Texts,
  register: optional(text),
  entity: optional(text),
  layer: text,
  records: optional(Type.Integer()),
});
const AuthoredFlow = Type.Object({
  code: text,
  names: Texts,
  from: text,
  to: text,
  mode: Type.Union([Type.Literal('api'), Type.Literal('feed'), Type.Literal('file'), Type.Literal('manual')]),
  route: Type.Union([Type.Literal('platform'), Type.Literal('direct')]),
  agreement: optional(text),
  reason: optional(Texts),
  ends: optional(text),
});
const Authored = Type.Object({
  systems: optional(Type.Array(AuthoredSystem)),
  dataSets: optional(Type.Array(AuthoredDataSet)),
  flows: optional(Type.Array(AuthoredFlow)),
});
type Authored = Static<typeof Authored>;

/** @throws problems.profileBroken */
export async function installArchitecture(context: Context): Promise<void> {
  const files = context.profile.files('architecture').filter((file) => file.path.endsWith('.yaml'));
  const parts = files.map((file): Authored => {
    const read = parse(file.text) as unknown;
    if (!Check(Authored, read)) throw problems.profileBroken({ findings: [`${file.path} does not have its form`] });
    return read;
  });
  const first = await firstDay(context);
  const calendar = workingCalendar(context.profile);
  const today = dayOf(context.clock.now(), context.profile.timeZone);
  const bodies = await bodiesByCode(context.db, first, today);
  const all: Authored = {
    systems: parts.flatMap((part) => part.systems ?? []),
    dataSets: parts.flatMap((part) => part.dataSets ?? []),
    flows: parts.flatMap((part) => part.flows ?? []),
  };
  await context.db.transaction(async (tx) => {
    for (const one of all.systems ?? []) {
      const body = one.body === undefined ? undefined : bodies.get(one.body);
      if (one.body !== undefined && !body)
        throw problems.profileBroken({ findings: [`no body has the code ${one.body}`] });
      await store.putSystem(tx, systemOf(one, body));
    }
    for (const one of all.dataSets ?? []) await store.putDataSet(tx, dataSetOf(one));
    // Mapping debt is ranked by them.
    const sizes = (all.dataSets ?? []).flatMap(({ code, records }) =>
      records === undefined ? [] : [{ dataSet: code, records }],
    );
    await noteDataSetSizes(tx, sizes);
    for (const one of all.flows ?? []) {
      const ends = one.ends === undefined ? null : readRelativeDay(one.ends, first, calendar);
      if (ends === undefined)
        throw problems.profileBroken({ findings: [`the flow ${one.code} ends on no day: ${one.ends ?? ''}`] });
      await store.putFlow(tx, flowOf(one, ends));
    }
  });
}

const systemOf = (
  one: Static<typeof AuthoredSystem>,
  body: { readonly id: number; readonly names: Texts } | undefined,
): store.SystemRecord => ({
  code: one.code,
  names: one.names,
  description: one.description ?? null,
  body: body?.id ?? null,
  bodyNames: one.keeper ?? body?.names ?? null,
  state: one.state,
  kind: one.kind,
  note: one.note ?? null,
});

const dataSetOf = (one: Static<typeof AuthoredDataSet>): store.DataSetRecord => ({
  ...one,
  register: one.register ?? null,
  entity: one.entity ?? null,
  records: one.records ?? null,
});

const flowOf = (one: Static<typeof AuthoredFlow>, ends: string | null): store.FlowRecord => ({
  ...one,
  agreement: one.agreement ?? null,
  reason: one.reason ?? null,
  ends,
});
