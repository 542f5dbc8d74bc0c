/** What became of a load, the same for both ways a file can go. */
import { pick } from '../platform/texts.ts';
import type { FindingView, LoadView } from '../records/contract.ts';
import type { WantedLoad } from './commands/load.ts';
import type { SeenColumn } from './map-columns.ts';
import type { Answer, Tool } from './model.ts';
import { table } from './table.ts';

export interface LoadDone {
  readonly load: LoadView;
  readonly findings: readonly FindingView[];
  readonly columns: readonly SeenColumn[];
  readonly wanted: WantedLoad;
}

export function sayLoad(tool: Tool, { load, findings, columns, wanted }: LoadDone): Answer {
  const { t, terminal, language } = tool;
  const { counts } = load;
  const isStored = load.state === 'committed';
  const skipped = load.columns.filter((one) => one.field === null);
  const body = pick(load.body.names, language);
  const lines = [
    (wanted.mapping === undefined
      ? t('cli:load.columns', { matched: columns.length - skipped.length, count: columns.length })
      : t('cli:load.mapped', { mapping: wanted.mapping, count: load.columns.length - skipped.length })) +
      (skipped.length > 0 ? ` ${t('cli:load.skipped', { names: skipped.map((one) => one.header).join(', ') })}` : ''),
    t('cli:load.counts', counts),
    fate(tool, { isStored, load, wanted, body }),
    ...kindLines(tool, 'red', load.findings),
    ...kindLines(tool, 'yellow', load.warnings),
    ...kindLines(tool, 'dim', load.notes),
    ...findingTable(tool, findings),
    ...(wanted.review === undefined ? [] : [t('cli:files.written', { file: wanted.review })]),
  ];
  const isSound = Object.keys(load.findings).length === 0 && Object.keys(load.warnings).length === 0;
  const data = { stored: isStored, load, findings, ...(wanted.review !== undefined && { review: wanted.review }) };
  return {
    data,
    lines: lines.map((line, place) => (place === 2 && isStored ? terminal.paint('green', line) : line)),
    findings: !isSound,
  };
}

export function findingTable({ t }: Pick<Tool, 't'>, findings: readonly FindingView[]): string[] {
  if (findings.length === 0) return [];
  const rows = findings.map((one) => [one.row, one.label ?? one.field, one.value, one.message]);
  return [
    '',
    ...table(
      rows,
      ['row', 'column', 'value', 'message'].map((word) => t(`cli:columns.${word}`)),
    ),
  ];
}

interface Fate {
  readonly isStored: boolean;
  readonly load: LoadView;
  readonly wanted: WantedLoad;
  readonly body: string;
}

function fate({ t }: Tool, { isStored, load, wanted, body }: Fate): string {
  const { counts, register } = load;
  if (counts.ready === 0) return t('cli:load.none-ready');
  if (isStored && load.changeSet === null) return t('cli:load.nothing-new');
  if (isStored) return t('cli:load.stored', { count: counts.new + counts.changed, register, body });
  if (wanted.dryRun) return t('cli:load.dry-run', { count: counts.ready });
  return t('cli:load.only-valid', { count: counts.ready });
}

function kindLines(
  { t, terminal }: Tool,
  colour: 'red' | 'yellow' | 'dim',
  kinds: Readonly<Record<string, number>>,
): string[] {
  const words = { red: 'errors', yellow: 'warnings', dim: 'notes' } as const;
  const each = Object.entries(kinds).map(
    ([kind, count]) => `${t(`records:kinds.${kind}`, { defaultValue: kind })} ${String(count)}`,
  );
  return each.length === 0 ? [] : [terminal.paint(colour, `${t(`cli:load.${words[colour]}`)}: ${each.join(' · ')}`)];
}
