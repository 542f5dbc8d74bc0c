/** How an emergency right stands, in a word. */
import type { RightLine } from '../../../src/governance/break-glass/contract.ts';
import { State, type Tone } from '../../ui/verdict.tsx';
import { useActWords } from '../../work/use-act-words.ts';

const tones: Readonly<Record<RightLine['state'], Tone>> = {
  asked: 'busy',
  open: 'bad',
  over: 'quiet',
  ended: 'warn',
  reviewed: 'good',
};

export function RightState({ state }: { readonly state: RightLine['state'] }) {
  const { t } = useActWords();
  return <State tone={tones[state]}>{t(`breakGlass.states.${state}`)}</State>;
}
