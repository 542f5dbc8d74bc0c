/** `labels explain`: the labels of registers, what makes them so and what each of them changes. */
import { explainLabels, listLabels, type LabelsPage } from '../../governance/labels/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { Answer, CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';

const LABELS = ['sharing', 'importance', 'personal', 'secrecy'] as const;

export const labelsExplain: CommandSpec = {
  path: 'labels explain',
  arguments: ['[REGISTER]'],
  examples: ['labels explain', 'labels explain dang-vien'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [register] = given.args;
    if (register === undefined) return sayAll(tool, (await call(send, listLabels, {})).items);
    return sayOne(tool, await call(send, explainLabels, { params: { register } }));
  },
};

const head = ({ t }: Tool, label: string) => t(`web:label.${label}.head`);
const word = ({ t }: Tool, label: string, value: string) => t(`web:label.${label}.${value}`);

function sayAll(tool: Tool, items: readonly Line[]): Answer {
  const rows = items.map((one) => [
    one.register.code,
    ...LABELS.map((label) => word(tool, label, one.effective[label])),
    one.looser.map((label) => head(tool, label)).join(', '),
  ]);
  const heads = [tool.t('cli:columns.register'), ...LABELS.map((label) => head(tool, label)), '!'];
  return { data: { items }, lines: table(rows, heads), findings: items.some(({ looser }) => looser.length > 0) };
}

type Line = Pick<LabelsPage, 'register' | 'effective' | 'looser'>;

function sayOne(tool: Tool, page: LabelsPage): Answer {
  const { t, language } = tool;
  const reasons = page.reasons.map(({ label, value, elements, rule }) => {
    const by = rule ? `${pick(rule.names, language)}; ` : '';
    const names = elements.map(({ names, code }) => pick(names, language) || code).join(', ');
    return `${t('cli:labels.line', { label: head(tool, label), value: word(tool, label, value) })} ← ${by}${names}`;
  });
  const effects = page.effects.map(
    (one) =>
      `${t('cli:labels.line', { label: head(tool, one.label), value: word(tool, one.label, one.value) })} → ${t(`web-labels:effects.${one.effect}`)} (${one.by})`,
  );
  const looser = page.looser.map((label) => head(tool, label)).join(', ');
  return {
    data: page,
    lines: [...reasons, ...effects, ...(looser ? [t('cli:labels.contradicts', { labels: looser })] : [])],
    findings: page.looser.length > 0,
  };
}
