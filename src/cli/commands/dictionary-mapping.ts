/** `dictionary mapping`: what the node knows of mappings, and the same engine on files without one. */
import * as contract from '../../dictionary/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';
import { mappingFileCommands } from './dictionary-mapping-files.ts';

const LIMIT = 200;

const list: CommandSpec = {
  path: 'dictionary mapping list',
  examples: ['dictionary mapping list'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, contract.listMappings, { query: { limit: LIMIT } });
    const rows = answer.items.map((one) => [
      one.code,
      pick(one.names, tool.language),
      one.system,
      `${String(one.coverage.required.mapped)}/${String(one.coverage.required.of)}`,
      tool.t('cli:mapping.level', { level: one.level }),
    ]);
    return { data: answer, lines: rows.length === 0 ? [tool.t('cli:mapping.none')] : table(rows) };
  },
};

const show: CommandSpec = {
  path: 'dictionary mapping show',
  arguments: ['MAPPING'],
  examples: ['dictionary mapping show AX-DV-HS'],
  run: async (tool, given) => {
    const [mapping = ''] = given.args;
    const { send } = await tool.link();
    const view = await call(send, contract.getMapping, { params: { mapping } });
    const { t, language } = tool;
    const { coverage, maturity } = view;
    return {
      data: view,
      lines: [
        pick(view.mapping.names, language),
        ...view.mapping.lines.map(({ from, to, relation }) =>
          t('cli:mapping.line', { from: from.join(' + '), to, relation: t(`web-mapping:relations.${relation}`) }),
        ),
        coverageLine(coverage, tool),
        t('cli:mapping.level', { level: maturity.level }),
        ...maturity.missing.map((one) => `  · ${one.words}`),
        ...view.findings.map((one) => `! ${one.message}`),
        ...view.toCheck.flatMap(({ to, changes }) => changes.map((change) => `? ${to}: ${change}`)),
      ],
      findings: view.findings.length + view.toCheck.length > 0,
    };
  },
};

type Coverage = contract.MappingView['coverage'];
const coverageLine = (
  { required, optional, source }: Pick<Coverage, 'required' | 'optional' | 'source'>,
  { t }: Tool,
) =>
  t('cli:mapping.coverage', {
    required: required.mapped,
    requiredOf: required.of,
    optional: optional.mapped,
    optionalOf: optional.of,
    open: source.open,
  });

const groupings = ['system', 'body', 'data-set', 'entity'] as const;
const coverage: CommandSpec = {
  path: 'dictionary mapping coverage',
  options: [{ flags: '--by <group>', word: 'mapping-by', choices: groupings }],
  examples: ['dictionary mapping coverage --by system'],
  run: async (tool, given) => {
    const by = groupings.find((one) => one === given.text('by')) ?? 'system';
    const { send } = await tool.link();
    const answer = await call(send, contract.mappingCoverage, { query: { by, limit: LIMIT } });
    const rows = answer.items.map((one) => [
      one.key,
      coverageLine(one, tool),
      tool.t('cli:mapping.level', { level: one.level }),
    ]);
    return { data: answer, lines: rows.length === 0 ? [tool.t('cli:mapping.none')] : table(rows) };
  },
};

const debt: CommandSpec = {
  path: 'dictionary mapping debt',
  examples: ['dictionary mapping debt'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, contract.mappingDebt, { query: { limit: LIMIT } });
    const rows = answer.items.map((one) => [
      one.touches === null ? tool.t('cli:mapping.unknown-records') : String(one.touches),
      one.mapping,
      one.words,
    ]);
    return {
      data: answer,
      lines: rows.length === 0 ? [tool.t('cli:mapping.none')] : table(rows),
      findings: rows.length > 0,
    };
  },
};

export const mappingCommands: readonly CommandSpec[] = [list, show, coverage, debt, ...mappingFileCommands];
