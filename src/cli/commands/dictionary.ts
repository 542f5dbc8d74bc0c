/** The dictionary: what its files say, what they compile to, and where a word stands in it. */
import { relative } from 'node:path';
import * as contract from '../../dictionary/contract.ts';
import type { Plan } from '../../dictionary/index.ts';
import { call, callRaw } from '../../platform/http/call.ts';
import { pick } from '../../platform/texts.ts';
import { deliver } from '../files.ts';
import type { CommandSpec, Tool } from '../model.ts';
import { countAgainst, previousOf } from '../count-versions.ts';
import { compiler, profileOf } from '../plan-source.ts';
import { table } from '../table.ts';

export async function compile(tool: Tool, args: readonly string[]) {
  const { compileProfileDictionary, describeFinding } = await compiler();
  const { plan, findings } = compileProfileDictionary(profileOf(tool, args));
  const said = findings.map((one) => ({
    file: relative(process.cwd(), one.file),
    line: one.line,
    column: one.column,
    severity: one.severity,
    code: one.code,
    message: describeFinding(one, tool.t),
  }));
  const lines = said.map((one) => `${one.file}:${String(one.line)}:${String(one.column)}: ${one.message}`);
  return { plan, said, lines };
}

const check: CommandSpec = {
  path: 'dictionary check',
  arguments: ['[PROFILE]'],
  options: [{ flags: '--previous <file>', word: 'check-previous' }],
  examples: [
    'dictionary check',
    'dictionary check ./profiles/my-county',
    'dictionary check ./profiles/my-county --previous release-1.json',
  ],
  offline: true,
  run: async (tool, given) => {
    const { plan, ...checked } = await compile(tool, given.args);
    const { said, lines } = await withVersions(tool, plan, checked, given.text('previous'));
    const counts = { elements: plan?.elements.length ?? 0, entities: plan?.entities.length ?? 0 };
    const end =
      said.length === 0
        ? [tool.t('cli:dictionary.sound', counts)]
        : [tool.t('cli:import.findings', { count: said.length })];
    return { data: { ok: plan !== undefined, findings: said }, lines: [...lines, ...end], findings: said.length > 0 };
  },
};

type Checked = Omit<Awaited<ReturnType<typeof compile>>, 'plan'>;

/** Also the versions that elements state, held against the release before. */
async function withVersions(tool: Tool, plan: Plan | undefined, checked: Checked, file: string | undefined) {
  const previous = plan && (await previousOf(tool, file));
  if (!previous) return checked;
  const { describeFinding, versionFinding, writePlace } = await compiler();
  const found = (await countAgainst(previous, plan)).tooLow.map(versionFinding);
  const worded = found.map((one) => ({ ...one, message: describeFinding(one, tool.t) }));
  const said = worded.map(({ params: _, entry: __, ...one }) => one);
  return {
    said: [...checked.said, ...said],
    lines: [...checked.lines, ...worded.map((one) => `${writePlace(one)}: ${one.message}`)],
  };
}

const template: CommandSpec = {
  path: 'dictionary template',
  arguments: ['ENTITY'],
  options: [{ flags: '--out <file>' }],
  examples: ['dictionary template party_member --out party_member.xlsx'],
  run: async (tool, given) => {
    const [entity = ''] = given.args;
    const file = given.text('out') ?? `${entity}.xlsx`;
    const { send } = await tool.link();
    const query = { language: tool.language };
    const answer = await callRaw(send, contract.getEntityTemplate, { params: { entity }, query });
    const bytes = await deliver(tool, answer, file);
    return { data: { file, bytes }, lines: [tool.t('cli:files.written', { file })] };
  },
};

const search: CommandSpec = {
  path: 'dictionary search',
  arguments: ['TEXT'],
  options: [
    { flags: '--kind <kind>', choices: ['element', 'entity', 'code-list', 'code'], word: 'search-kind' },
    { flags: '--limit <number>', number: true },
  ],
  examples: ['dictionary search "so dinh danh"', 'dictionary search gioi --kind element --json'],
  run: async (tool, given) => {
    const [q = ''] = given.args;
    const kind = given.text('kind');
    const { send } = await tool.link();
    const query = { q, limit: Math.min(200, given.number('limit') ?? 20), ...(kind !== undefined && { kind }) };
    const answer = await call(send, contract.search, { query });
    const { language, t } = tool;
    const rows = answer.items.map((hit) => [
      t(`cli:hits.${hit.kind}`),
      hit.list === undefined ? hit.code : `${hit.list}/${hit.code}`,
      pick(hit.names, language),
      hit.definition ? pick(hit.definition, language) : '',
    ]);
    const lines = rows.length === 0 ? [t('cli:dictionary.nothing', { text: q })] : table(rows);
    return { data: answer, lines, findings: rows.length === 0 };
  },
};

export const dictionaryCommands: readonly CommandSpec[] = [search, check, template];
