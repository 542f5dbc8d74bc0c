/** Who is the trusted source of what, and the disputes about it. */
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import * as disputes from '../../registers/contract.ts';
import { type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const STANDINGS = ['disputed', 'none', 'elsewhere'] as const;
const nameIn = ({ language }: Tool, { name, names }: disputes.SourceName) => pick(names, language) || name;

const list: CommandSpec = {
  path: 'authorities list',
  options: [
    { flags: '--register <register>' },
    { flags: '--standing <standing>', choices: STANDINGS, word: 'source-standing' },
  ],
  examples: ['authorities list --standing none', 'authorities list --register dang-vien --json'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, language } = tool;
    const register = given.text('register');
    const standing = given.text('standing') as (typeof STANDINGS)[number] | undefined;
    const query = { ...(register !== undefined && { register }), ...(standing !== undefined && { standing }) };
    const answer = await call(send, disputes.listAuthorities, { query });
    const rows = answer.items.map((one) => [
      one.element,
      pick(one.names, language),
      one.authority && nameIn(tool, one.authority),
      one.disputedBy.map((other) => nameIn(tool, other)).join(', '),
    ]);
    const head = ['code', 'what', 'source', 'disputed-by'].map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: [t('cli:authorities.counts', answer.counts), ...table(rows, head)] };
  },
};

const listDisputes: CommandSpec = {
  path: 'authorities disputes',
  options: [{ flags: '--state <state>', choices: disputes.disputeStates, word: 'dispute-state' }],
  examples: ['authorities disputes --state open'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const { t, language } = tool;
    const state = given.text('state') as disputes.DisputeLine['state'] | undefined;
    const answer = await call(send, disputes.listDisputes, { query: state === undefined ? {} : { state } });
    const rows = answer.items.map((line) => [
      line.id,
      pick(line.names, language),
      `${nameIn(tool, line.holder)} / ${nameIn(tool, line.claimant)}`,
      t(`web-once:dispute.states.${line.state}`),
      `${String(line.daysOpen)}/${String(line.daysAllowed)}`,
      line.due,
    ]);
    const head = ['id', 'what', 'sides', 'standing', 'left', 'due'].map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: table(rows, head) };
  },
};

/** One dispute in lines: both sides, what is said, what the data say. */
function pageLines(tool: Tool, page: disputes.DisputePage): string[] {
  const { t, language } = tool;
  const { evidence } = page;
  return [
    `${pick(page.names, language)} (${page.element}) · ${t(`web-once:dispute.states.${page.state}`)}`,
    `${t('web-once:dispute.clock')}: ${t('web-once:dispute.clockOf', { open: page.daysOpen, allowed: page.daysAllowed })} · ${page.due}`,
    evidence
      ? `${t('web-once:dispute.differ')}: ${String(evidence.differing)} / ${String(evidence.both)}`
      : t('web-once:dispute.noEvidenceWords'),
    ...page.sides.flatMap((side) => [
      `${nameIn(tool, side.register)}${side.register.name === page.holder.name ? ` (${t('web-once:dispute.holds')})` : ''}`,
      ...side.arguments.map(({ words }) => `  – ${pick(words, language)}`),
    ]),
    ...(page.winner ? [`${t('web-once:dispute.winner')}: ${nameIn(tool, page.winner)}. ${page.reason ?? ''}`] : []),
  ];
}

const answerOf = (tool: Tool, page: disputes.DisputePage) => ({ data: page, lines: pageLines(tool, page) });

const show: CommandSpec = {
  path: 'authorities show',
  arguments: ['DISPUTE'],
  examples: ['authorities show 01a2…'],
  run: async (tool, given) => {
    const [dispute = ''] = given.args;
    const { send } = await tool.link();
    return answerOf(tool, await call(send, disputes.getDispute, { params: { dispute } }));
  },
};

const claim: CommandSpec = {
  path: 'authorities claim',
  arguments: ['ELEMENT', 'REGISTER'],
  options: [{ flags: '--argument <text>' }],
  examples: ['authorities claim DTD.DC.001 dang-vien --argument "…"'],
  run: async (tool, given) => {
    const [element = '', register = ''] = given.args;
    const { send } = await tool.link();
    const body = { register, argument: given.text('argument') ?? '' };
    const answer = await call(send, disputes.claimElement, { params: { element }, body });
    const { t } = tool;
    const line = answer.dispute === null ? t('web-once:claim.given') : `${t('web-once:claim.taken')} ${answer.dispute}`;
    return { data: answer, lines: [line] };
  },
};

const argue: CommandSpec = {
  path: 'authorities argue',
  arguments: ['DISPUTE', 'REGISTER'],
  options: [{ flags: '--argument <text>' }],
  examples: ['authorities argue 01a2… can-bo --argument "…"'],
  run: async (tool, given) => {
    const [dispute = '', register = ''] = given.args;
    const { send } = await tool.link();
    const body = { register, argument: given.text('argument') ?? '' };
    return answerOf(tool, await call(send, disputes.argueDispute, { params: { dispute }, body }));
  },
};

const settle: CommandSpec = {
  path: 'authorities settle',
  arguments: ['DISPUTE', 'REGISTER'],
  options: [{ flags: '--reason <text>' }],
  examples: ['authorities settle 01a2… can-bo --reason "…"'],
  run: async (tool, given) => {
    const [dispute = '', winner = ''] = given.args;
    const { send } = await tool.link();
    const body = { winner, reason: given.text('reason') ?? '' };
    return answerOf(tool, await call(send, disputes.settleDispute, { params: { dispute }, body }));
  },
};

const reopen: CommandSpec = {
  path: 'authorities reopen',
  arguments: ['DISPUTE'],
  options: [{ flags: '--reason <text>' }],
  examples: ['authorities reopen 01a2… --reason "…"'],
  run: async (tool, given) => {
    const [dispute = ''] = given.args;
    const { send } = await tool.link();
    const body = { reason: given.text('reason') ?? '' };
    return answerOf(tool, await call(send, disputes.reopenDispute, { params: { dispute }, body }));
  },
};

export const authorityCommands: readonly CommandSpec[] = [list, listDisputes, show, claim, argue, settle, reopen];
