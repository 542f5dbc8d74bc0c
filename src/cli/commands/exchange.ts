/** Exchange at a terminal: what there is, asking for it, deciding for a class, taking it back, and why not. */
import { parse } from 'yaml';
import { changeAgreement, getAgreement, listRequests } from '../../governance/contract.ts';
import { showAgreement } from '../show-agreement.ts';
import {
  askWhy,
  assessRequest,
  createAgreements,
  getRequest,
  writeRequest,
  type FindingLine,
} from '../../governance/index.ts';
import { catalogueJsonLd, catalogueTurtle, listCatalogue } from '../../exchange/contract.ts';
import { call, callRaw, ProblemError } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { readText } from '../files.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

/** A file in YAML or JSON with the body of a contract; the node says what is wrong in it. */
function written(file: string): never {
  const value: unknown = parse(readText(file));
  if (typeof value !== 'object' || value === null) throw new UsageError('not-a-map', { file });
  return value as never;
}

const findings = ({ t }: Tool, all: readonly FindingLine[]): string[] =>
  all.map(({ severity, words }) => `${t(`governance:request.severities.${severity}`)}: ${words}`);

const catalogue: CommandSpec = {
  path: 'exchange catalogue',
  arguments: ['[WORDS]'],
  options: [{ flags: '--format <format>', word: 'catalogue-format', choices: ['jsonld', 'turtle'] }],
  examples: ['exchange catalogue', 'exchange catalogue "population"', 'exchange catalogue --format turtle'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [q] = given.args;
    const format = given.text('format');
    if (format !== undefined) {
      const text = await (await callRaw(send, format === 'turtle' ? catalogueTurtle : catalogueJsonLd)).text();
      return { data: format === 'turtle' ? text : (JSON.parse(text) as unknown), lines: [text.trimEnd()] };
    }
    const answer = await call(send, listCatalogue, { query: q === undefined ? {} : { q } });
    const { t, language } = tool;
    const rows = answer.items.map((one) => [
      one.register,
      pick(one.names, language),
      one.manager ? pick(one.manager.names, language) : '–',
      String(one.readsByOthers),
    ]);
    return {
      data: answer,
      lines: table(
        rows,
        ['register', 'name', 'manager', 'reads'].map((word) => t(`cli:columns.${word}`)),
      ),
    };
  },
};

const request: CommandSpec = {
  path: 'exchange request',
  arguments: ['FILE'],
  options: [
    { flags: '--dry-run', word: 'request-dry-run' },
    { flags: '--draft', word: 'request-draft' },
  ],
  examples: ['exchange request request.yaml --dry-run', 'exchange request request.yaml'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const body = written(given.args[0] ?? '');
    if (given.flag('dry-run')) {
      const { names: _, ...asked } = body as Record<string, unknown>;
      const answer = await call(send, assessRequest, { body: asked as never });
      const verdict = tool.t(`governance:request.verdicts.${answer.verdict}`);
      return {
        data: answer,
        lines: [verdict, ...findings(tool, answer.findings)],
        findings: answer.verdict === 'cannot',
      };
    }
    const draft = given.flag('draft') && { draft: true };
    const answer = await call(send, writeRequest, { body: { ...(body as object), ...draft } as never });
    const stage = tool.t(`governance:request.stages.${answer.stage}`);
    return { data: answer, lines: [`${answer.code} · ${stage}`, ...findings(tool, answer.findings)] };
  },
};

type Told = { readonly body: { readonly names: Parameters<typeof pick>[0] }; readonly on: string } | null;
const toldAbove = ({ t, language }: Tool, told: Told): string =>
  told ? t('cli:exchange.escalated', { body: pick(told.body.names, language), day: told.on }) : '';

