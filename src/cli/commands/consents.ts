/** `consents`: purposes that rest on consent, the edition of the text, how many consent. */
import { listConsents } from '../../exchange/consents/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec } from '../model.ts';
import { table } from '../table.ts';

export const consents: CommandSpec = {
  path: 'consents',
  examples: ['consents'],
  run: async ({ link, t, language }) => {
    const { items } = await call((await link()).send, listConsents);
    const rows = items.map(({ purpose, current, standing, withdrawn, agreements }) => [
      pick(purpose.names, language),
      current === null ? t('web-subjects:consents.noText') : `${String(current.version)} (${current.from})`,
      String(standing),
      String(withdrawn),
      agreements.join(' '),
    ]);
    const heads = ['purpose', 'edition', 'standing', 'withdrawn', 'agreements'].map((word) => t(`cli:columns.${word}`));
    return { data: items, lines: table(rows, heads) };
  },
};
