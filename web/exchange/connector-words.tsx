/** Words and signs of connectors. */
import type { ConnectorLine, Run } from '../../src/exchange/connectors/connector-contract.ts';
import { useWords, type Words } from '../i18n.ts';
import { State, type Tone } from '../ui/verdict.tsx';

export const useConnectorWords = (): Words => useWords('web-connectors');

const states: Readonly<Record<ConnectorLine['state'], Tone>> = {
  waiting: 'warn',
  active: 'good',
  stopped: 'quiet',
  failing: 'bad',
};

export function ConnectorState({ state }: { readonly state: ConnectorLine['state'] }) {
  const { t } = useConnectorWords();
  return <State tone={states[state]}>{t(`states.${state}`)}</State>;
}

const outcomes: Readonly<Record<Run['outcome'], Tone>> = {
  stored: 'good',
  same: 'quiet',
  nothing: 'quiet',
  failed: 'bad',
};

export function Outcome({ run }: { readonly run: Run }) {
  const { t } = useConnectorWords();
  return <State tone={outcomes[run.outcome]}>{t(`outcomes.${run.outcome}`)}</State>;
}
