/** An emergency right is open: said on every page for as long as it is, with the way to end it. */
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect } from 'react';
import { queries } from '../api.ts';
import { readSession, type Profile } from '../../src/platform/identity/contract.ts';
import { paths } from '../paths.ts';
import { To } from '../ui/to.tsx';
import { Moment } from '../ui/values.tsx';
import { useActWords } from '../work/use-act-words.ts';
import styles from './emergency-banner.module.css';

/** Longest wait a browser's timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

export function EmergencyBanner({ emergency }: { readonly emergency: NonNullable<Profile['emergency']> }) {
  const { t } = useActWords();
  const { until } = emergency;
  useEffect(() => {
    const left = Math.min(Math.max(Date.parse(until) - Date.now(), 0) + 1000, LONGEST_MS);
    const timer = setTimeout(
      () => void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === readSession.name }),
      left,
    );
    return () => clearTimeout(timer);
  }, [until]);
  return (
    <aside className={styles.banner} aria-label={t('breakGlass.bannerLabel')} data-no-print>
      <IconAlertTriangle size={18} aria-hidden />
      <span>
        {t('breakGlass.banner')} <Moment value={until} />
      </span>
      <To to={paths.oneBreakGlass(emergency.id)}>{t('breakGlass.bannerOpen')}</To>
    </aside>
  );
}
