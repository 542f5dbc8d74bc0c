/** Where a load stands, in a word. */
import type { LoadView } from '../../src/records/contract.ts';
import { useWords } from '../i18n.ts';
import { State, type Tone } from '../ui/verdict.tsx';

const tones: Readonly<Record<string, Tone>> = {
  uploaded: 'busy',
  matched: 'busy',
  checked: 'warn',
  committed: 'good',
  undone: 'quiet',
  expired: 'quiet',
  failed: 'bad',
};

export function LoadState({ load }: { readonly load: Pick<LoadView, 'state'> }) {
  const { t } = useWords('web-registers');
  return (
    <State tone={tones[load.state] ?? 'quiet'}>{t(`loadState.${load.state}`, { defaultValue: load.state })}</State>
  );
}
