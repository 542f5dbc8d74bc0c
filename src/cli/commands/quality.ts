/** How good the data are: scores, defects, what has no rule. */
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { getGate } from '../../exchange/gate/gate-contract.ts';
import * as quality from '../../quality/contract.ts';
import * as defects from '../../quality/defects/contract.ts';
import { listRounds, signAbove, signBelow } from '../../quality/rounds/round-contract.ts';
import { sizeOf } from '../files.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const heads = (tool: Tool, names: readonly string[]) => names.map((name) => tool.t(`cli:columns.${name}`));
const said = (tool: Tool, { score, band }: { score: number | null; band: string }) =>
  `${score === null ? '–' : String(score)} ${tool.t(`quality:bands.${band}`)}`;

const score: CommandSpec = {
  path: 'quality score',
  arguments: ['[REGISTER]'],
  options: [{ flags: '--full', word: 'quality-full' }],
  examples: ['quality score', 'quality score dang-vien --full'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [register] = given.args;
    if (register === undefined) {
      const answer = await call(send, quality.listQuality, {});
      const lines = answer.items.map((one) => [
        one.register,
        said(tool, one.score),
        one.score.assessed,
        one.score.failing,
        `${String(one.uncovered)}/${String(one.fields)}`,
      ]);
      const head = heads(tool, ['register', 'score', 'assessed', 'failing', 'uncovered']);
      return { data: answer, lines: table(lines, head), findings: false };
    }
    const answer = await call(send, quality.getScores, { params: { register } });
    const ruleName = (rule: (typeof answer.fields)[number]['rules'][number]) =>
      pick(rule.names, tool.language) || tool.t(`quality:rules.${rule.rule}`, { defaultValue: rule.rule });
    const rules = answer.fields.flatMap((field) =>
      field.rules
        .filter((rule) => given.flag('full') || rule.score.failing > 0 || rule.reason !== null)
        .map((rule) => [
          field.field || '–',
          ruleName(rule),
          rule.reason ? tool.t(`quality:reasons.${rule.reason}`) : said(tool, rule.score),
          rule.score.assessed,
          rule.score.failing,
        ]),
    );
    const criteria = answer.criteria.map(({ criterion, names, score: of }) => [
      pick(names, tool.language) || criterion,
      said(tool, of),
      of.assessed,
      of.failing,
    ]);
    return {
      data: answer,
      lines: [
        `${answer.register}: ${said(tool, answer.score)}`,
        ...table(criteria, heads(tool, ['criterion', 'score', 'assessed', 'failing'])),
        ...(rules.length > 0 ? table(rules, heads(tool, ['field', 'rule', 'score', 'assessed', 'failing'])) : []),
      ],
      findings: answer.score.band === 'red',
    };
  },
};

const coverage: CommandSpec = {
  path: 'quality coverage',
  arguments: ['REGISTER'],
  examples: ['quality coverage dang-vien'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, quality.getCoverage, { params: { register: given.args[0] ?? '' } });
    const rows = answer.without.map(({ field, names, element }) => [field, pick(names, tool.language), element]);
    const names = answer.unmeasured.map((one) => pick(one.names, tool.language) || one.criterion);
    return {
      data: answer,
      lines: [
        tool.t('cli:quality.without', { count: answer.without.length, fields: answer.fields }),
        ...(rows.length > 0 ? table(rows, heads(tool, ['field', 'name', 'code'])) : []),
        ...(names.length > 0 ? [tool.t('cli:quality.unmeasured', { qualities: names.join(', ') })] : []),
      ],
      findings: answer.without.length > 0,
    };
  },
};

