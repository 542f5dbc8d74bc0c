/** Words, signs and tabs the strategy pages share. */
import type { IndicatorCard, TaskRow } from '../../src/strategy/contract.ts';
import { useWords, type Words } from '../i18n.ts';
import { paths } from '../paths.ts';
import { formatDay } from '../ui/format.ts';
import { Tabs } from '../ui/tabs.tsx';
import { State, Verdict, type Tone } from '../ui/verdict.tsx';

/** This area's words (`web-strategy`), with the room's own behind `strategy:`. */
export function useStrategyWords(): Words {
  useWords('strategy');
  return useWords('web-strategy');
}

const REFUSALS: ReadonlySet<string> = new Set([
  'not-yours-to-say',
  'not-at-home-here',
  'unknown-kind',
  'unreadable',
  'unknown-consultation',
  'unknown-task',
  'not-invited',
  'already-answered',
  'answer-mismatch',
  'answer-too-large',
  'unknown-clause',
  'day-ahead',
  'changed-meanwhile',
  'evidence-missing',
]);

/** Why another node did not take what was said here, in words. */
export function useRefusal(): (reason: string) => string {
  const { t } = useStrategyWords();
  return (reason) => t(`away.refused.${REFUSALS.has(reason) ? reason : 'other'}`);
}

export type Standing = TaskRow['standing'];

export const standings: readonly Standing[] = ['overdue', 'at-risk', 'running', 'not-begun', 'done'];

const standingTones: Readonly<Record<Standing, Tone>> = {
  overdue: 'bad',
  'at-risk': 'warn',
  running: 'busy',
  'not-begun': 'quiet',
  done: 'good',
};
export const toneOfStanding = (standing: Standing): Tone => standingTones[standing];

export function StandingState({
  standing,
  framed = false,
}: {
  readonly standing: Standing;
  readonly framed?: boolean;
}) {
  const { t } = useStrategyWords();
  const Sign = framed ? Verdict : State;
  return <Sign tone={standingTones[standing]}>{t(`strategy:standings.${standing}`)}</Sign>;
}

/** Working days past or left, or the day on which it was done. */
export function useDueWords(): (task: Pick<TaskRow, 'workingDays' | 'done'>) => string {
  const { t } = useStrategyWords();
  return ({ workingDays, done }) => {
    if (done !== null) return t('task.doneOn', { day: formatDay(done) });
    if (workingDays === null) return '–';
    return workingDays < 0 ? t('web:work.late', { count: -workingDays }) : t('web:work.left', { count: workingDays });
  };
}

const verdictTones: Readonly<Record<IndicatorCard['verdict'], Tone>> = {
  'on-track': 'good',
  'off-track': 'bad',
  'not-enough-basis': 'unsure',
  'not-assessed': 'quiet',
};
export const toneOfVerdict = (verdict: IndicatorCard['verdict']): Tone => verdictTones[verdict];

const documentTones: Readonly<Record<string, Tone>> = {
  draft: 'quiet',
  'under-consultation': 'busy',
  submitted: 'info',
  issued: 'good',
  superseded: 'paused',
};

export function DocumentState({ state }: { readonly state: string }) {
  const { t } = useStrategyWords();
  return <State tone={documentTones[state] ?? 'quiet'}>{t(`strategy:documentStates.${state}`)}</State>;
}

const dispositionTones: Readonly<Record<string, Tone>> = {
  accepted: 'good',
  partly: 'info',
  explained: 'paused',
  open: 'unsure',
};

export function DispositionState({ disposition }: { readonly disposition: string | null }) {
  const { t } = useStrategyWords();
  const kind = disposition ?? 'open';
  return <State tone={dispositionTones[kind] ?? 'quiet'}>{t(`strategy:dispositions.${kind}`)}</State>;
}

export function StrategyTabs({ current }: { readonly current: string }) {
  const { t } = useStrategyWords();
  return (
    <Tabs
      label={t('web:menu.strategy')}
      current={current}
      tabs={[
        { label: t('tabs.overview'), to: paths.strategy() },
        { label: t('tabs.tasks'), to: paths.tasks() },
        { label: t('tabs.indicators'), to: paths.indicators() },
        { label: t('tabs.documents'), to: paths.documents() },
        { label: t('tabs.consultations'), to: paths.consultations() },
      ]}
    />
  );
}
