/** `purposes`: for what data may be read, and on which law each purpose stands. */
import { listPurposes } from '../../governance/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec } from '../model.ts';
import { table } from '../table.ts';

export const purposes: CommandSpec = {
  path: 'purposes',
  examples: ['purposes', 'purposes --json'],
  run: async (tool) => {
    const answer = await call((await tool.link()).send, listPurposes, {});
    const { t, language } = tool;
    const bases = new Map(answer.bases.map((one) => [one.code, one]));
    const categories = new Map(answer.categories.map((one) => [one.code, one]));
    const rows = answer.purposes.flatMap((one) =>
      one.bases.map((code) => {
        const basis = bases.get(code);
        return [
          one.code,
          pick(one.names, language),
          basis ? t(`web-privacy:basisKind.${basis.kind}`) : '',
          basis?.citation ?? '',
          one.categories.map((each) => pick(categories.get(each)?.names ?? {}, language)).join(', '),
        ];
      }),
    );
    const head = ['code', 'purpose', 'kind', 'citation', 'categories'].map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: table(rows, head) };
  },
};
