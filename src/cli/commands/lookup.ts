/** Whether somebody is known, before an entry form asks for all the rest. */
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Linkage, LookupAnswer } from '../../registers/linkage/index.ts';
import { sizeOf } from '../files.ts';
import { rowFile } from '../linkage-rows.ts';
import { linkage, openRun, placesFor, runFolder, settingsOf, withFileWords } from '../linkage-source.ts';
import { UsageError, type CommandSpec, type Given, type Tool } from '../model.ts';
import { waterfallLines } from './linkage-explain.ts';

export const lookup: CommandSpec = {
  path: 'lookup',
  arguments: ['ENTITY', 'FIELD=VALUE…'],
  options: [
    { flags: '--in <file>', word: 'lookup-in' },
    { flags: '--run <folder>', word: 'link-run' },
  ],
  examples: [
    'lookup person "full_name=…" birth_date=1980 --in population.csv',
    'lookup person "full_name=…" birth_date=1980 --json',
  ],
  offline: true,
  run: (tool, given) =>
    withFileWords(async () => {
      const [entity = '', ...pairs] = given.args;
      const folder = await mkdtemp(join(tmpdir(), 'artery-lookup-'));
      try {
        await using run = await runOf(tool, given, { entity, folder });
        const { fieldsOf, openLookup } = await linkage();
        const values = fieldsOf(run.model.settings, readPairs(pairs));
        if (Object.keys(values).length === 0) throw new UsageError('lookup-nothing', { given: pairs.join(' ') });
        return say(tool, await (await openLookup(run)).ask(values));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }),
};

/** The file that is looked into, linked with itself so that its weights are its own; else the last run. */
async function runOf(
  tool: Tool,
  given: Given,
  { entity, folder }: { entity: string; folder: string },
): Promise<Linkage> {
  const file = given.text('in');
  if (file === undefined) return openRun(runFolder(given));
  sizeOf(file);
  const settings = await settingsOf(tool, entity);
  const { beginLinkage, linkFiles } = await linkage();
  const run = await beginLinkage({
    settings,
    distinct: false,
    places: await placesFor(tool, settings),
    scratch: folder,
  });
  await linkFiles(run, [{ file: await rowFile(file, settings, folder), name: basename(file) }]);
  return run;
}

/** @throws UsageError */
function readPairs(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError('lookup-pair', { given: pair });
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    }),
  );
}

function say(tool: Tool, answer: LookupAnswer) {
  const { t } = tool;
  const [best] = answer.candidates;
  const values = { name: best?.left.source ?? '', key: best?.left.key ?? '', count: answer.candidates.length };
  const lines = [t(`linkage:lookup.${answer.verdict}`, values), ...(best ? waterfallLines(tool, best) : [])];
  const others = answer.candidates.slice(1).map(({ left, total }) => `${left.source} ${left.key}  ${total.toFixed(1)}`);
  return { data: answer, lines: [...lines, ...others], findings: answer.verdict !== 'known' };
}
