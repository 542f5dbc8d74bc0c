/** `dictionary export` of what a node has: its release, with the codes that it keeps. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as contract from '../../dictionary/contract.ts';
import type { OutputFile } from '../../dictionary/index.ts';
import { callRaw } from '../../platform/http/call.ts';
import { UsageError, type Answer, type Given, type Tool } from '../model.ts';

/** A release is a node's: that of `--node`, else the one on the data folder. */
export const isFromNode = (tool: Tool, given: Given): boolean => tool.remote || given.number('release') !== undefined;

interface Wanted {
  readonly format: contract.DictionaryFormat;
  readonly folder: string;
}

/** @throws UsageError */
export async function exportFromNode(tool: Tool, given: Given, { format, folder }: Wanted): Promise<Answer> {
  if (given.args.length > 0) throw new UsageError('node-or-files', { given: given.args[0] ?? '' });
  const [release, chapter] = [given.number('release'), given.text('only')];
  const { send } = await tool.link();
  const answer = await callRaw(send, contract.getDictionaryExport, {
    params: { format },
    query: {
      language: tool.language,
      ...(release !== undefined && { release }),
      ...(chapter !== undefined && { chapter }),
    },
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const files = openFolder(folder);
  if (format === 'excel') files.write({ name: 'dictionary.xlsx', content: bytes });
  else {
    const { unzip } = await import('../../dictionary/import/index.ts');
    for (const [name, content] of await unzip(bytes)) files.write({ name, content });
  }
  const { names } = files;
  const end = tool.t('cli:dictionary.exported', { count: names.length, folder });
  return { data: { ok: true, files: names }, lines: [...sayLosses(tool, names), end] };
}

/** That the format says less than the dictionary, and where it is written what. */
export function sayLosses({ t }: Tool, names: readonly string[]): readonly string[] {
  const file = names.find((name) => basename(name) === 'not-carried.csv');
  return file === undefined ? [] : [t('cli:dictionary.not-carried', { file })];
}

/** A folder to write into, and what was written. */
export function openFolder(folder: string) {
  mkdirSync(folder, { recursive: true });
  const names: string[] = [];
  const write = ({ name, content }: OutputFile) => {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    names.push(file);
  };
  return { names, write };
}
