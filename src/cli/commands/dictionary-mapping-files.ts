/** `dictionary mapping` on files, without a node: import, suggest, test, apply. */
import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import type { Mapping } from '../../dictionary/contract.ts';
import type { EntityPlan, Plan } from '../../dictionary/index.ts';
import { UsageError, type CommandSpec, type Tool } from '../model.ts';
import { compiler, readPlan } from '../plan-source.ts';

const today = () => new Date().toISOString().slice(0, 10);

/** @throws UsageError with what its form lacks */
async function openMapping(file: string): Promise<Mapping> {
  const { readMapping } = await compiler();
  const read = readMapping({ file, text: readText(file) });
  if ('mapping' in read) return read.mapping;
  const said = read.faults.map(({ place, said: words }) => `${place} ${words}`.trim()).join('; ');
  throw new UsageError('mapping-unreadable', { file, said });
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError('file-unreadable', { file });
  }
}

function entityOf(plan: Plan, name: string): EntityPlan {
  const found = plan.entities.find((one) => one.name === name || one.code === name);
  if (!found)
    throw new UsageError('no-such-entity', { entity: name, known: plan.entities.map((one) => one.name).join(', ') });
  return found;
}

async function sampleOf(file: string, tool: Tool) {
  const { readSample } = await compiler();
  const { describeImportFinding } = await import('../../dictionary/import/index.ts');
  const sample = await readSample(basename(file), readBytes(file));
  const [fault] = sample.findings.filter((one) => one.severity === 'error');
  if (fault) throw new UsageError('mapping-unreadable', { file, said: describeImportFinding(fault, tool.t) });
  return sample;
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new UsageError('file-unreadable', { file });
  }
}

const PROFILE = { flags: '--profile <profile>', word: 'mapping-profile' } as const;

const test: CommandSpec = {
  path: 'dictionary mapping test',
  arguments: ['MAPPING.YAML', 'SAMPLE'],
  options: [PROFILE],
  examples: ['dictionary mapping test communes.yaml sample.csv --profile vn-demo'],
  offline: true,
  run: async (tool, given) => {
    const [file = '', rowsFile = ''] = given.args;
    const { tryRows, compileMapping, planCodes, planRecodings, describeCellFinding, describeMiss, faultOf } =
      await compiler();
    const { plan } = await readPlan(tool, given.text('profile'));
    const mapping = await openMapping(file);
    const entity = entityOf(plan, mapping.entity);
    const recodings = planRecodings(plan, mapping, entity);
    const options = { settings: plan.settings, today: today(), codes: planCodes(plan, today()), recodings };
    const faults = compileMapping(mapping, entity, options).findings.map((one) => faultOf(one, tool.t));
    const trial = tryRows(mapping, entity, (await sampleOf(rowsFile, tool)).rows, options);
    const { t, language } = tool;
    const said = trial.rows.flatMap((row) => [
      ...row.misses.map((miss) => ({ row: row.row, field: miss.field, message: describeMiss(miss, t) })),
      ...row.findings.map((one) => ({
        row: row.row,
        field: one.field,
        message: describeCellFinding(one, entity, language, t),
      })),
    ]);
    const { count, passed, missed } = trial;
    return {
      data: { count, passed, missed, faults, findings: said },
      lines: [
        ...faults.map((one) => `! ${one.message}`),
        ...said.slice(0, 50).map((one) => t('cli:mapping.row', one)),
        ...(said.length > 50 ? [t('cli:import.more', { count: said.length - 50 })] : []),
        t('cli:mapping.passed', { passed, count }),
      ],
      findings: passed < count || faults.some((one) => one.severity === 'error'),
    };
  },
};

const suggestCommand: CommandSpec = {
  path: 'dictionary mapping suggest',
  arguments: ['MAPPING.YAML'],
  options: [PROFILE, { flags: '--sample <file>', word: 'mapping-sample' }],
  examples: ['dictionary mapping suggest communes.yaml --sample sample.csv --profile vn-demo'],
  offline: true,
  run: async (tool, given) => {
    const [file = ''] = given.args;
    const { suggest, compileMapping, coverageOf, planCodes, planRecodings } = await compiler();
    const { plan } = await readPlan(tool, given.text('profile'));
    const mapping = await openMapping(file);
    const entity = entityOf(plan, mapping.entity);
    const codes = planCodes(plan, today());
    const recodings = planRecodings(plan, mapping, entity);
    const compiled = compileMapping(mapping, entity, { settings: plan.settings, today: today(), codes, recodings });
    const open = new Set(coverageOf(mapping, entity, compiled).openSource);
    const sample = given.text('sample');
    const items = suggest(
      mapping.fields.filter((field) => open.has(field.name)),
      entity,
      {
        settings: plan.settings,
        codes,
        taken: compiled.filled,
        rows: sample === undefined ? [] : (await sampleOf(sample, tool)).rows,
      },
    );
    const { t } = tool;
    const lines = items.map((one) =>
      t('cli:mapping.suggestion', {
        source: one.source,
        to: one.to,
        share: Math.round(one.confidence * 100),
        reasons: one.reasons
          .map((reason) =>
            t(`mapping:reasons.${reason.kind}`, { said: reason.said, share: Math.round(reason.share * 100) }),
          )
          .join('; '),
      }),
    );
    return { data: { items }, lines: lines.length === 0 ? [t('cli:mapping.none')] : lines };
  },
};

