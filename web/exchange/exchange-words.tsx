/** Signs the sharing pages use again and again. */
import type { CatalogueEntry } from '../../src/exchange/contract.ts';
import { useWords, type Words } from '../i18n.ts';
import { formatNumber } from '../ui/format.ts';
import { State, Tag, type Tone } from '../ui/verdict.tsx';

export const useExchangeWords = (): Words => useWords('web-exchange');

const tones: Readonly<Record<CatalogueEntry['band'], Tone>> = {
  green: 'good',
  yellow: 'warn',
  red: 'bad',
  'not-assessed': 'unsure',
};

/** "90,8 %" with the band's word: a score never stands as a colour alone. */
export function Quality({ entry }: { readonly entry: Pick<CatalogueEntry, 'quality' | 'band'> }) {
  const { t, language } = useExchangeWords();
  const score = entry.quality === null ? '' : formatNumber(entry.quality, language, { decimals: 1, percent: true });
  return (
    <State tone={tones[entry.band]}>
      {score} {t(`band.${entry.band}`)}
    </State>
  );
}

/** The labels of the register that people look for first: who may have it, how personal it is. */
export function LabelTags({ labels }: { readonly labels: CatalogueEntry['labels'] }) {
  const { t } = useExchangeWords();
  const shown = (['sharing', 'importance', 'personal'] as const).filter((name) => labels[name] !== undefined);
  return (
    <>
      {shown.map((name) => (
        <Tag key={name} tone={labels[name] === 'sensitive' ? 'warn' : labels[name] === 'open' ? 'good' : 'quiet'}>
          {t(`web:label.${name}.${labels[name] ?? ''}`)}
        </Tag>
      ))}
    </>
  );
}

/** How often others read it in the last 30 days, and how many they are. */
export function Reads({ entry }: { readonly entry: CatalogueEntry }) {
  const { t, language } = useExchangeWords();
  const { readsByOthers: count, readers } = entry;
  if (count === 0) return <>{t('noReads')}</>;
  return <>{t('readsBy', { count, number: formatNumber(count, language), readers })}</>;
}

const states: Readonly<Record<string, Tone>> = {
  active: 'good',
  suspended: 'paused',
  expired: 'bad',
  revoked: 'bad',
  'not-begun': 'quiet',
};

export function AgreementState({ state }: { readonly state: string }) {
  const { t } = useExchangeWords();
  return <State tone={states[state] ?? 'quiet'}>{t(`agreementState.${state}`)}</State>;
}
