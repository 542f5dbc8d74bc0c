/** `privacy assess|transfer`: impact assessments and transfers of personal data. */
import type { PrivacyBoard } from '../../governance/privacy/contract.ts';
import * as contract from '../../governance/privacy/dossier-contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';

export const heads = ({ t }: Tool, ...words: readonly string[]) => words.map((word) => t(`cli:columns.${word}`));

export const some = <N extends string>(name: N, value: string | undefined): Partial<Record<N, string>> =>
  value === undefined ? {} : ({ [name]: value } as Partial<Record<N, string>>);

/** `--part part=text`, again and again. @throws UsageError */
export function contentsOf(given: Given): { contents?: Record<string, string> } {
  const parts = given.list('part').map((part) => part.split('='));
  if (parts.some(([, ...text]) => text.length === 0)) throw new UsageError('part-text');
  if (parts.length === 0) return {};
  return { contents: Object.fromEntries(parts.map(([code = '', ...text]) => [code, text.join('=')])) };
}

/** Rows of assessments and transfers, in the columns of breaches; how many are open, and late. */
export function dossierRows({ t, language }: Tool, { assessments, transfers }: PrivacyBoard) {
  const words = (key: string, values = {}) => t(`web-privacy:guard.${key}`, values);
  const rows = [
    ...assessments.map(({ code, state, clock, body, purpose }) => [
      ...[code, words('kinds.assessment'), words(`assessmentStates.${state}`)],
      words(`days.${clock.state}`, { days: Math.abs(clock.daysLeft ?? 0) }),
      ...[`${body.code} ${pick(body.names, language)}`, clock.due ?? '', pick(purpose.names, language)],
    ]),
    ...transfers.map(({ code, state, written, asked, body, until, title }) => [
      ...[code, words('transfer'), words(`transferStates.${state}`), words('written7', { written, asked })],
      ...[`${body.code} ${pick(body.names, language)}`, until ?? '', title],
    ]),
  ];
  const open = assessments.filter(({ state }) => state === 'draft').length;
  const late =
    assessments.filter(({ clock }) => clock.state === 'late').length +
    transfers.filter(({ state }) => state === 'over').length;
  return { rows, open, late };
}

const PARTS = { flags: '--part <part=text>', word: 'breach-part', repeat: true } as const;
const REGISTERS = { flags: '--register <register>', word: 'breach-register', repeat: true } as const;
const FOR = { flags: '--for <code>', word: 'breach-body' } as const;
const ON = { flags: '--on <day>', word: 'dossier-on' } as const;
const WORDS = { flags: '--words <text>', word: 'breach-words' } as const;

const begun = (tool: Tool, data: { readonly code: string }): Answer => ({
  data,
  lines: [tool.t('cli:privacy.begun', { code: data.code })],
});

const assess: CommandSpec = {
  path: 'privacy assess',
  arguments: ['PURPOSE-OR-NUMBER'],
  options: [
    { flags: '--step <step>', word: 'assess-step', choices: contract.assessmentSteps },
    { flags: '--first <day>', word: 'assess-first' },
    { flags: '--number <number>', word: 'breach-number' },
    { flags: '--late <reason>', word: 'breach-late' },
    { flags: '--basis <basis>', word: 'assess-basis' },
    ...[REGISTERS, FOR, PARTS, ON, WORDS],
  ],
  examples: [
    'privacy assess thong-ke --register dang-vien --first 2026-11-02',
    'privacy assess DG-2026-001 --step send --number 12/CV',
  ],
  run: async (tool, given) => {
    const [named = ''] = given.args;
    const { send } = await tool.link();
    const step = given.text('step') as contract.AssessmentStep | undefined;
    if (step === undefined) {
      const body = {
        ...{ purpose: named, registers: [...given.list('register')], firstProcessing: given.text('first') ?? '' },
        ...{ ...some('body', given.text('for')), ...contentsOf(given) },
      };
      return begun(tool, await call(send, contract.beginAssessment, { body }));
    }
    const body = {
      ...{ step, ...contentsOf(given), ...some('on', given.text('on')), ...some('words', given.text('words')) },
      ...{ ...some('number', given.text('number')), ...some('lateReason', given.text('late')) },
      ...some('basis', given.text('basis')),
    };
    const page = await call(send, contract.stepAssessment, { params: { assessment: named }, body });
    const state = tool.t(`web-privacy:guard.assessmentStates.${page.state}`);
    return { data: page, lines: [tool.t('cli:privacy.state', { breach: page.code, state })] };
  },
};

const transfer: CommandSpec = {
  path: 'privacy transfer',
  arguments: ['TITLE-OR-NUMBER'],
  options: [
    { flags: '--step <step>', word: 'transfer-step', choices: contract.transferSteps },
    { flags: '--to <code>', word: 'transfer-to' },
    { flags: '--recipient <name>', word: 'transfer-recipient' },
    { flags: '--country <code>', word: 'transfer-country' },
    { flags: '--agreement <code>', word: 'transfer-agreement' },
    { flags: '--assessment <number>', word: 'transfer-assessment' },
    { flags: '--until <day>', word: 'transfer-until' },
    ...[REGISTERS, FOR, PARTS, ON, WORDS],
  ],
  examples: [
    'privacy transfer "Copies for the archive" --register dang-vien --recipient "An archive" --until 2027-06-30',
    'privacy transfer CG-2026-001 --step begin',
  ],
  run: async (tool, given) => {
    const [named = ''] = given.args;
    const { send } = await tool.link();
    const step = given.text('step') as contract.TransferStep | undefined;
    const shared = {
      ...{ ...some('until', given.text('until')), ...some('assessment', given.text('assessment')) },
      ...contentsOf(given),
    };
    if (step === undefined) {
      const body = {
        ...{ title: named, registers: [...given.list('register')], ...shared, ...some('body', given.text('for')) },
        ...{ ...some('to', given.text('to')), ...some('recipient', given.text('recipient')) },
        ...{ ...some('country', given.text('country')), ...some('agreement', given.text('agreement')) },
      };
      return begun(tool, await call(send, contract.writeTransfer, { body }));
    }
    const body = { step, ...shared, ...some('on', given.text('on')), ...some('words', given.text('words')) };
    const page = await call(send, contract.stepTransfer, { params: { transfer: named }, body });
    const state = tool.t(`web-privacy:guard.transferStates.${page.state}`);
    return { data: page, lines: [tool.t('cli:privacy.state', { breach: page.code, state })] };
  },
};

export const dossierCommands: readonly CommandSpec[] = [assess, transfer];
