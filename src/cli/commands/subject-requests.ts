/** `subject-requests`: what people ask of those who keep data about them; listed, filed, answered. */
import {
  answerSubjectRequest,
  askOwnRequest,
  fileSubjectRequest,
  getSubjectRequest,
  listSubjectRequests,
  subjectKinds,
  type SubjectAct,
  type SubjectKind,
  type SubjectLine,
  type SubjectPage,
} from '../../exchange/subject-requests/contract.ts';
import { call } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const acts = ['acknowledge', 'extend', 'tell', 'carry-out', 'refuse'] as const;

export const subjectRequests: CommandSpec[] = [
  {
    path: 'subject-requests list',
    options: [{ flags: '--closed', word: 'subject-closed' }],
    examples: ['subject-requests list', 'subject-requests list --closed'],
    run: async (tool, given) => {
      const { send } = await tool.link();
      const state = given.flag('closed') ? ('closed' as const) : ('open' as const);
      const { items, counts } = await call(send, listSubjectRequests, { query: { state } });
      return { data: items, lines: linesOf(tool, items), findings: counts.overdue > 0 };
    },
  },
  {
    path: 'subject-requests show',
    arguments: ['REQUEST'],
    examples: ['subject-requests show 0193a1b2-0000-7000-8000-000000000001'],
    run: async (tool, given) => {
      const { send } = await tool.link();
      const page = await call(send, getSubjectRequest, { params: { request: given.args[0] ?? '' } });
      return { data: page, lines: pageLines(tool, page) };
    },
  },
  {
    path: 'subject-requests open',
    arguments: ['RIGHT'],
    options: [
      { flags: '--person <number>', word: 'subject-person' },
      { flags: '--evidence <text>', word: 'subject-evidence' },
      { flags: '--representative', word: 'subject-representative' },
      { flags: '--reason <text>', word: 'subject-reason' },
      { flags: '--register <name>', word: 'subject-register' },
      { flags: '--field <name>', word: 'subject-field' },
      { flags: '--value <text>', word: 'subject-value' },
      { flags: '--purpose <code>', word: 'subject-purpose' },
    ],
    examples: [
      'subject-requests open view --reason "…"',
      'subject-requests open correct --register dang-vien --field birth_date --value 1990-03-12 --reason "…"',
      'subject-requests open erase --person 099190000417 --evidence "…" --register dang-vien --reason "…"',
    ],
    run: async (tool, given) => {
      const kind = subjectKinds.find((one) => one === given.args[0]);
      if (!kind) throw new UsageError('subject-kind');
      const page = await open(tool, kind, given);
      return { data: page, lines: pageLines(tool, page) };
    },
  },
  {
    path: 'subject-requests answer',
    arguments: ['REQUEST', 'STEP'],
    options: [
      { flags: '--words <text>', word: 'subject-words' },
      { flags: '--ground <code>', word: 'subject-ground' },
      { flags: '--days <n>', word: 'subject-days', number: true },
      { flags: '--whom <name>', word: 'subject-whom' },
      { flags: '--with-others', word: 'subject-with-others' },
    ],
    examples: [
      'subject-requests answer 0193a1b2-0000-7000-8000-000000000001 acknowledge',
      'subject-requests answer 0193a1b2-0000-7000-8000-000000000001 refuse --ground thoi-han --words "…"',
    ],
    run: async (tool, given) => {
      const [request = '', said] = given.args;
      const act = acts.find((one) => one === said) as SubjectAct | undefined;
      if (!act) throw new UsageError('subject-act');
      const [words, ground, whom] = ['words', 'ground', 'whom'].map((name) => given.text(name));
      const days = given.number('days');
      const body = {
        act,
        ...(words !== undefined && { words }),
        ...(ground !== undefined && { ground }),
        ...(whom !== undefined && { whom }),
        ...(days !== undefined && { days }),
        ...(given.flag('withOthers') && { withOthers: true }),
      };
      const { send } = await tool.link();
      const page = await call(send, answerSubjectRequest, { params: { request }, body });
      return { data: page, lines: pageLines(tool, page) };
    },
  },
];

async function open(tool: Tool, kind: SubjectKind, given: Parameters<CommandSpec['run']>[1]): Promise<SubjectPage> {
  const reason = given.text('reason');
  if (reason === undefined) throw new UsageError('subject-reason');
  const names = { register: 'register', field: 'field', wanted: 'value', purpose: 'purpose' } as const;
  const more = Object.fromEntries(
    Object.entries(names).flatMap(([member, option]) => {
      const value = given.text(option);
      return value === undefined ? [] : [[member, value]];
    }),
  );
  const { send } = await tool.link();
  const person = given.text('person');
  if (person === undefined) return call(send, askOwnRequest, { body: { kind, reason, ...more } });
  const evidence = given.text('evidence');
  if (evidence === undefined) throw new UsageError('subject-evidence');
  const authority = given.flag('representative') ? ('representative' as const) : ('herself' as const);
  return call(send, fileSubjectRequest, { body: { kind, reason, person, evidence, authority, ...more } });
}

function linesOf({ t, language }: Tool, items: readonly SubjectLine[]): string[] {
  const rows = items.map((one) => [
    one.id,
    t(`web-subjects:kinds.${one.kind}`),
    t(`web-subjects:states.${one.state}`),
    pick(one.body.names, language),
    one.nextDue ?? '',
    one.daysLeft === null ? '' : String(one.daysLeft),
  ]);
  const heads = ['id', 'kind', 'state', 'body', 'due', 'left'].map((word) => t(`cli:columns.${word}`));
  return table(rows, heads);
}

function pageLines(tool: Tool, page: SubjectPage): string[] {
  const { t, language } = tool;
  const { refusal, answer, correction } = page;
  return [
    ...linesOf(tool, [page]),
    ...(correction
      ? [`${t('web-subjects:correction')}: ${t(`web-subjects:correctionStates.${correction.state}`)}`]
      : []),
    ...(refusal
      ? [
          `${t('web-subjects:refusedTitle')}: ${pick(refusal.ground.names, language)} (${refusal.ground.citation}). ${refusal.reason}`,
        ]
      : []),
    ...(answer === null ? [] : [`${t('web-subjects:answer')}: ${answer}`]),
  ];
}
