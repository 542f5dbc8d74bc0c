/** The documented API as one file. */
import { writeFileSync } from 'node:fs';
import type { CommandSpec } from '../model.ts';

export const openapi: CommandSpec = {
  path: 'openapi',
  options: [{ flags: '--out <file>' }],
  examples: ['openapi --out openapi.json', 'openapi --node https://data.example.org --key my.key'],
  run: async (tool, given) => {
    const { send } = await tool.link();
    const document: unknown = await (await send('/openapi.json', { method: 'GET' })).json();
    const file = given.text('out');
    const text = JSON.stringify(document, null, 2);
    if (file === undefined) return { data: document, lines: [text] };
    writeFileSync(file, `${text}\n`);
    return { data: { file }, lines: [tool.t('cli:files.written', { file })] };
  },
};
