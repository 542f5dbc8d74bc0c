/** `dictionary expression check`: the expression language on trial, without a node. */
import type { ExpressionAnswer } from '../../dictionary/contract.ts';
import { UsageError, type CommandSpec, type Given, type Tool } from '../model.ts';
import { compiler, readPlan } from '../plan-source.ts';

const TYPES = ['text', 'number', 'boolean', 'date', 'moment'] as const;
type FieldType = ExpressionAnswer['fields'][number];
const isType = (text: string): text is FieldType['type'] => (TYPES as readonly string[]).includes(text);

const check: CommandSpec = {
  path: 'dictionary expression check',
  arguments: ['EXPRESSION'],
  options: [
    { flags: '--entity <entity>', word: 'expression-entity' },
    { flags: '--profile <profile>', word: 'expression-profile' },
    { flags: '--field <field>', word: 'expression-field', repeat: true },
    { flags: '--sample <pair>', word: 'expression-sample', repeat: true },
    { flags: '--result <type>', word: 'expression-result', choices: TYPES },
  ],
  examples: [
    `dictionary expression check "years_between(born_on, date('2026-01-31')) >= 18" --field born_on=date --sample born_on=2001-02-03`,
    `dictionary expression check "split(ho_ten, ' ', -1)" --entity party_member --result text`,
  ],
  offline: true,
  run: async (tool, given) => {
    const { judgeExpression } = await compiler();
    const [expression = ''] = given.args;
    const result = given.text('result');
    const pairs = given.list('sample').map((text) => pairOf(text, 'expression-sample'));
    const answer = judgeExpression(
      {
        expression,
        ...(result !== undefined && isType(result) && { result }),
        ...(pairs.length > 0 && { sample: Object.fromEntries(pairs) }),
        on: new Date().toISOString().slice(0, 10),
      },
      await fieldsOf(tool, given),
      tool.t,
    );
    return { data: answer, lines: linesOf(answer, expression, tool), findings: !answer.ok };
  },
};

function pairOf(text: string, word: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new UsageError(word, { given: text, known: TYPES.join(', ') });
  return [text.slice(0, at), text.slice(at + 1)];
}

async function fieldsOf(tool: Tool, given: Given): Promise<FieldType[]> {
  const stated = given.list('field').map((text): FieldType => {
    const [name, type] = pairOf(text, 'expression-field');
    if (!isType(type)) throw new UsageError('expression-field', { given: text, known: TYPES.join(', ') });
    return { name, type };
  });
  const entity = given.text('entity');
  if (entity === undefined) return stated;
  const { expressionFields } = await compiler();
  const { plan } = await readPlan(tool, given.text('profile'));
  const found = plan.entities.find((one) => one.name === entity || one.code === entity);
  if (!found)
    throw new UsageError('no-such-entity', { entity, known: plan.entities.map((one) => one.name).join(', ') });
  return [...expressionFields(found), ...stated];
}

function linesOf(answer: ExpressionAnswer, expression: string, { t }: Tool): string[] {
  if (!answer.ok) {
    return answer.findings.flatMap(({ from, to, message }) => [
      expression,
      `${' '.repeat(from)}${'^'.repeat(Math.max(1, to - from))} ${message}`,
    ]);
  }
  const { type = '', cost = 0, mostCost: most, value } = answer;
  const said = t('cli:expression.value', { value: value ?? t('dictionary:explained.unsaid') });
  return [
    t('cli:expression.sound', { type, cost, most }),
    ...(value === undefined ? [] : [said]),
    ...answer.explanation.map((part) => `${'  '.repeat(part.depth)}${part.decides ? '•' : '·'} ${part.words}`),
  ];
}

export const expressionCommands: readonly CommandSpec[] = [check];
