/** Who is who on a node: pairs that wait, decisions, golden people, and whether a person is known. */
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import {
  decideDuplicate,
  findGoldenPerson,
  getDuplicate,
  getGoldenPerson,
  listDuplicates,
  lookupGolden,
  splitPerson,
  undoDuplicate,
  type DuplicateDetail,
  type Foreseen,
} from '../../registers/contract.ts';
import { UsageError, type CommandSpec, type Given, type Tool } from '../model.ts';
import { table } from '../table.ts';

const percent = (chance: number | null) => (chance === null ? '–' : `${(chance * 100).toFixed(1)} %`);

const list: CommandSpec = {
  path: 'duplicates list',
  options: [
    { flags: '--register <name>', word: 'duplicates-register' },
    { flags: '--body <code>', word: 'duplicates-body' },
    { flags: '--state <state>', word: 'duplicates-state', choices: ['open', 'same', 'different'] },
    { flags: '--least <chance>', word: 'duplicates-least' },
    { flags: '--below <chance>', word: 'duplicates-below' },
  ],
  examples: ['duplicates list', 'duplicates list --body 99215 --state different', 'duplicates list --below 0.95'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const state = given.text('state') as 'open' | 'same' | 'different' | undefined;
    const [register, body] = [given.text('register'), given.text('body')];
    const [least, below] = [given.text('least'), given.text('below')];
    const query = {
      ...(least !== undefined && { least: Number(least) }),
      ...(below !== undefined && { below: Number(below) }),
      ...(register !== undefined && { register }),
      ...(body !== undefined && { body }),
      ...(state !== undefined && { state }),
    };
    const answer = await call(send, listDuplicates, { query });
    const { t, language } = tool;
    const rows = answer.items.map((one) => [
      one.id,
      t(`linkage:reasons.${one.reason}`),
      percent(one.probability),
      `${one.left.label ?? '–'} | ${one.right.label ?? '–'}`,
      pick(one.right.body.names, language),
    ]);
    return { data: answer, lines: [...table(rows), t('cli:duplicates.counts', answer.counts)] };
  },
};

const show: CommandSpec = {
  path: 'duplicates show',
  arguments: ['PAIR'],
  examples: ['duplicates show 0199…'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, getDuplicate, { params: { duplicate: given.args[0] ?? '' } });
    return { data: answer, lines: pairLines(tool, answer) };
  },
};

/** How like each other two values are, beside the words. */
const marks = { equal: '=', similar: '≈', different: '≠', missing: '·', hidden: '' } as const;

function pairLines(tool: Tool, pair: DuplicateDetail): string[] {
  const { t, language } = tool;
  const text = (value: unknown) => (value === null ? '–' : String(value));
  const rows = pair.fields.map((one) => [
    marks[one.likeness],
    pick(one.names, language),
    one.hidden.left ? t('cli:duplicates.hidden') : text(one.left),
    one.hidden.right ? t('cli:duplicates.hidden') : text(one.right),
  ]);
  const steps = (pair.waterfall?.steps ?? []).map((step) => [
    pick(step.names ?? { en: step.field }, language),
    t(`linkage:levels.${step.level}`),
    step.bits.toFixed(1),
  ]);
  const decided = pair.decisions.map((one) =>
    t(one.undone ? 'cli:duplicates.undone' : 'cli:duplicates.decided', {
      outcome: t(`registers:duplicates.outcomes.${one.outcome}`),
      reason: one.reason,
    }),
  );
  return [
    `${t(`registers:duplicates.states.${pair.state}`)} · ${t(`linkage:reasons.${pair.reason}`)} · ${percent(pair.probability)}`,
    ...table(rows),
    '',
    ...table(steps),
    ...withheldLine(tool, pair),
    ...decided,
    ...pair.foreseen.map((one) => foreseenLine(tool, one)),
  ];
}

function withheldLine({ t, language }: Tool, { waterfall }: DuplicateDetail): string[] {
  const fields = (waterfall?.withheld ?? []).map(({ field, names }) => pick(names ?? { en: field }, language));
  return fields.length === 0 ? [] : [t('cli:duplicates.withheld', { fields: fields.join(', ') })];
}

/** "One person → 06f3…: Party members 01a1…, Party members 01a2… · closes 1". */
function foreseenLine({ t, language }: Tool, { act, people, closes, refused }: Foreseen): string {
  const named = people.map(({ id, records }) => {
    const refs = records.map((one) => `${pick(one.registerNames, language)} ${one.record}`).join(', ');
    return `${id ?? t('cli:duplicates.newPerson')}: ${refs}`;
  });
  const word = act === 'undo' ? t('cli:duplicates.undo') : t(`registers:duplicates.outcomes.${act}`);
  const more = [
    ...(closes.length > 0 ? [t('cli:duplicates.closes', { count: closes.length })] : []),
    ...(refused ? [t(`registers:problems.${refused}.title`)] : []),
  ];
  return [`${word} → ${named.join(' | ')}`, ...more].join(' · ');
}

/** The version that was shown last: read just before, unless the caller names the one it saw. */
async function versionOf(send: Parameters<typeof call>[0], given: Given): Promise<string> {
  const seen = given.number('if-version');
  if (seen !== undefined) return `"${String(seen)}"`;
  const pair = await call(send, getDuplicate, { params: { duplicate: given.args[0] ?? '' } });
  return `"${String(pair.version)}"`;
}

