/** `access-log`: who looked at a person's data, when, which, for what and by which law. */
import { openWindow, readOwnWindow, type ReadLine, type WindowPage } from '../../exchange/window/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

export const accessLog: CommandSpec = {
  path: 'access-log',
  arguments: ['[PERSON]'],
  options: [{ flags: '--reason <text>', word: 'window-reason' }],
  examples: ['access-log --node https://artery.example --key me.key', 'access-log 099190000417 --reason "…"'],
  run: async (tool, given) => {
    const [person] = given.args;
    const reason = given.text('reason');
    if (person !== undefined && reason === undefined) throw new UsageError('window-reason');
    const { send } = await tool.link();
    const page =
      person === undefined
        ? await call(send, readOwnWindow)
        : await call(send, openWindow, { body: { person, reason: reason ?? '' } });
    return { data: page, lines: linesOf(tool, page) };
  },
};

function linesOf(tool: Tool, page: WindowPage): string[] {
  const { t, language } = tool;
  const heads = (...words: readonly string[]) => words.map((word) => t(`cli:columns.${word}`));
  const reads = page.reads.map((line) => [
    line.at,
    line.body === null ? t('web-privacy:window.node') : pick(line.body.names, language),
    line.post === null ? t('web-privacy:window.program') : t(`bodies:posts.${line.post}`),
    dataOf(tool, line),
    line.purpose === null ? t('web-privacy:window.noPurpose') : pick(line.purpose.names, language),
    line.bases.map(({ citation }) => citation ?? '').join('; '),
  ]);
  const copies = page.copies.map(({ body, register, since, until, purpose }) => [
    pick(body.names, language),
    pick(register.names, language),
    since.slice(0, 10),
    until?.slice(0, 10) ?? t('web-privacy:window.stillHeld'),
    purpose === null ? '' : pick(purpose.names, language),
  ]);
  return [
    t('web-privacy:window.reads', { count: page.reads.length }),
    ...table(reads, heads('at', 'body', 'post', 'data', 'purpose', 'citation')),
    ...(copies.length > 0
      ? [t('web-privacy:window.copies'), ...table(copies, heads('body', 'register', 'from', 'to', 'purpose'))]
      : []),
  ];
}

const dataOf = ({ t, language }: Tool, { data, way }: ReadLine): string =>
  data
    .map(({ register, fields }) => {
      const what =
        fields === null ? t('web-privacy:window.whole') : fields.map((one) => pick(one.names, language)).join(', ');
      return `${pick(register.names, language)}: ${what} (${t(`web-privacy:ways.${way}`)})`;
    })
    .join('; ');
