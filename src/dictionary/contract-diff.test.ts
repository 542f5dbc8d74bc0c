/** A case of another tool (datacontract-cli's changelog): what it lists between two contracts, our difference lists too. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { diffPlans } from './diff.ts';
import type { ElementPlan, EntityPlan, FieldPlan, Plan } from './plan.ts';
import { testPlan } from './testing/dictionary.ts';

const FOLDER = join(import.meta.dirname, '../../../shared/data/contract-diff');
const isThere = existsSync(FOLDER);
if (!isThere) process.stdout.write(`NOT RUN: the case to compare with is not at ${FOLDER}\n`);

interface Contract {
  readonly schema: readonly { readonly name: string; readonly properties: readonly Property[] }[];
}
interface Property {
  readonly name: string;
  readonly logicalType: string;
  readonly required?: boolean;
  readonly description?: string;
}

/** As much of a contract as both know: entities, fields, types, what is required, definitions. */
function planOf(file: string): Plan {
  const { schema } = parse(readFileSync(join(FOLDER, file), 'utf8')) as Contract;
  const model = testPlan();
  const [element, entity, field] = [model.elements[0], model.entities[0], model.entities[0]?.fields[0]] as [
    ElementPlan,
    EntityPlan,
    FieldPlan,
  ];
  const own = (one: Property) => ({
    names: { en: one.name },
    definition: { en: one.description ?? '' },
    dataType: one.logicalType as FieldPlan['dataType'],
    synonyms: [],
  });
  const entities = schema.map(({ name, properties }): EntityPlan => ({
    ...entity,
    name,
    key: [],
    checks: [],
    fields: properties.map((one) => ({
      ...field,
      ...own(one),
      name: one.name,
      element: `${name}.${one.name}`,
      required: one.required ?? false,
    })),
  }));
  const elements = schema.flatMap(({ name, properties }) =>
    properties.map((one): ElementPlan => ({
      ...element,
      ...own(one),
      synonyms: {},
      code: `${name}.${one.name}`,
      physicalName: one.name,
    })),
  );
  return { ...model, elements, entities, codeLists: [] };
}

it.skipIf(!isThere)('finds what the other tool finds, and says which of it breaks', () => {
  const { changes } = diffPlans(planOf('changelog_integration_v1.yaml'), planOf('changelog_integration_v2.yaml'));
  const said = new Map(changes.map(({ reason, subject, verdict }) => [`${reason} ${subject}`, verdict]));
  const golden = readFileSync(join(FOLDER, 'golden_changelog_text.txt'), 'utf8').split('Details')[0] ?? '';
  const listed = [...golden.matchAll(/│ (Added|Removed|Updated) +│ schema\.([\w.]+) +│/g)].map(([, act, path = '']) => {
    const [entity = '', , field] = path.split('.');
    return [act, field === undefined ? entity : `${entity}.${field}`] as const;
  });
  expect(listed).toHaveLength(6);
  for (const [act, subject] of listed) {
    const ours = changes.filter((one) => one.subject === subject).map((one) => one.reason);
    const wanted = act === 'Added' ? /\.added$/ : act === 'Removed' ? /\.removed$/ : /\.(type|definition|required)$/;
    expect(
      ours.some((reason) => wanted.test(reason)),
      `${String(act)} ${subject}: ${ours.join()}`,
    ).toBe(true);
  }
  expect(said.get('field.removed orders.customer_id')).toBe('breaking');
  expect(said.get('element.type orders.order_date')).toBe('breaking');
  expect(said.get('field.required orders.total_amount')).toBe('breaking');
  expect(said.get('element.definition orders.order_id')).toBe('compatible');
  expect(said.get('field.added orders.region')).toBe('compatible');
  expect(said.get('entity.added customers')).toBe('compatible');
});
