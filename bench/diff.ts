/**
 * The difference of two releases of 20,000 elements in 500 entities: one element in ten changed, one in a hundred gone
 * and come again under another code. `npx node bench/diff.ts`; `run` gives the row to the bench as a whole.
 */
import { pathToFileURL } from 'node:url';
import { diffPlans } from '../src/dictionary/diff.ts';
import type { ElementPlan, EntityPlan, Plan } from '../src/dictionary/plan.ts';
import { testPlan } from '../src/dictionary/testing/dictionary.ts';
import type { BenchRow } from './load.ts';
import { elements as makeElements } from './search.ts';

export interface DiffOptions {
  /** Default 20,000. */
  readonly elements?: number;
  /** Default 500. */
  readonly entities?: number;
  readonly repetitions?: number;
  readonly log?: (line: string) => void;
}

const REACH = 1000;

function entitiesOf(elements: readonly ElementPlan[], count: number): EntityPlan[] {
  const [model] = testPlan().entities as [EntityPlan];
  const [field] = model.fields;
  if (!field) throw new TypeError('the entity of the tests has fields');
  const size = Math.ceil(elements.length / count);
  return Array.from({ length: count }, (_, place) => ({
    ...model,
    name: `entity_${String(place)}`,
    code: `ENTITY.${String(place)}`,
    checks: [],
    fields: elements.slice(place * size, (place + 1) * size).map((element) => ({
      ...field,
      name: element.physicalName,
      element: element.code,
      names: element.names,
      definition: element.definition,
      ...(element.maxLength === undefined ? {} : { maxLength: element.maxLength }),
    })),
  }));
}

/** Read back from JSON, as releases are: no part of one is the same object as a part of the other. */
function twoReleases(count: number, entities: number): [Plan, Plan] {
  const before = makeElements(count);
  const after = before.map((element, place): ElementPlan => {
    if (place % 100 === 50) return { ...element, code: `N.${String(place)}`, physicalName: `n_${String(place)}` };
    if (place % 10 === 0) return { ...element, maxLength: (element.maxLength ?? 100) + 1, definition: { en: 'other' } };
    return element;
  });
  const planOf = (elements: ElementPlan[]): Plan => ({
    ...testPlan(),
    elements,
    entities: entitiesOf(elements, entities),
  });
  return JSON.parse(JSON.stringify([planOf(before), planOf(after)])) as [Plan, Plan];
}

export function run(options: DiffOptions = {}): BenchRow[] {
  const { elements = 20_000, entities = 500, repetitions = 5, log = () => undefined } = options;
  const [before, after] = twoReleases(elements, entities);
  const times: number[] = [];
  let found = diffPlans(before, after);
  for (let i = 0; i < repetitions; i += 1) {
    const start = performance.now();
    found = diffPlans(before, after);
    times.push(performance.now() - start);
  }
  const median = Math.round(times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0);
  const { changes, renames } = found;
  log(
    `diff-20000: ${String(changes.length)} changes, ${String(renames.length)} perhaps renamed, ${String(median)} ms (median of ${String(repetitions)})`,
  );
  const against = `${String(elements)} elements in ${String(entities)} entities`;
  return [{ name: 'diff-20000', value: median, unit: 'ms', against, reach: REACH, ok: median <= REACH }];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const row of run({ log: (line) => process.stderr.write(`${line}\n`) }))
    process.stdout.write(`${JSON.stringify(row)}\n`);
}
