/** An example must pass its own element's rules and a counter-example must not: the first tests of every definition. */
import { expressionField } from '../lower.ts';
import type { ElementPlan, EntityPlan, FieldPlan, Plan } from '../plan.ts';
import type { Findings } from '../source/finding.ts';
import type { Source } from '../source/parse.ts';
import { planCodes } from '../validate/lookup.ts';
import { compileValidator } from '../validate/validate.ts';

// Any day does: `today` in a range is not held against an example.
const SOME_DAY = '9999-12-31';

export function checkExamples(source: Source, plan: Plan, findings: Findings): void {
  const codes = planCodes(plan, SOME_DAY);
  const imported = new Set(plan.codeLists.filter((list) => list.kind === 'imported').map((list) => list.code));
  const elements = new Map(plan.elements.map((element) => [element.code, element]));
  for (const { element: placed } of source.elements) {
    const element = elements.get(placed.values.code ?? '');
    const { example, notExample } = element ?? {};
    if (!element || (example ?? notExample) === undefined || imported.has(element.codeList?.list ?? '')) continue;
    // For one value or two no glance pays.
    const options = { settings: plan.settings, today: SOME_DAY, quick: false };
    const validate = compileValidator(alone(element), codes, options);
    const faultOf = (value: string) => validate([value]).findings.find((one) => one.severity === 'error');
    const fault = example === undefined ? undefined : faultOf(example);
    if (fault && example !== undefined) {
      findings.error(placed.at('example'), 'example-does-not-fit', { example, kind: fault.kind });
    }
    if (notExample !== undefined && !faultOf(notExample)) {
      findings.error(placed.at('notExample'), 'not-example-fits', { value: notExample });
    }
  }
}

/** An entity of this one element. */
export function alone(element: ElementPlan): EntityPlan {
  const field = { ...element, name: element.physicalName, element: element.code, synonyms: [], required: false };
  const { condition: _, ...unconditional } = field;
  return {
    name: expressionField(element.physicalName, element.dataType).name,
    code: '',
    names: {},
    definition: {},
    key: [],
    body: { how: 'uploader' },
    fields: [unconditional as FieldPlan],
    groups: [],
    checks: [],
    validTime: false,
  };
}
