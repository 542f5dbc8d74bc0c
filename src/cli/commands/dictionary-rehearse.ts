/** A newer dictionary on a node, here or there: rehearsed, and adopted when everything fits. */
import { existsSync, readFileSync } from 'node:fs';
import { getReleaseFile } from '../../dictionary/contract.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { rehearseRelease, takeRelease, type RegisterEffectView, type RehearsalView } from '../../records/contract.ts';
import { deliver, sizeOf } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { readPlan } from '../plan-source.ts';
import { table } from '../table.ts';
import { trustedKey } from './dictionary-releases.ts';

const asUpload = (bytes: Uint8Array) => ({
  content: new Blob([new Uint8Array(bytes)]).stream(),
  type: 'application/octet-stream',
});

const rehearse: CommandSpec = {
  path: 'dictionary rehearse',
  arguments: ['CHANGE'],
  examples: ['dictionary rehearse ./profiles/my-county', 'dictionary rehearse release-2.json --json'],
  run: async (tool, given) => {
    const { plan, release } = await readPlan(tool, given.args[0]);
    const content = release?.bytes ?? Buffer.from(JSON.stringify(plan));
    const { send } = await tool.link();
    return sayRehearsal(tool, await call(send, rehearseRelease, { upload: asUpload(content) }));
  },
};

const MOST_CHANGES = 40;

function sayRehearsal(tool: Tool, answer: RehearsalView): Answer {
  const { t, language, terminal } = tool;
  const { changes, renames, affected, registers, possible, verdict, from, overlayClashes: clashes = [] } = answer;
  const shown = changes.slice(0, MOST_CHANGES).map(({ verdict: own, words, reason }) => {
    const mark = own === 'breaking' ? terminal.paint('red', '!') : '·';
    return `${mark} ${words?.said ?? reason}`;
  });
  const more = changes.length > MOST_CHANGES ? [t('cli:import.more', { count: changes.length - MOST_CHANGES })] : [];
  const uses = affected.map((one) => [
    t(`cli:uses.${one.kind}`, { defaultValue: one.kind }),
    one.subject,
    pick(one.label, language),
    one.owner ? pick(one.owner.names, language) : '–',
    one.elements.length,
  ]);
  const difference = {
    verdict: t(`dictionary:verdicts.${verdict}`),
    count: changes.length,
    breaking: changes.filter((one) => one.verdict === 'breaking').length,
  };
  return {
    data: answer,
    lines: [
      ...shown,
      ...more,
      ...renames.map((one) => `? ${one.words ?? ''}`),
      t('cli:dictionary.difference', difference),
      ...(uses.length === 0 ? [] : ['', t('cli:dictionary.affected'), ...table(uses)]),
      ...registers.flatMap((register) => sayRegister(tool, register)),
      ...clashes.flatMap(({ kind, key, said, remedy }) => [
        `? ${t(`overlay:kinds.${kind}`)} ${key}: ${said}`,
        `    ${remedy}`,
      ]),
      '',
      t(possible ? 'cli:dictionary.possible' : 'cli:dictionary.impossible', { release: from }),
    ],
    // Rows that fail today already are shown; they are not what this dictionary does.
    findings: !possible || registers.some(({ failing }) => failing.some((one) => one.fails > one.before)),
  };
}

const MOST_RECORDS = 5;

function sayRegister({ t, language, terminal }: Tool, effect: RegisterEffectView): string[] {
  const { register, names, rows, fields, failing, steps, recodes } = effect;
  return [
    '',
    t('cli:dictionary.effect', { register, name: pick(names, language), rows }),
    ...steps.map((step) => `  ${step.online ? '·' : '!'} ${step.words}`),
    ...fields.map((one) => `  ${t('cli:dictionary.touched', { field: one.field, count: one.touched })}`),
    ...recodes.flatMap((one) => [
      `  ${t('cli:dictionary.recodes', { field: one.field, list: one.list, count: one.rows })}`,
      ...one.kept.map(({ said }) => `      ? ${said}`),
    ]),
    ...failing.flatMap(({ blocks, records, ...one }) => [
      `  ${blocks ? terminal.paint('red', '!') : '?'} ${t('cli:dictionary.failing', one)}`,
      ...records.slice(0, MOST_RECORDS).map((record) => `      ${record}`),
      ...(one.fails > MOST_RECORDS ? [`      ${t('cli:import.more', { count: one.fails - MOST_RECORDS })}`] : []),
    ]),
  ];
}

const adopt: CommandSpec = {
  path: 'dictionary adopt',
  arguments: ['FILE'],
  options: [{ flags: '--public-key <file-or-key>', word: 'public-key' }],
  examples: ['dictionary adopt release-2.json', 'dictionary adopt release-1.json --public-key office.vkey'],
  run: async (tool, given) => {
    const [file = ''] = given.args;
    sizeOf(file);
    const key = trustedKey(given.text('public-key'));
    const { send } = await tool.link();
    const upload = asUpload(readFileSync(file));
    const answer = await call(send, takeRelease, { upload, query: key === undefined ? {} : { key } });
    return { data: answer, lines: [tool.t('cli:dictionary.adopted', answer)] };
  },
};

const download: CommandSpec = {
  path: 'dictionary download',
  arguments: ['RELEASE'],
  options: [{ flags: '--out <file>' }],
  examples: ['dictionary download 3 --out release-3.json'],
  run: async (tool, given) => {
    const [typed = ''] = given.args;
    if (!/^[1-9]\d{0,8}$/.test(typed)) throw new UsageError('release-number-typed', { given: typed });
    const number = Number(typed);
    const file = given.text('out') ?? `release-${String(number)}.json`;
    if (existsSync(file)) throw new UsageError('release-there', { file });
    const { send } = await tool.link();
    const answer = await callRaw(send, getReleaseFile, { params: { release: number } });
    const bytes = await deliver(tool, answer, file);
    return { data: { release: number, file, bytes }, lines: [tool.t('cli:files.written', { file })] };
  },
};

export const rehearseCommands: readonly CommandSpec[] = [rehearse, adopt, download];
