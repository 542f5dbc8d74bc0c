/** Releases of the dictionary as files: compared, signed, verified. None of it needs a node. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Counted, Difference, Versions } from '../../dictionary/index.ts';
import { printVerifierKey } from '../../platform/ledger/checkpoint.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { sizeOf } from '../files.ts';
import { countAgainst, previousOf, saySteps, sayTooLow } from '../count-versions.ts';
import { compiler, openReleaseFile, readPlan, type PlanSource } from '../plan-source.ts';
import { openSigner } from '../release-key.ts';

const diff: CommandSpec = {
  path: 'dictionary diff',
  arguments: ['A', 'B'],
  examples: ['dictionary diff vn-party vn-demo', 'dictionary diff release-1.json ./profiles/my-county --json'],
  offline: true,
  run: async (tool, given) => {
    const [a, b] = given.args;
    const { diffPlans } = await compiler();
    const [before, { plan, release: signed }] = [await readPlan(tool, a), await readPlan(tool, b)];
    const difference = diffPlans(before.plan, plan);
    const counted = await countAgainst(before, plan, difference.changes);
    const versions = stepsTo(counted, signed?.versions);
    return sayDifference(tool, { from: before.plan.hash, to: plan.hash, ...difference, versions });
  },
};

/** What a signed release says of its versions counts more than what would be counted. */
const stepsTo = ({ steps }: Counted, signed: Versions | undefined): Counted['steps'] =>
  steps.map((step) => ({ ...step, version: signed?.[step.kind][step.key] ?? step.version }));

interface Compared extends Difference {
  readonly from: string;
  readonly to: string;
  /** Entries that get another version. */
  readonly versions: Counted['steps'];
}

async function sayDifference(tool: Tool, compared: Compared): Promise<Answer> {
  const { t, language, terminal } = tool;
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
    lines: [...lines, ...guessed.map(({ words }) => `? ${words}`), ...versionLines(tool, compared.versions), end],
    findings: verdict === 'breaking',
  };
}

const versionLines = (tool: Tool, steps: Counted['steps']): string[] =>
  steps.length === 0 ? [] : ['', tool.t('cli:dictionary.versions'), ...saySteps(tool, steps)];

const release: CommandSpec = {
  path: 'dictionary release',
  arguments: ['[PROFILE]'],
  options: [
    { flags: '--out <file>', word: 'release-out' },
    { flags: '--key <file>', word: 'release-key' },
    { flags: '--new-key', word: 'new-key' },
    { flags: '--number <number>', number: true, word: 'release-number' },
    { flags: '--previous <file>', word: 'release-previous' },
  ],
  examples: [
    'dictionary release vn-party --out release-1.json --key office.pem --new-key',
    'dictionary release vn-party --out release-2.json --key office.pem --previous release-1.json',
  ],
  offline: true,
  run: async (tool, given) => {
    const [out, keyFile] = [given.text('out'), given.text('key')];
    if (out === undefined || keyFile === undefined) throw new UsageError('release-out-missing');
    if (existsSync(out)) throw new UsageError('release-there', { file: out });
    const previous = await previousOf(tool, given.text('previous'));
    const number = numberOf(given.number('number'), previous);
    const { printRelease } = await compiler();
    const { plan } = await readPlan(tool, given.args[0]);
    // Without the release before it the versions are left to the node that takes it.
    const counted = previous || number === 1 ? await countAgainst(previous, plan) : undefined;
    if (counted && counted.tooLow.length > 0) {
      return { data: { tooLow: counted.tooLow }, lines: await sayTooLow(tool, counted), findings: true };
    }
    const versions = counted?.versions;
    const signer = await openSigner(keyFile, given.flag('new-key'));
    // `wx`: a release is never written over, whoever comes between the question above and here.
    writeFileSync(out, printRelease({ plan, versions }, number, signer), { flag: 'wx' });
    const key = printVerifierKey(signer.key);
    const data = { file: out, number, edition: plan.release, hash: plan.hash, key };
    const steps = previous ? (counted?.steps ?? []) : [];
    const said = [tool.t('cli:dictionary.released', data), tool.t('cli:dictionary.signed-by', { key })];
    const open = counted ? [] : [tool.t('cli:dictionary.versions-open')];
    return { data: { ...data, versions: steps }, lines: [...said, ...versionLines(tool, steps), ...open] };
  },
};

/** One more than that of the release before, unless it is stated. @throws UsageError when it is another */
function numberOf(stated: number | undefined, previous: PlanSource | undefined): number {
  const next = (previous?.release?.number ?? 0) + 1;
  const number = stated ?? next;
  if (number < 1) throw new UsageError('release-number');
  if (previous?.release && number !== next) throw new UsageError('release-number-next', { number, next });
  return number;
}

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
