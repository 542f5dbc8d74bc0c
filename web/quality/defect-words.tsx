/** Words of defects: state, clock, rule. */
import type { DefectLine } from '../../src/quality/defects/contract.ts';
import { useWords } from '../i18n.ts';
import { State, Tag, type Tone } from '../ui/verdict.tsx';

const stateTones: Readonly<Record<string, Tone>> = {
  open: 'busy',
  'cause-found': 'busy',
  mending: 'busy',
  undecided: 'unsure',
  contested: 'paused',
  closed: 'good',
};

export function DefectState({ defect }: { readonly defect: Pick<DefectLine, 'state'> }) {
  const { t } = useWords('web-quality');
  return <State tone={stateTones[defect.state] ?? 'quiet'}>{t(`state.${defect.state}`)}</State>;
}

export function DefectClock({ defect }: { readonly defect: Pick<DefectLine, 'daysLeft' | 'outcome'> }) {
  const { t } = useWords('web-quality');
  const { daysLeft, outcome } = defect;
  if (daysLeft === null) return <>{outcome ? t(`outcome.${outcome}`) : '–'}</>;
  return (
    <State tone={daysLeft < 0 ? 'bad' : 'busy'}>
      {daysLeft < 0 ? t('web:work.late', { count: -daysLeft }) : t('web:work.left', { count: daysLeft })}
    </State>
  );
}

export function Level({ level }: { readonly level: DefectLine['level'] }) {
  const { t } = useWords('web-quality');
  return <Tag tone={level === 'incident' ? 'bad' : level === 'error' ? 'warn' : 'quiet'}>{t(`level.${level}`)}</Tag>;
}

/** A rule between fields has a sentence of its own; a rule of every field has a word of the room. */
export function useRuleWords(): (defect: Pick<DefectLine, 'rule' | 'ruleNames'>) => string {
  const { t, say } = useWords('quality');
  return ({ rule, ruleNames }) =>
    Object.keys(ruleNames).length > 0 ? say(ruleNames) : t(`quality:rules.${rule}`, { defaultValue: rule });
}
