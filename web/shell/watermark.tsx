/** Invented data say so, on every page and on every print. */
import { useWords } from '../i18n.ts';
import styles from './watermark.module.css';

export function Watermark() {
  const { t } = useWords();
  return (
    <div className={styles.mark} data-testid="watermark" role="note">
      {t('web:demo.watermark')}
    </div>
  );
}
