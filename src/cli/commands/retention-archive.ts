/** Archives of disposals, at a terminal: fetched, checked, kept; opened anywhere. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { call, callRaw } from '../../platform/http/call.ts';
import { openArchive } from '../../records/index.ts';
import * as retention from '../../records/retention/contract.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { table } from '../table.ts';

const archive: CommandSpec = {
  path: 'retention archive',
  arguments: ['DISPOSAL'],
  options: [
    { flags: '--out <file>', word: 'archive-out' },
    { flags: '--place <text>', word: 'archive-place' },
  ],
  examples: ['retention archive 0198c0de-0000-7000-8000-000000000001 --out disposal.zip --place "Archive, shelf 3"'],
  run: async (tool, given) => {
    const [disposal = ''] = given.args;
    const { send } = await tool.link();
    const [file = `${disposal}.zip`, place] = [given.text('out'), given.text('place')];
    const params = { disposal };
    const bytes = Buffer.from(await (await callRaw(send, retention.getArchive, { params })).arrayBuffer());
    writeFileSync(file, bytes);
    const answer = await sayArchive(tool, readFileSync(file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if (answer.findings || place === undefined) return answer;
    await call(send, retention.keepArchive, { params, body: { sha256, place } });
    return { ...answer, lines: [...(answer.lines ?? []), tool.t('cli:retention.kept', { place })] };
  },
};

/** @returns with findings where a file in it is not what its manifest says */
async function sayArchive(tool: Tool, bytes: Buffer): Promise<Answer> {
  const opened = await openArchive(bytes);
  if (!opened) return { lines: [tool.terminal.paint('red', tool.t('cli:retention.no-archive'))], findings: true };
  const { manifest, damaged, rows } = opened;
  const { register, records, versions, columns } = manifest;
  const said =
    damaged === undefined
      ? tool.terminal.paint('green', tool.t('cli:retention.archive', { register, records, versions }))
      : tool.terminal.paint('red', tool.t('cli:retention.damaged', { file: damaged }));
  const text = (value: unknown) =>
    value === null || value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  const lines = table(
    rows.slice(0, 100).map((row) => columns.map((name) => text(row[name]))),
    columns,
  );
  return {
    data: { manifest, damaged: damaged ?? null, rows },
    lines: [said, ...lines],
    findings: damaged !== undefined,
  };
}

const openFile: CommandSpec = {
  path: 'retention open',
  arguments: ['FILE'],
  examples: ['retention open disposal.zip'],
  offline: true,
  run: async (tool, given) => {
    const [file = ''] = given.args;
    if (!existsSync(file)) throw new UsageError('file-unreadable', { file });
    return sayArchive(tool, readFileSync(file));
  },
};

export const archiveCommands: readonly CommandSpec[] = [archive, openFile];
