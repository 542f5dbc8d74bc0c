/** Changes told to other nodes, and told by them. */
import { call } from '../../platform/http/call.ts';
import type { CommandSpec } from '../model.ts';
import { table } from '../table.ts';

const parcels: CommandSpec = {
  path: 'node parcels',
  examples: ['node parcels'],
  run: async (tool) => {
    const { t } = tool;
    const { listParcels } = await import('../../exchange/delivery/delivery-contract.ts');
    const page = await call((await tool.link()).send, listParcels, { query: {} });
    const rows = page.items.map(({ way, node, kind, subject, at, settledAt, refused, waitsFor, failed, droppedAt }) => [
      t(`web-nodes:parcels.ways.${way}`),
      node,
      kind,
      subject,
      at,
      refused ?? (settledAt === null ? (waitsFor ?? failed ?? t('web-nodes:parcels.states.waiting')) : ''),
      droppedAt === null ? '' : t('web-nodes:parcels.gone'),
    ]);
    return { data: page, lines: [...table(rows), t('cli:nodes.parcels-kept', { days: page.keepDays })] };
  },
};

export const parcelCommands: readonly CommandSpec[] = [parcels];
