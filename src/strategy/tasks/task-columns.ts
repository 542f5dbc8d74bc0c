/** The columns of the task list as a workbook: the same for writing and for reading back. Pure. */
import { pick } from '../../platform/texts.ts';
import type { Texts } from '../../platform/texts.ts';
import type { TaskAlias } from './store/task.ts';
import type { Translate } from '../../platform/i18n.ts';

export const COLUMNS = [
  'code',
  'name',
  'objective',
  'lead',
  'cooperating',
  'due',
  'state',
  'progress',
  'evidence',
  'phase',
  'dependsOn',
  'budget',
  'aliases',
] as const;
export type Column = (typeof COLUMNS)[number];
export type Cells = Readonly<Record<Column, string>>;

export const STATES = ['not-begun', 'running', 'done'] as const;
export type State = (typeof STATES)[number];

/** A task as the sheet shows it. */
export interface ShownTask {
  readonly code: string;
  readonly names: Texts;
  readonly objective: string | null;
  /** Codes of bodies. */
  readonly lead: string;
  readonly cooperating: readonly string[];
  readonly due: string;
  readonly state: State;
  readonly progress: number | null;
  readonly evidence: string | null;
  readonly phase: string | null;
  /** Codes of tasks. */
  readonly dependsOn: readonly string[];
  readonly budget: string | null;
  readonly aliases: readonly TaskAlias[];
}

export function cellsOf(task: ShownTask, language: string, t: Translate): Cells {
  return {
    code: task.code,
    name: pick(task.names, language),
    objective: task.objective ?? '',
    lead: task.lead,
    cooperating: task.cooperating.join(', '),
    due: task.due,
    state: t(`strategy:states.${task.state}`),
    progress: task.progress === null ? '' : String(task.progress),
    evidence: task.evidence ?? '',
    phase: task.phase ?? '',
    dependsOn: task.dependsOn.join(', '),
    budget: task.budget ?? '',
    aliases: task.aliases.map(({ tracker, number }) => `${tracker}: ${number}`).join('; '),
  };
}

/** A text that begins with = + - @ would be read as a formula: it leaves with a quote before it (OWASP, CSV injection). */
export const asText = (value: string) => (/^[=+\-@\t\r]/.test(value) ? `'${value}` : value);
export const fromText = (value: string) => (/^'[=+\-@\t\r]/.test(value) ? value.slice(1) : value);