const reasonOf = (given: Given): string => {
  const reason = given.text('reason');
  if (reason === undefined) throw new UsageError('duplicates-reason');
  return reason;
};

const decide: CommandSpec = {
  path: 'duplicates decide',
  arguments: ['PAIR', 'OUTCOME'],
  options: [
    { flags: '--reason <text>', word: 'duplicates-reason' },
    { flags: '--despite-identifiers', word: 'duplicates-despite' },
    { flags: '--if-version <number>', word: 'duplicates-version', number: true },
  ],
  examples: ['duplicates decide 0199… different --reason "Twins, both cards seen"'],
  run: async (tool, given) => {
    const [duplicate = '', outcome = ''] = given.args;
    if (outcome !== 'same' && outcome !== 'different') throw new UsageError('duplicates-outcome', { given: outcome });
    const reason = reasonOf(given);
    const { send } = await tool.link();
    const ifMatch = await versionOf(send, given);
    const body = { outcome, reason, despiteIdentifiers: given.flag('despite-identifiers') } as const;
    const answer = await call(send, decideDuplicate, { params: { duplicate }, body, ifMatch });
    return { data: answer, lines: pairLines(tool, answer) };
  },
};

const undo: CommandSpec = {
  path: 'duplicates undo',
  arguments: ['PAIR'],
  options: [
    { flags: '--reason <text>', word: 'duplicates-reason' },
    { flags: '--if-version <number>', word: 'duplicates-version', number: true },
  ],
  examples: ['duplicates undo 0199… --reason "The other card was misread"'],
  run: async (tool, given) => {
    const reason = reasonOf(given);
    const { send } = await tool.link();
    const ifMatch = await versionOf(send, given);
    const params = { duplicate: given.args[0] ?? '' };
    const answer = await call(send, undoDuplicate, { params, body: { reason }, ifMatch });
    return { data: answer, lines: pairLines(tool, answer) };
  },
};

const person: CommandSpec = {
  path: 'duplicates person',
  arguments: ['[PERSON]'],
  options: [
    { flags: '--record <id>', word: 'duplicates-record' },
    { flags: '--split <record>', word: 'duplicates-split' },
    { flags: '--reason <text>', word: 'duplicates-reason' },
  ],
  examples: ['duplicates person --record 0199…'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [id, record, split] = [given.args[0], given.text('record'), given.text('split')];
    if ((id === undefined) === (record === undefined)) throw new UsageError('duplicates-person');
    if (split !== undefined && id !== undefined) {
      const body = { record: split, reason: reasonOf(given) };
      const pair = await call(send, splitPerson, { params: { person: id }, body });
      return { data: pair, lines: pairLines(tool, pair) };
    }
    const answer =
      id === undefined
        ? await call(send, findGoldenPerson, { query: { record: record ?? '' } })
        : await call(send, getGoldenPerson, { params: { person: id } });
    const { language, t } = tool;
    const members = answer.members.map((one) => [pick(one.registerNames, language), one.record, one.label ?? '–']);
    const values = answer.values.map((one) => [
      pick(one.names, language),
      String(one.value),
      `${pick(one.registerNames, language)}${one.trusted ? ' *' : ''}`,
      one.since.slice(0, 10),
    ]);
    const history = answer.history.map((one) => [
      one.at.slice(0, 10),
      t(`registers:golden.events.${one.kind}`),
      [...one.left, ...one.right].map((record) => record.label ?? record.record).join(' | '),
      one.undone ? t('cli:duplicates.takenBack') : (one.reason ?? ''),
    ]);
    return { data: answer, lines: [answer.id, ...table(members), '', ...table(values), '', ...table(history)] };
  },
};

/** `name=…`: a value by field of the settings. */
const valuesOf = (given: Given): Record<string, string> =>
  Object.fromEntries(
    given.list('value').map((one) => {
      const at = one.indexOf('=');
      if (at < 1) throw new UsageError('lookup-value', { given: one });
      return [one.slice(0, at), one.slice(at + 1)];
    }),
  );

const known: CommandSpec = {
  path: 'duplicates lookup',
  options: [
    { flags: '--value <field=text>', word: 'lookup-value', repeat: true },
    { flags: '--entity <name>', word: 'lookup-entity' },
  ],
  examples: ['duplicates lookup --value "name=Nguyen Van An" --value born=1980-02-17'],
  run: async (tool, given) => {
    const values = valuesOf(given);
    const entity = given.text('entity');
    const { send } = await tool.link();
    const answer = await call(send, lookupGolden, { body: { values, ...(entity !== undefined && { entity }) } });
    const { t, language } = tool;
    const rows = answer.people.map((one) => [
      one.person,
      t(`linkage:verdicts.${one.verdict}`),
      percent(one.probability),
      one.records.map((record) => `${pick(record.registerNames, language)}: ${record.label ?? '–'}`).join('; '),
    ]);
    const head = t(answer.known ? 'cli:duplicates.known' : 'cli:duplicates.unknown');
    return { data: answer, lines: [head, ...table(rows)] };
  },
};

export const duplicateCommands: readonly CommandSpec[] = [list, show, decide, undo, person, known];
