/** Measures at the terminal: their figures, what each is made of, and whether following agrees with counting anew. */
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import * as contract from '../../strategy/measures/defined/measure-contract.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';

const shown = ({ language, t }: Tool, value: number | null) =>
  value === null ? t('strategy:measures.nothing') : new Intl.NumberFormat(language).format(value);

const list: CommandSpec = {
  path: 'measure list',
  examples: ['measure list', 'measure list --json'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, contract.listMeasures, {});
    const rows = answer.items.map((one) => [
      one.code,
      pick(one.names, tool.language),
      tool.t(`strategy:measures.figures.${one.figure}`),
      one.fault === null ? shown(tool, one.value) : tool.t('strategy:measures.unreadable'),
    ]);
    return { data: answer, lines: table(rows), findings: answer.items.some(({ fault }) => fault !== null) };
  },
};

const explain: CommandSpec = {
  path: 'measure explain',
  arguments: ['MEASURE'],
  examples: ['measure explain members-by-sex'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const page = await call(send, contract.getMeasure, { params: { measure: given.args[0] ?? '' } });
    const { t, language } = tool;
    const { measure, reported } = page;
    const said = page.said.map(({ part, words, expression }) => [
      t(`strategy:measures.parts.${part}`),
      `${pick(words, language)}  [${expression}]`,
    ]);
    const groups = page.groups.map(({ key, value, withheld }) => [
      key.join(' · ') || '–',
      withheld ? t('strategy:measures.withheld', { least: page.leastRows }) : shown(tool, value),
    ]);
    const head = t('strategy:measures.counted', {
      name: pick(measure.names, language),
      value: shown(tool, measure.value),
      rows: shown(tool, measure.rows),
    });
    return {
      data: page,
      lines: [head, ...table(said), ...(reported ? [t('strategy:measures.reported', reported)] : []), ...table(groups)],
    };
  },
};

const check: CommandSpec = {
  path: 'measure check',
  arguments: ['[MEASURE]'],
  examples: ['measure check', 'measure check members-by-sex'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [only] = given.args;
    const codes =
      only === undefined ? (await call(send, contract.listMeasures, {})).items.map(({ code }) => code) : [only];
    const items = [];
    for (const measure of codes) {
      items.push({ measure, ...(await call(send, contract.checkMeasure, { params: { measure } })) });
    }
    const lines = items.map((one) => tool.t(`strategy:measures.${one.differ > 0 ? 'differ' : 'same'}`, one));
    return { data: { items }, lines, findings: items.some(({ differ }) => differ > 0) };
  },
};

export const measureCommands: readonly CommandSpec[] = [list, explain, check];
