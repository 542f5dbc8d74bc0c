/** The mark and the name. */
import { useWords } from '../i18n.ts';
import styles from './brand.module.css';

export function Mark({ size = 32 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden className={styles.mark}>
      <rect width="32" height="32" rx="7" fill="#14458f" />
      <g fill="none" stroke="#fff" strokeWidth="2.4" strokeLinecap="round" strokeLinejoin="round">
        <path d="M16 26V15.500M16 18.500c0-4.500-6.500-3.500-6.500-9M16 18.500c0-4.500 6.500-3.500 6.500-9M16 15.500V7" />
      </g>
      <g fill="#fff">
        <circle cx="9.500" cy="8.500" r="2.500" />
        <circle cx="22.500" cy="8.500" r="2.500" />
        <circle cx="16" cy="6.500" r="2.500" />
        <circle cx="16" cy="25.500" r="2.900" fill="#ff6b5e" />
      </g>
    </svg>
  );
}

export function Brand() {
  const { t } = useWords();
  return (
    <span className={styles.brand}>
      <Mark />
      <span className={styles.words}>
        <span className={styles.name}>Artery</span>
        <span className={styles.line}>{t('web:app.line')}</span>
      </span>
    </span>
  );
}