const list: CommandSpec = {
  path: 'quality defects',
  options: [
    { flags: '--register <register>' },
    { flags: '--body <body>', word: 'quality-body' },
    { flags: '--overdue' },
    { flags: '--limit <number>', number: true },
  ],
  examples: ['quality defects --overdue', 'quality defects --register dang-vien --body 99108 --json'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [register, body] = [given.text('register'), given.text('body')];
    const answer = await call(send, defects.listAll, {
      query: {
        limit: Math.min(200, given.number('limit') ?? 50),
        ...(register !== undefined && { register }),
        ...(body !== undefined && { body }),
        ...(given.flag('overdue') && { overdue: true }),
      },
    });
    const rows = answer.items.map((one) => [
      one.code,
      one.register,
      one.field || '–',
      tool.t(`quality:groups.${one.group}`),
      one.rows,
      one.keeper.code,
      one.due,
      one.state,
    ]);
    const head = heads(tool, ['code', 'register', 'field', 'kind', 'rows', 'body', 'due', 'state']);
    return { data: answer, lines: table(rows, head), findings: answer.items.some(({ overdue }) => overdue) };
  },
};

const profile: CommandSpec = {
  path: 'quality profile',
  arguments: ['FILE'],
  options: [{ flags: '--nothing <word>', word: 'quality-nothing', repeat: true }],
  examples: ['quality profile members.csv', 'quality profile members.csv --json'],
  offline: true,
  run: async (tool, given) => {
    const [file = ''] = given.args;
    sizeOf(file);
    // The room is large: only who profiles waits for it.
    const { profileCsv } = await import('../../quality/index.ts');
    const found = await profileCsv(file, { nothing: given.list('nothing') }).catch(() => {
      throw new UsageError('file-unreadable', { file });
    });
    const rows = found.columns.map((one) => [
      one.name,
      one.kind,
      one.filled,
      one.distinct,
      one.illegal + one.badDays,
      one.shapes.join(' '),
    ]);
    const head = heads(tool, ['column', 'kind', 'filled', 'distinct', 'bad', 'shapes']);
    const lines = [tool.t('cli:quality.rows', { rows: found.rows }), ...table(rows, head)];
    return { data: found, lines, findings: found.columns.some(({ illegal, badDays }) => illegal + badDays > 0) };
  },
};

const gate: CommandSpec = {
  path: 'quality gate',
  arguments: ['REGISTER'],
  examples: ['quality gate dang-vien'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, getGate, { params: { register: given.args[0] ?? '' } });
    if (!answer.asked) return { data: answer, lines: [tool.t('cli:quality.noGate')] };
    const rows = answer.points.map(({ code, names, state, failing, of, lift }) => [
      code,
      pick(names, tool.language),
      tool.t(`web-exchange:gate.states.${state}`),
      failing === null || of === null ? (lift?.until ?? '–') : `${String(failing)}/${String(of)}`,
    ]);
    const why = answer.refusal ? [answer.refusal.words.reason, answer.refusal.words.remedy ?? ''] : [];
    const who = answer.refusal && answer.whoCanLift ? [pick(answer.whoCanLift, tool.language)] : [];
    const head = heads(tool, ['code', 'name', 'state', 'failing']);
    return { data: answer, lines: [...table(rows, head), ...why, ...who], findings: !answer.open };
  },
};

const rounds: CommandSpec = {
  path: 'quality rounds',
  examples: ['quality rounds'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, listRounds, {});
    const rows = answer.items.map((one) => [
      one.round,
      one.body.code,
      one.expected,
      one.due,
      one.below?.on ?? '–',
      one.above?.on ?? '–',
      one.counted,
    ]);
    const words = ['round', 'expected', 'due', 'below', 'above', 'differences'];
    const [round, ...others] = words.map((word) => tool.t(`web-quality:rounds.${word}`));
    const lines = table(rows, [round ?? '', ...heads(tool, ['body']), ...others]);
    return { data: answer, lines, findings: answer.items.some(({ counted }) => counted > 0) };
  },
};

const sign: CommandSpec = {
  path: 'quality sign',
  arguments: ['ROUND', 'BODY'],
  options: [{ flags: '--above', word: 'quality-above' }],
  examples: ['quality sign quarter-4 99101'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [round = '', body = ''] = given.args;
    const asked = { params: { round, body } };
    const signed = await (given.flag('above') ? call(send, signAbove, asked) : call(send, signBelow, asked));
    return { data: signed, lines: [`${round} ${body}: ${String(signed.records)} ${signed.hash}`] };
  },
};

export const qualityCommands: readonly CommandSpec[] = [score, list, coverage, profile, gate, rounds, sign];
