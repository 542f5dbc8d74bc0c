/** Where a command finds a dictionary: a profile by name, a folder, a compiled plan or a release file. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Plan, Versions } from '../dictionary/index.ts';
import { readProfile, type Profile } from '../platform/profile.ts';
import { UsageError, type Tool } from './model.ts';

const PROFILES = join(import.meta.dirname, '..', '..', 'profiles');
const TRIAL = 'vn-demo';

/** A name under `profiles/`, or the path of a profile's folder beside those it extends. */
export function profileOf({ config }: Tool, [name]: readonly string[]): Profile {
  const asked = name ?? config.profile ?? TRIAL;
  if (!asked.includes('/')) return readProfile(PROFILES, asked);
  const folder = resolve(asked);
  return readProfile(dirname(folder), basename(folder));
}

/** Loaded when it is needed: the compiler is not what most commands wait for. */
export const compiler = () => import('../dictionary/index.ts');

export interface PlanSource {
  readonly plan: Plan;
  /** The signed file, where it is one. */
  readonly release?: {
    readonly number: number;
    readonly key: string;
    readonly bytes: Buffer;
    readonly versions?: Versions | undefined;
  };
}

/** @throws UsageError when there is nothing of that name, or its dictionary has errors */
export async function readPlan(tool: Tool, source: string | undefined): Promise<PlanSource> {
  const file = source === undefined ? undefined : planFileOf(source);
  if (file !== undefined) return readPlanFile(tool, file);
  const { compileProfileDictionary } = await compiler();
  const { plan, findings } = compileProfileDictionary(profileOf(tool, source === undefined ? [] : [source]));
  if (!plan) throw new UsageError('dictionary-unsound', { profile: source ?? '', count: findings.length });
  return { plan };
}

/** The file itself, or the plan that `dictionary compile` left in a folder. @throws UsageError when it is not there */
export function planFileOf(source: string): string | undefined {
  if (statSync(source, { throwIfNoEntry: false })?.isFile()) return source;
  const compiled = join(source, 'plan.json');
  if (existsSync(compiled)) return compiled;
  if (/\.json$/i.test(source)) throw new UsageError('file-unreadable', { file: source });
  return undefined;
}

async function readPlanFile(tool: Tool, file: string): Promise<PlanSource> {
  const { isHashed, isPlan } = await compiler();
  const bytes = readFileSync(file);
  const value = parse(bytes);
  if (isPlan(value)) {
    if (!isHashed(value)) throw new UsageError('plan-altered', { file });
    return { plan: value };
  }
  const { plan, number, key, versions } = await openReleaseFile(tool, file, bytes);
  return { plan, release: { number, key, bytes, versions } };
}

/** @throws UsageError that says what is wrong with it */
export async function openReleaseFile(tool: Tool, file: string, bytes: Uint8Array, trusted?: string) {
  const { openRelease, ReleaseFileError } = await compiler();
  try {
    return openRelease(bytes, trusted);
  } catch (error) {
    if (!(error instanceof ReleaseFileError)) throw error;
    throw new UsageError('release-refused', { file, fault: tool.t(`dictionary:release-faults.${error.fault}`) });
  }
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
