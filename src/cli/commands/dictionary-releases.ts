/** Releases of the dictionary as files: compared, signed, verified. None of it needs a node. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Difference } from '../../dictionary/index.ts';
import { printVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { sizeOf } from '../files.ts';
import { compiler, openReleaseFile, readPlan } from '../plan-source.ts';
import { openSigner } from '../release-key.ts';

const diff: CommandSpec = {
  path: 'dictionary diff',
  arguments: ['A', 'B'],
  examples: ['dictionary diff vn-party vn-demo', 'dictionary diff release-1.json ./profiles/my-county --json'],
  offline: true,
  run: async (tool, given) => {
    const [a, b] = given.args;
    const { diffPlans } = await compiler();
    const [before, after] = [(await readPlan(tool, a)).plan, (await readPlan(tool, b)).plan];
    return sayDifference(tool, { from: before.hash, to: after.hash, ...diffPlans(before, after) });
  },
};

type Compared = Difference & { readonly from: string; readonly to: string };

async function sayDifference({ t, language, terminal }: Tool, compared: Compared): Promise<Answer> {
  const { describeChange, describeRenaming } = await compiler();
  const { changes, renames, verdict } = compared;
  const told = changes.map((change) => ({ ...change, words: describeChange(change, language, t) }));
  const guessed = renames.map((one) => ({ ...one, words: describeRenaming(one, language, t) }));
  const lines = told.flatMap(({ verdict: own, words: { said, rule, before, after } }) => [
    `${own === 'breaking' ? terminal.paint('red', '!') : '·'} ${said}`,
    ...(before === undefined || after === undefined || said.includes(after) ? [] : [`    ${before} → ${after}`]),
    `    ${rule}`,
  ]);
  const breaking = changes.filter((one) => one.verdict === 'breaking').length;
  const end = t('cli:dictionary.difference', {
    verdict: t(`dictionary:verdicts.${verdict}`),
    count: changes.length,
    breaking,
  });
  return {
    data: { ...compared, changes: told, renames: guessed },
    lines: [...lines, ...guessed.map(({ words }) => `? ${words}`), end],
    findings: verdict === 'breaking',
  };
}

const release: CommandSpec = {
  path: 'dictionary release',
  arguments: ['[PROFILE]'],
  options: [
    { flags: '--out <file>', word: 'release-out' },
    { flags: '--key <file>', word: 'release-key' },
    { flags: '--new-key', word: 'new-key' },
    { flags: '--number <number>', number: true, word: 'release-number' },
  ],
  examples: [
    'dictionary release vn-party --out release-1.json --key office.pem --new-key',
    'dictionary release vn-party --out release-2.json --key office.pem --number 2',
  ],
  offline: true,
  run: async (tool, given) => {
    const [out, keyFile] = [given.text('out'), given.text('key')];
    if (out === undefined || keyFile === undefined) throw new UsageError('release-out-missing');
    if (existsSync(out)) throw new UsageError('release-there', { file: out });
    const number = given.number('number') ?? 1;
    if (number < 1) throw new UsageError('release-number');
    const { printRelease } = await compiler();
    const { plan } = await readPlan(tool, given.args[0]);
    const signer = await openSigner(keyFile, given.flag('new-key'));
    // `wx`: a release is never written over, whoever comes between the question above and here.
    writeFileSync(out, printRelease(plan, number, signer), { flag: 'wx' });
    const key = printVerifierKey(signer.key);
    const data = { file: out, number, edition: plan.release, hash: plan.hash, key };
    return { data, lines: [tool.t('cli:dictionary.released', data), tool.t('cli:dictionary.signed-by', { key })] };
  },
};

/** What the option says: the key itself, or a file with it. */
export const trustedKey = (option: string | undefined): string | undefined =>
  option !== undefined && existsSync(option) ? readFileSync(option, 'utf8').trim() : option;

const verify: CommandSpec = {
  path: 'dictionary verify',
  arguments: ['FILE'],
  options: [{ flags: '--public-key <file-or-key>', word: 'public-key' }],
  examples: ['dictionary verify release-1.json', 'dictionary verify release-1.json --public-key office.vkey'],
  offline: true,
  run: async (tool, given) => {
    const [file = ''] = given.args;
    sizeOf(file);
    const trusted = trustedKey(given.text('public-key'));
    const found = await tryRelease(tool, file, trusted);
    if (typeof found === 'string') return { data: { ok: false, file, reason: found }, lines: [found], findings: true };
    const { plan, number, hash, key } = found;
    const data = { ok: true, file, number, edition: plan.release, hash, key, trusted: trusted !== undefined };
    const said = [tool.t('cli:dictionary.verified', data), tool.t('cli:dictionary.signed-by', { key })];
    return { data, lines: trusted === undefined ? [...said, tool.t('cli:dictionary.key-not-compared')] : said };
  },
};

/** A file that is no good is what one asked about, not a failure of the command. */
async function tryRelease(tool: Tool, file: string, trusted: string | undefined) {
  try {
    return await openReleaseFile(tool, file, readFileSync(file), trusted);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return tool.t(`cli:usage.${error.word}`, error.values);
  }
}

export const releaseCommands: readonly CommandSpec[] = [diff, release, verify];
