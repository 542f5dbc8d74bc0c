/** `privacy risk`: the yearly assessment of the risks of a register, its steps, and the ends of measures. */
import type { PrivacyBoard } from '../../governance/privacy/contract.ts';
import * as contract from '../../governance/privacy/risk-contract.ts';
import { call } from '../../platform/http/call.ts';
import type { Body } from '../../platform/http/endpoint.ts';
import { pick } from '../../platform/texts.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';

type Written = Pick<Body<typeof contract.stepRisk>, 'risks' | 'measures'>;

const fields = (text: string, count: number): readonly string[] => {
  const parts = text.split(',').map((part) => part.trim());
  const [first, last] = [parts.slice(0, count - 1), parts.slice(count - 1).join(', ')];
  if (last === '' || first.some((part) => part === '')) throw new UsageError('risk-text');
  return [...first, last];
};

/** `--risk id,likelihood,impact,text` and `--measure id,risk,body,post,day,text`, again and again. @throws UsageError */
function writtenOf(given: Given): Written {
  const risks = given.list('risk').map((text) => {
    const [id = '', likelihood, impact, what = ''] = fields(text, 4);
    return { id, likelihood: Number(likelihood), impact: Number(impact), what };
  });
  const measures = given.list('measure').map((text) => {
    const [id = '', risk = '', body = '', post, due = '', what = ''] = fields(text, 6);
    return { id, risk, body, post: post as (typeof contract.measurePosts)[number], due, what };
  });
  return { ...(risks.length > 0 && { risks }), ...(measures.length > 0 && { measures }) };
}

/** Rows of assessments of risks and of registers without one, in the columns of breaches; how many are open, and late. */
export function riskRows({ t, language }: Tool, { risks, unrisked }: PrivacyBoard) {
  const words = (key: string, values = {}) => t(`web-privacy:guard.${key}`, values);
  const clockOf = ({ state, daysLeft }: PrivacyBoard['risks'][number]['clock']) =>
    words(`days.${state}`, { days: Math.abs(daysLeft ?? 0) });
  const bodyOf = ({ code, names }: PrivacyBoard['risks'][number]['body']) => `${code} ${pick(names, language)}`;
  const rows = [
    ...risks.map(({ code, state, clock, body, register }) => [
      ...[code, words('kinds.risk'), words(`riskStates.${state}`), clockOf(clock)],
      ...[bodyOf(body), clock.due ?? '', pick(register.names, language)],
    ]),
    ...unrisked.map(({ register, body, clock }) => [
      ...[register.code, words('kinds.risk'), words('riskStates.none'), clockOf(clock)],
      ...[bodyOf(body), clock.due ?? '', pick(register.names, language)],
    ]),
  ];
  const isLate = ({ clock }: { readonly clock: { readonly state: string } }) => clock.state === 'late';
  const late = risks.filter((one) => isLate(one) || one.late > 0).length + unrisked.filter(isLate).length;
  return { rows, open: risks.filter(({ state }) => state === 'draft').length, late };
}

const textsOf = (given: Given): { words?: string; on?: string; lateReason?: string } =>
  Object.fromEntries(
    (
      [
        ['words', given.text('words')],
        ['on', given.text('on')],
        ['lateReason', given.text('late')],
      ] as const
    ).filter(([, text]) => text !== undefined),
  );

async function run(tool: Tool, given: Given): Promise<Answer> {
  const [named = ''] = given.args;
  const { send } = await tool.link();
  const [step, measure] = [given.text('step') as contract.RiskStep | undefined, given.text('end')];
  if (step === undefined && measure === undefined) {
    const data = await call(send, contract.beginRisk, { body: { register: named, ...writtenOf(given) } });
    return { data, lines: [tool.t('cli:privacy.begun', { code: data.code })] };
  }
  const { words = '', on } = textsOf(given);
  const page =
    measure === undefined
      ? await call(send, contract.stepRisk, {
          params: { risk: named },
          body: { step: step ?? 'write', ...textsOf(given), ...writtenOf(given) },
        })
      : await call(send, contract.endMeasure, {
          params: { risk: named, measure },
          body: { ended: given.flag('dropped') ? 'dropped' : 'done', words, ...(on !== undefined && { on }) },
        });
  const state = tool.t(`web-privacy:guard.riskStates.${page.state}`);
  return { data: page, lines: [tool.t('cli:privacy.state', { breach: page.code, state })] };
}

const risk: CommandSpec = {
  path: 'privacy risk',
  arguments: ['REGISTER-OR-NUMBER'],
  options: [
    { flags: '--risk <risk>', word: 'risk-risk', repeat: true },
    { flags: '--measure <measure>', word: 'risk-measure', repeat: true },
    { flags: '--step <step>', word: 'risk-step', choices: contract.riskSteps },
    { flags: '--end <measure>', word: 'risk-end' },
    { flags: '--dropped', word: 'risk-dropped' },
    { flags: '--words <text>', word: 'breach-words' },
    { flags: '--late <reason>', word: 'breach-late' },
    { flags: '--on <day>', word: 'dossier-on' },
  ],
  examples: [
    'privacy risk don-thu --risk "r1,3,4,A list goes to a wrong address" --measure "m1,r1,TW-BTC,data-manager,2027-03-31,Ask twice"',
    'privacy risk RR-2026-001 --step finish --words "What is left is acceptable"',
    'privacy risk RR-2026-001 --end m1 --words "Switched on"',
  ],
  run,
};

export const riskCommands: readonly CommandSpec[] = [risk];
