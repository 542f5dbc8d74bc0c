/** Connectors at a terminal: which there are, how one stands, asking its source, running it. */
import { getConnector, listConnectors, runConnector, testConnector, type Run } from '../../exchange/index.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';

const runLine = ({ t }: Tool, run: Run): string => {
  const counts = t('web-connectors:ran', {
    ...{ new: run.new, changed: run.changed, unchanged: run.unchanged, wrong: run.wrong },
  });
  const said = run.trouble ? `${run.trouble.title} ${run.trouble.detail}` : counts;
  const file = run.file === null ? '' : ` · ${run.file}`;
  return `${run.startedAt}${file} · ${t(`web-connectors:outcomes.${run.outcome}`)} · ${said}`;
};

const list: CommandSpec = {
  path: 'connectors list',
  examples: ['connectors list'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, listConnectors, {});
    const { t, language } = tool;
    const rows = answer.items.map((one) => [
      one.code,
      pick(one.names, language),
      t(`web-connectors:kinds.${one.kind}`),
      t(`web-connectors:states.${one.state}`),
      one.lastRun ? t(`web-connectors:outcomes.${one.lastRun.outcome}`) : '–',
      one.nextRun ?? '–',
    ]);
    const heads = ['name', 'kind', 'state', 'last', 'next'].map((word) => t(`web-connectors:columns.${word}`));
    return { data: answer, lines: rows.length === 0 ? [t('web-connectors:none')] : table(rows, ['', ...heads]) };
  },
};

const show: CommandSpec = {
  path: 'connectors show',
  arguments: ['CONNECTOR'],
  examples: ['connectors show people'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const one = await call(send, getConnector, { params: { connector: given.args[0] ?? '' } });
    const { t, language } = tool;
    const secrets = one.secrets.map(({ name, there }) => {
      const state = t(`web-connectors:${there ? 'secretThere' : 'secretMissing'}`);
      return `${t('web-connectors:secret', { name })} ${state}`;
    });
    return {
      data: one,
      lines: [
        `${one.code} · ${pick(one.names, language)} · ${t(`web-connectors:states.${one.state}`)}`,
        `${one.register} · ${pick(one.body.names, language)} · ${one.hosts.join(', ') || t('web-connectors:hostsNone')}`,
        ...secrets,
        ...one.runs.slice(0, 10).map((run) => runLine(tool, run)),
      ],
    };
  },
};

const test: CommandSpec = {
  path: 'connectors test',
  arguments: ['CONNECTOR'],
  examples: ['connectors test people'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const params = { connector: given.args[0] ?? '' };
    const answer = await call(send, testConnector, { params, body: {} });
    return {
      data: answer,
      lines: [
        tool.t('web-connectors:tested', { columns: answer.columns.join(', ') }),
        ...answer.offered.map((one) => `${one.path} · ${one.summary}`),
      ],
    };
  },
};

const run: CommandSpec = {
  path: 'connectors run',
  arguments: ['CONNECTOR'],
  examples: ['connectors run people'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const params = { connector: given.args[0] ?? '' };
    const answer = await call(send, runConnector, { params, body: {} });
    const findings = answer.runs.some((one) => one.outcome === 'failed' || one.wrong > 0);
    return { data: answer, lines: answer.runs.map((one) => runLine(tool, one)), findings };
  },
};

export const connectorCommands: readonly CommandSpec[] = [list, show, test, run];
