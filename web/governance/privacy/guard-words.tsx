/** How states and clocks of breaches look: icon, word and colour. */
import type { BreachLine } from '../../../src/governance/privacy/contract.ts';
import type { RiskLine } from '../../../src/governance/privacy/risk-contract.ts';
import type { AssessmentLine, TransferLine } from '../../../src/governance/privacy/dossier-contract.ts';
import { formatNumber } from '../../ui/format.ts';
import { State, Verdict, type Tone } from '../../ui/verdict.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

const tones: Readonly<Record<BreachLine['state'], Tone>> = {
  discovered: 'warn',
  assessed: 'busy',
  notified: 'busy',
  contained: 'info',
  closed: 'good',
};

const clockTones: Readonly<Record<BreachLine['clock']['state'], Tone>> = {
  running: 'busy',
  late: 'bad',
  'in-time': 'good',
  'answered-late': 'warn',
  'not-owed': 'quiet',
};

export function BreachState({ state, mark = false }: { readonly state: BreachLine['state']; readonly mark?: boolean }) {
  const { t } = usePrivacyWords();
  const Shown = mark ? Verdict : State;
  return <Shown tone={tones[state]}>{t(`guard.states.${state}`)}</Shown>;
}

export function BreachClock({ clock }: { readonly clock: BreachLine['clock'] }) {
  const { t, language } = usePrivacyWords();
  const hours = formatNumber(Math.abs(clock.hoursLeft ?? 0), language, { decimals: 1 });
  return <State tone={clockTones[clock.state]}>{t(`guard.clocks.${clock.state}`, { hours })}</State>;
}

const assessmentTones: Readonly<Record<AssessmentLine['state'], Tone>> = {
  draft: 'busy',
  sent: 'info',
  answered: 'good',
  waived: 'quiet',
};

interface AssessmentStateProps {
  readonly state: AssessmentLine['state'];
  readonly mark?: boolean;
}

export function AssessmentState({ state, mark = false }: AssessmentStateProps) {
  const { t } = usePrivacyWords();
  const Shown = mark ? Verdict : State;
  return <Shown tone={assessmentTones[state]}>{t(`guard.assessmentStates.${state}`)}</Shown>;
}

const transferTones: Readonly<Record<TransferLine['state'], Tone>> = {
  draft: 'busy',
  later: 'quiet',
  active: 'good',
  over: 'warn',
  ended: 'quiet',
};

export function TransferState({
  state,
  mark = false,
}: {
  readonly state: TransferLine['state'];
  readonly mark?: boolean;
}) {
  const { t } = usePrivacyWords();
  const Shown = mark ? Verdict : State;
  return <Shown tone={transferTones[state]}>{t(`guard.transferStates.${state}`)}</Shown>;
}

/** A score with the name of its band; what needs a measure stands out. */
export function RiskBand({ score, band }: NonNullable<RiskLine['worst']>) {
  const { say, language } = usePrivacyWords();
  return (
    <State tone={band.acts ? 'bad' : band.from > 1 ? 'warn' : 'good'}>
      {formatNumber(score, language)} · {say(band.names)}
    </State>
  );
}