const formats = ['csv', 'excel', 'ddl', 'json-schema', 'table-schema', 'dsa', 'odcs'] as const;
const importCommand: CommandSpec = {
  path: 'dictionary mapping import',
  arguments: ['FILE'],
  options: [
    { flags: '--format <format>', word: 'mapping-format', choices: formats },
    { flags: '--entity <entity>', word: 'mapping-entity' },
    { flags: '--code <code>', word: 'mapping-code' },
    { flags: '--system <system>', word: 'mapping-system' },
    { flags: '--body <body>', word: 'mapping-body' },
    PROFILE,
    { flags: '--out <file>', word: 'mapping-out' },
  ],
  examples: [
    'dictionary mapping import schema.sql --format ddl --entity party_member --code AX-1 --system HT-1 --body 97',
  ],
  offline: true,
  run: async (tool, given) => {
    const [file = ''] = given.args;
    const { readSourceFields, writeMapping } = await compiler();
    const { plan } = await readPlan(tool, given.text('profile'));
    const entity = entityOf(plan, given.text('entity') ?? '');
    const format = formats.find((one) => one === given.text('format')) ?? 'csv';
    const { tables, findings } = await readSourceFields([{ name: file, bytes: readBytes(file) }], format);
    const [first] = tables;
    if (!first) throw new UsageError('mapping-unreadable', { file, said: findings[0]?.code ?? '' });
    const code = given.text('code') ?? 'NEW';
    const names = Object.fromEntries(plan.languages.map((language) => [language, first.name]));
    const mapping: Mapping = {
      ...{ code, names, body: given.text('body') ?? '-', system: given.text('system') ?? '-', entity: entity.name },
      fields: tables.flatMap((one) =>
        one.fields.map((field) => (tables.length === 1 ? field : { ...field, name: `${one.name}.${field.name}` })),
      ),
      lines: [],
    };
    const text = writeMapping(mapping, 'yaml', { entity, base: 'urn:artery:', release: 0 });
    const out = given.text('out');
    if (out === undefined) return { data: mapping, lines: [text.trimEnd()] };
    const stream = createWriteStream(out, { flags: 'wx' });
    await pipeline([text], stream);
    return { data: { file: out, fields: mapping.fields.length }, lines: [tool.t('cli:files.written', { file: out })] };
  },
};

const apply: CommandSpec = {
  path: 'dictionary mapping apply',
  arguments: ['MAPPING.YAML', 'FILE.CSV'],
  options: [PROFILE, { flags: '--out <file>', word: 'mapping-out' }],
  examples: ['dictionary mapping apply communes.yaml list.csv --out mapped.csv --profile vn-demo'],
  offline: true,
  run: async (tool, given) => {
    const [file = '', rowsFile = ''] = given.args;
    const { compileMapping, planCodes, planRecodings, faultOf } = await compiler();
    const { plan } = await readPlan(tool, given.text('profile'));
    const mapping = await openMapping(file);
    const entity = entityOf(plan, mapping.entity);
    const compiled = compileMapping(mapping, entity, {
      settings: plan.settings,
      today: today(),
      codes: planCodes(plan, today()),
      recodings: planRecodings(plan, mapping, entity),
    });
    const [fault] = compiled.findings.filter((one) => one.severity === 'error');
    if (fault) throw new UsageError('mapping-wrong', { said: faultOf(fault, tool.t).message });
    const counts = await convert(rowsFile, given.text('out'), {
      compiled,
      entity,
      needed: new Set(mapping.lines.flatMap((line) => line.from)),
      stdout: tool.terminal.stdout,
    });
    return {
      data: counts,
      lines: given.text('out') === undefined ? [] : [tool.t('cli:mapping.applied', counts)],
      findings: counts.missed > 0,
    };
  },
};

type Compiled = ReturnType<Awaited<ReturnType<typeof compiler>>['compileMapping']>;
interface Conversion {
  readonly compiled: Compiled;
  readonly entity: EntityPlan;
  /** Columns that lines read: a file without one is another file. */
  readonly needed: ReadonlySet<string>;
  /** Where lines go that no file takes. */
  readonly stdout: NodeJS.WritableStream;
}

/** Row by row: a file of any size passes through. */
async function convert(file: string, out: string | undefined, { compiled, entity, needed, stdout }: Conversion) {
  const counts = { rows: 0, missed: 0 };
  const places = entity.fields
    .map((field, i) => ({ name: field.name, i }))
    .filter(({ name }) => compiled.filled.has(name));
  const { delimited } = await compiler();
  if (!existsSync(file)) throw new UsageError('file-unreadable', { file });
  const rows = createReadStream(file).pipe(
    parse({
      bom: true,
      columns: (head: string[]) => checked(head, needed),
      relax_column_count: true,
      skip_empty_lines: true,
    }),
  );
  const lines = async function* () {
    yield delimited([places.map(({ name }) => name)], ',');
    for await (const row of rows as AsyncIterable<Record<string, string>>) {
      const { cells, misses } = compiled.apply(row);
      counts.rows += 1;
      counts.missed += misses.length;
      yield delimited([places.map(({ i }) => cells[i] ?? '')], ',');
    }
  };
  if (out === undefined) await pipeline(lines, stdout, { end: false });
  else await pipeline(lines, createWriteStream(out, { flags: 'wx' }));
  return counts;
}

function checked(head: readonly string[], needed: ReadonlySet<string>): string[] {
  const columns = head.map((title) => title.normalize('NFC').replace(/\s+/g, ' ').trim());
  for (const name of needed) {
    if (!columns.includes(name)) throw new UsageError('mapping-column', { name, known: columns.join(', ') });
  }
  return columns;
}

export const mappingFileCommands: readonly CommandSpec[] = [importCommand, suggestCommand, test, apply];
