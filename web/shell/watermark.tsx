/** Invented data say so, on every page and on every print. */
import { useWords } from '../i18n.ts';
import styles from './watermark.module.css';

export function Watermark() {
  const { t } = useWords();
  return (
    <aside className={styles.mark} data-testid="watermark" aria-label={t('web:demo.watermark')}>
      {t('web:demo.watermark')}
    </aside>
  );
}
