/** Why two records are one, or are not. */
import type { Waterfall } from '../../registers/linkage/index.ts';
import { linkage, openRun, runFolder } from '../linkage-source.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

export const explain: CommandSpec = {
  path: 'link explain',
  arguments: ['LEFT', 'RIGHT'],
  options: [{ flags: '--run <folder>', word: 'link-run' }],
  examples: ['link explain 0990001 0990002', 'link explain members.csv:7 population.csv:12 --json'],
  offline: true,
  run: async (tool, given) => {
    const [left = '', right = ''] = given.args;
    const { explainPair } = await linkage();
    await using opened = await openRun(runFolder(given));
    const waterfall = await explainPair(opened, left, right);
    if (!waterfall) throw new UsageError('link-no-record', { left, right });
    return { data: waterfall, lines: waterfallLines(tool, waterfall) };
  },
};

const signed = (bits: number) => `${bits < 0 ? '−' : '+'}${Math.abs(bits).toFixed(1)}`;

/** From the prior to the total, a line a comparison. */
export function waterfallLines({ t }: Tool, waterfall: Waterfall): string[] {
  const { prior, steps, rarity, total, probability, thresholds, verdict, because } = waterfall;
  const rows = [
    [t('linkage:waterfall.prior'), '', signed(prior), ''],
    ...steps.map((step) => [
      step.field,
      t(`linkage:levels.${step.level}`),
      signed(step.bits),
      `${step.left ?? '–'} | ${step.right ?? '–'}`,
    ]),
    ...(rarity === 0 ? [] : [[t('linkage:waterfall.rarity'), '', signed(rarity), '']]),
    [t('linkage:waterfall.total'), `${(probability * 100).toFixed(2)} %`, signed(total), ''],
  ];
  const reason = because === undefined ? '' : ` (${t(`linkage:reasons.${because}`)})`;
  return [
    ...table(rows),
    t('linkage:waterfall.thresholds', { match: thresholds.match, review: thresholds.review }),
    `${t(`linkage:verdicts.${verdict}`)}${reason}`,
  ];
}
