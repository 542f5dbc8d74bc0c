/** `marks`: whether files bear a mark of state secrecy. Works on files, without a node, and sends nothing anywhere. */
import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { FileMark } from '../../platform/marks/index.ts';
import { UsageError, type Answer, type CommandSpec, type Given, type Tool } from '../model.ts';
import { profileOf } from '../plan-source.ts';

export const marks: CommandSpec = {
  path: 'marks',
  arguments: ['FILE…'],
  options: [{ flags: '--profile <name>', word: 'marks-profile' }],
  examples: ['marks report.docx', 'marks *.xlsx --profile vn-party --json'],
  offline: true,
  run: check,
};

interface Looked {
  readonly file: string;
  readonly found: FileMark | null;
}

async function check(tool: Tool, given: Given): Promise<Answer> {
  const { marksOf, scanFile } = await import('../../platform/marks/index.ts');
  const profile = given.text('profile');
  const detector = marksOf(profileOf(tool, profile === undefined ? [] : [profile]));
  const files: Looked[] = [];
  for (const file of given.args) {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) throw new UsageError('file-unreadable', { file });
    files.push({ file, found: (await scanFile(createReadStream(file), detector, { name: basename(file) })) ?? null });
  }
  return {
    data: { files },
    lines: files.map((one) => say(tool, one)),
    findings: files.some(({ found }) => found !== null),
  };
}

function say({ t, terminal }: Tool, { file, found }: Looked): string {
  if (!found) return t('cli:marks.none', { file });
  const place = t(`marks:places.${found.part}`);
  const rule = t(`marks:rules.${found.rule}`);
  const row = found.row === undefined ? '' : t('cli:marks.row', { row: found.row });
  return terminal.paint('red', t('cli:marks.found', { file, place, rule, row }));
}
