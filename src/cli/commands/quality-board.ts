/** The scoreboard: figures as they were frozen, and freezing them. */
import { call } from '../../platform/http/call.ts';
import { freezePeriod, getBoard } from '../../quality/board/contract.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { table } from '../table.ts';

type Line = Awaited<ReturnType<typeof boardOf>>['items'][number];

const boardOf = async (tool: Tool, period: string | undefined) =>
  call((await tool.link()).send, getBoard, { query: { ...(period !== undefined && { period }) } });

/** What the first period and a figure that was taken off the board say: no number. */
function scoreOf(tool: Tool, { whole, first, withdrawn }: Line): string {
  if (withdrawn) return tool.t('web-quality:withdrawn');
  if (first || whole === null) return tool.t('web-quality:notScored');
  return `${whole.score === null ? '–' : String(whole.score)} ${tool.t(`quality:bands.${whole.band}`)}`;
}

const scoreboard: CommandSpec = {
  path: 'quality scoreboard',
  arguments: ['[PERIOD]'],
  examples: ['quality scoreboard', 'quality scoreboard 2026-Q3 --json'],
  run: async (tool, given) => {
    const answer = await boardOf(tool, given.args[0]);
    const { period, items } = answer;
    if (period === null) return { data: answer, lines: [tool.t('web-quality:noPeriod')] };
    const rows = items.map((line) => [
      line.body.code,
      line.register,
      scoreOf(tool, line),
      line.whole?.assessed ?? '–',
      line.whole?.failing ?? '–',
      line.aboveFrom,
    ]);
    const head = ['body', 'register', 'score', 'assessed', 'failing', 'seen-above'];
    return {
      data: answer,
      lines: [
        tool.t('cli:quality.period', { ...period, hash: period.hash ?? '–' }),
        ...table(
          rows,
          head.map((name) => tool.t(`cli:columns.${name}`)),
        ),
      ],
      findings: items.some(({ whole, first, withdrawn }) => !first && !withdrawn && whole?.band === 'red'),
    };
  },
};

const freeze: CommandSpec = {
  path: 'quality freeze',
  arguments: ['PERIOD', 'FROM', 'TO'],
  examples: ['quality freeze 2026-Q4 2026-10-01 2026-12-31'],
  run: async (tool, given) => {
    const [code = '', from = '', to = ''] = given.args;
    const period = await call((await tool.link()).send, freezePeriod, { body: { code, from, to } });
    return { data: period, lines: [tool.t('cli:quality.period', { ...period, hash: period.hash ?? '–' })] };
  },
};

export const boardCommands: readonly CommandSpec[] = [scoreboard, freeze];