const requests: CommandSpec = {
  path: 'exchange requests',
  options: [
    { flags: '--mine', word: 'requests-mine' },
    { flags: '--overdue', word: 'requests-overdue' },
  ],
  examples: ['exchange requests --overdue'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const query = { ...(given.flag('mine') && { mine: true }), ...(given.flag('overdue') && { overdue: true }) };
    const answer = await call(send, listRequests, { query });
    const { t, language } = tool;
    const rows = answer.items.map(({ code, names, by, stage, turn, due, escalated }) => [
      code,
      pick(names, language),
      pick(by.names, language),
      t(`governance:request.stages.${stage}`),
      turn ? pick(turn.names, language) : '–',
      due ?? '–',
      toldAbove(tool, escalated),
    ]);
    const head = ['code', 'name', 'by', 'state', 'turn', 'due', 'overdue'].map((word) => t(`cli:columns.${word}`));
    return { data: answer, lines: table(rows, head) };
  },
};

const show: CommandSpec = {
  path: 'exchange show',
  arguments: ['CASE'],
  examples: ['exchange show R-2026-001', 'exchange show A-2026-001'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const code = given.args[0] ?? '';
    const answer = await call(send, getRequest, { params: { request: code } }).catch((error: unknown) => {
      if (error instanceof ProblemError && error.status === 404) return undefined;
      throw error;
    });
    if (!answer) return showAgreement(tool, await call(send, getAgreement, { params: { agreement: code } }));
    const stage = tool.t(`governance:request.stages.${answer.stage}`);
    const whose = answer.turn ? ` · ${pick(answer.turn.names, tool.language)}` : '';
    const due = answer.due === null ? '' : ` · ${answer.due}`;
    const told = toldAbove(tool, answer.escalated);
    const where = [`${answer.code} · ${stage}${whose}${due}`, ...(told === '' ? [] : [told])];
    return { data: answer, lines: [...where, ...findings(tool, answer.findings)] };
  },
};

const grant: CommandSpec = {
  path: 'exchange grant',
  arguments: ['FILE'],
  examples: ['exchange grant communes.yaml'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const answer = await call(send, createAgreements, { body: written(given.args[0] ?? '') });
    const { agreements, grants } = answer;
    return {
      data: answer,
      lines: [tool.t('cli:exchange.granted', { agreements: agreements.join(', '), count: grants })],
    };
  },
};

const revoke: CommandSpec = {
  path: 'exchange revoke',
  arguments: ['AGREEMENT'],
  options: [
    { flags: '--consumer <body>', word: 'revoke-consumer' },
    { flags: '--suspend', word: 'revoke-suspend' },
  ],
  examples: ['exchange revoke A-2026-001', 'exchange revoke A-2026-001 --consumer 101 --suspend'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const consumer = given.text('consumer');
    const body = {
      state: given.flag('suspend') ? 'suspended' : 'revoked',
      ...(consumer !== undefined && { consumer }),
    } as const;
    const answer = await call(send, changeAgreement, { params: { agreement: given.args[0] ?? '' }, body });
    return { data: answer, lines: [`${answer.code} · ${tool.t(`governance:states.${answer.state}`)}`] };
  },
};

const why: CommandSpec = {
  path: 'exchange why',
  arguments: ['REGISTER'],
  options: [
    { flags: '--permission <permission>', word: 'why-permission' },
    { flags: '--purpose <purpose>', word: 'why-purpose' },
    { flags: '--elements <elements>', word: 'why-elements' },
  ],
  examples: ['exchange why people --permission registers.lookup --elements P.1,P.2'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const [purpose, permission] = [given.text('purpose'), given.text('permission')];
    const elements = given.text('elements')?.split(',');
    const body = {
      register: given.args[0] ?? '',
      ...(purpose !== undefined && { purpose }),
      ...(permission !== undefined && { permission }),
      ...(elements && { elements }),
    };
    const answer = await call(send, askWhy, { body });
    const { words, rule, allowed } = answer.decision;
    const { quota, subjects } = answer;
    const used = quota && tool.t('cli:exchange.quota', { ...quota });
    const read = subjects && tool.t('cli:exchange.subjects', { ...subjects, budget: subjects.subjects });
    const lines = [`${words.reason} (${rule})`, words.remedy, words.whoCanChange, used, read].filter(
      (one) => typeof one === 'string',
    );
    return { data: answer, lines, findings: !allowed };
  },
};

export const exchangeCommands: readonly CommandSpec[] = [catalogue, request, requests, show, grant, revoke, why];
