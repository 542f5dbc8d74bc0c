/** What a node says on top of the releases it follows: tried on files, set and shown on a node. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Plan } from '../../dictionary/index.ts';
import { checkOverlay, getOverlay, setOverlay, type OverlayClash } from '../../dictionary/contract.ts';
import { call } from '../../platform/http/call.ts';
import { sizeOf } from '../files.ts';
import { UsageError, type Answer, type CommandSpec, type Tool } from '../model.ts';
import { compiler, readPlan } from '../plan-source.ts';

async function openOverlay(file = '') {
  sizeOf(file);
  const { readOverlay } = await compiler();
  return readOverlay(readFileSync(file, 'utf8'));
}

const sayClashes = ({ t, terminal }: Tool, clashes: readonly OverlayClash[]): string[] =>
  clashes.flatMap(({ kind, key, said, remedy }) => [
    `${terminal.paint('red', '!')} ${t(`overlay:kinds.${kind}`)} ${key}: ${said}`,
    `    ${remedy}`,
  ]);

interface Tried {
  readonly edition: string;
  readonly applied: number;
  readonly entries: number;
  readonly clashes: readonly OverlayClash[];
}

const sayTried = (tool: Tool, tried: Tried, data: unknown): Answer => ({
  data,
  lines: [...sayClashes(tool, tried.clashes), tool.t('cli:overlay.tried', { ...tried })],
  findings: tried.clashes.length > 0,
});

/** On files: the overlay laid on a plan, a release file or a profile. */
async function tryOnFiles(
  tool: Tool,
  file: string | undefined,
  base: string | undefined,
): Promise<Tried & { plan: Plan }> {
  const { applyOverlay, countEntries, wordClash } = await compiler();
  const [overlay, { plan: central }] = [await openOverlay(file), await readPlan(tool, base)];
  const { plan, applied, clashes } = applyOverlay(central, overlay, 1);
  const worded = clashes.map((clash) => wordClash(clash, tool.t));
  return { plan, edition: plan.release, applied, entries: countEntries(overlay), clashes: worded };
}

const check: CommandSpec = {
  path: 'dictionary overlay check',
  arguments: ['FILE', '[CHANGE]'],
  examples: ['dictionary overlay check overlay.yaml release-5.json', 'dictionary overlay check overlay.yaml'],
  run: async (tool, given) => {
    const [file, base] = given.args;
    if (base !== undefined) {
      const { plan, ...tried } = await tryOnFiles(tool, file, base);
      return sayTried(tool, tried, { ...tried, hash: plan.hash });
    }
    const overlay = await openOverlay(file);
    const { send } = await tool.link();
    const tried = await call(send, checkOverlay, { body: { overlay } });
    return sayTried(tool, tried, tried);
  },
};

const apply: CommandSpec = {
  path: 'dictionary overlay apply',
  arguments: ['FILE', 'CHANGE'],
  options: [{ flags: '--out <file>', word: 'overlay-out' }],
  examples: ['dictionary overlay apply overlay.yaml release-5.json --out plan.json'],
  offline: true,
  run: async (tool, given) => {
    const out = given.text('out');
    if (out === undefined) throw new UsageError('missing-mandatory-option-value', { given: '--out' });
    if (existsSync(out)) throw new UsageError('release-there', { file: out });
    const { plan, ...tried } = await tryOnFiles(tool, given.args[0], given.args[1]);
    writeFileSync(out, JSON.stringify(plan), { flag: 'wx' });
    return sayTried(tool, tried, { ...tried, hash: plan.hash, file: out });
  },
};

const show: CommandSpec = {
  path: 'dictionary overlay show',
  examples: ['dictionary overlay show', 'dictionary overlay show --json'],
  run: async (tool) => {
    const { send } = await tool.link();
    const view = await call(send, getOverlay, {});
    const head = tool.t(view.version === 0 ? 'cli:overlay.none' : 'cli:overlay.shown', view);
    const history = view.history.map((one) => `  ${tool.t('cli:overlay.version', one)}`);
    return { data: view, lines: [head, ...sayClashes(tool, view.clashes), ...history] };
  },
};

const clashes: CommandSpec = {
  path: 'dictionary overlay clashes',
  examples: ['dictionary overlay clashes'],
  run: async (tool) => {
    const { send } = await tool.link();
    const view = await call(send, getOverlay, {});
    const lines = sayClashes(tool, view.clashes);
    return {
      data: { release: view.release, overlay: view.version, clashes: view.clashes },
      lines: lines.length === 0 ? [tool.t('cli:overlay.no-clash', view)] : lines,
      findings: lines.length > 0,
    };
  },
};

const set: CommandSpec = {
  path: 'dictionary overlay set',
  arguments: ['FILE'],
  options: [{ flags: '--reason <text>', word: 'overlay-reason' }],
  examples: ['dictionary overlay set overlay.yaml --reason "The commune notes its wards"'],
  run: async (tool, given) => {
    const reason = given.text('reason');
    if (reason === undefined) throw new UsageError('missing-mandatory-option-value', { given: '--reason' });
    const overlay = await openOverlay(given.args[0]);
    const { send } = await tool.link();
    const { version } = await call(send, getOverlay, {});
    const answer = await call(send, setOverlay, { body: { overlay, reason }, ifMatch: `"${String(version)}"` });
    return { data: answer, lines: [tool.t('cli:overlay.set', answer)] };
  },
};

export const overlayCommands: readonly CommandSpec[] = [show, check, apply, set, clashes];
