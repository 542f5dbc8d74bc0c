/** The radar over 1,000 manifests, from bytes to verdicts: the manifests of ../shared/data again and again under other names, or generated ones. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  authoritiesOfFiles,
  checkForms,
  headerScore,
  indexHeld,
  judges,
  readForms,
} from '../src/registers/radar/index.ts';
import type { ImportFile } from '../src/dictionary/import/index.ts';
import type { BenchRow } from './load.ts';
import { MANIFESTS } from './radar-manifests.ts';

export interface SpeedOptions {
  readonly manifests?: number;
  readonly generated?: boolean;
  readonly log?: (line: string) => void;
}

const REACH = 30;

export async function run(options: SpeedOptions = {}): Promise<BenchRow[]> {
  const { manifests = 1000, generated = false, log = () => undefined } = options;
  const given = generated || !existsSync(MANIFESTS) ? generate(200) : shared();
  const files = Array.from({ length: manifests }, (_, i) => again(given[i % given.length] as ImportFile, i));
  const start = process.cpuUsage();
  const authorities = await authoritiesOfFiles(given);
  const index = indexHeld(authorities);
  const { forms } = await readForms(files, { score: headerScore(index), hidden: true });
  const { counts } = checkForms(index, forms, judges);
  const { user, system } = process.cpuUsage(start);
  const seconds = Math.round((user + system) / 10_000) / 100;
  log(
    `radar-1000: ${String(files.length)} manifests, ${String(counts.asked)} fields against ` +
      `${String(authorities.held.length)} registers: ${String(counts.held)} held`,
  );
  if (counts.asked === 0) throw new Error('no field was read');
  return [
    {
      name: 'radar-1000',
      value: seconds,
      unit: 's of processor time',
      against: `${String(manifests)} manifests, read and judged`,
      reach: REACH,
      ok: seconds <= REACH,
    },
  ];
}

function shared(): ImportFile[] {
  return readdirSync(MANIFESTS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.csv'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(name) }));
}

/** The same manifest as another publisher's, so that nothing is answered from its own data set. */
function again({ name, bytes }: ImportFile, i: number): ImportFile {
  const text = Buffer.from(bytes).toString('utf8');
  return {
    name: `${String(i)}-${name}`,
    bytes: Buffer.from(text.replaceAll('datasets/gov/', `datasets/gov/again${String(i)}/`)),
  };
}

const STEMS = 'road river house school permit person farm vessel tax land court grant water forest market clinic'.split(
  ' ',
);
const TAILS = 'code name kind area owner date number status region office'.split(' ');

function generate(count: number): ImportFile[] {
  return Array.from({ length: count }, (_, i) => {
    const stem = STEMS[i % STEMS.length] ?? '';
    const name = `datasets/gov/body${String(i % 20)}/sys${String(i % 7)}/set${String(i)}`;
    const fields = Array.from({ length: 30 }, (_f, k) => {
      const said = `${STEMS[(i + k) % STEMS.length] ?? ''} ${TAILS[k % TAILS.length] ?? ''}`;
      return `,,,,,${said.replace(' ', '_')}_${String(k)},string,,,,4,open,,${said},`;
    });
    const head = 'id,dataset,resource,base,model,property,type,ref,source,prepare,level,access,uri,title,description';
    const text = [
      head,
      `,${name},,,,,,,,,,,,Set ${String(i)},`,
      `,,,,${stem}${String(i)},,,${stem}_code_0,,,4,,,${stem} ${String(i)},`,
      ...fields,
    ];
    return { name: `set${String(i)}.csv`, bytes: Buffer.from(text.join('\n')) };
  });
}
