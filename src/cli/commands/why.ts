/** `why ACTOR ACTION RESOURCE`: would somebody be allowed, and why not? */
import { askWhyOf } from '../../governance/why-of/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import type { CommandSpec } from '../model.ts';

export const why: CommandSpec = {
  path: 'why',
  arguments: ['ACTOR', 'ACTION', '[RESOURCE]'],
  options: [{ flags: '--of <code>', word: 'why-body' }],
  examples: ['why xa records.read dang-vien --of 99108', 'why tinh records.edit dang-vien'],
  run: async (tool, given) => {
    const [account = '', permission = '', register] = given.args;
    const body = given.text('of');
    const answer = await call((await tool.link()).send, askWhyOf, {
      body: {
        ...{ account, permission },
        ...(register !== undefined && { register }),
        ...(body !== undefined && { body }),
      },
    });
    const { decision, name, posts } = answer;
    const { reason, remedy, whoCanChange } = decision.words;
    const { t, language } = tool;
    const who = [
      name,
      answer.body && pick(answer.body.names, language),
      posts.map((post) => t(`bodies:posts.${post}`)),
    ];
    return {
      data: answer,
      lines: [
        who.flat().filter(Boolean).join(', '),
        `${t(decision.allowed ? 'web:audit.allowed' : 'web:audit.refused')}: ${reason} (${decision.rule})`,
        ...(remedy === undefined ? [] : [remedy]),
        ...(whoCanChange === undefined ? [] : [t('platform:whoCanChange', { who: whoCanChange })]),
      ],
      findings: !decision.allowed,
    };
  },
};
