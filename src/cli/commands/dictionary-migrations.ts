/** How far the registers of a node are in following the release in force. */
import { call } from '../../platform/http/call.ts';
import { listMigrations, type MigrationView } from '../../records/contract.ts';
import type { CommandSpec, Tool } from '../model.ts';

const MOST_RECORDS = 5;

const migrations: CommandSpec = {
  path: 'dictionary migrations',
  examples: ['dictionary migrations'],
  run: async (tool) => {
    const { send } = await tool.link();
    const answer = await call(send, listMigrations, {});
    const lines = answer.items.flatMap((item) => sayMigration(tool, item));
    return {
      data: answer,
      lines: lines.length === 0 ? [tool.t('cli:dictionary.none-migrated')] : lines,
      findings: answer.items.some((item) => item.state === 'stuck'),
    };
  },
};

function sayMigration({ t, terminal }: Tool, item: MigrationView): string[] {
  const { failure, ...values } = item;
  const said = {
    ...values,
    state: t(`records:migration.${item.state}`),
    step: t(`records:stages.${item.step}`),
    mark: item.state === 'stuck' ? terminal.paint('red', '!') : '·',
  };
  const head = t(item.state === 'running' ? 'cli:dictionary.migrating' : 'cli:dictionary.migrated', said);
  const kept = item.kept.map((one) => `    ? ${one.field}: ${one.said}`);
  if (!failure) return [head, ...kept];
  const records = failure.records.slice(0, MOST_RECORDS).map((record) => `      ${record}`);
  const more = failure.records.length > MOST_RECORDS ? failure.fails - MOST_RECORDS : 0;
  return [
    head,
    ...kept,
    `    ${failure.said}`,
    ...records,
    ...(more > 0 ? [`      ${t('cli:import.more', { count: more })}`] : []),
    `    ${failure.remedy}`,
  ];
}

export const migrationCommands: readonly CommandSpec[] = [migrations];
