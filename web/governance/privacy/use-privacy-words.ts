/** Words of purposes, personal data and the person's window: `t('title')` is `web-privacy:title`. */
import { useWords } from '../../i18n.ts';

export function usePrivacyWords() {
  const { t, say, language } = useWords('web-privacy');
  return {
    say,
    language,
    t: (key: string, values: Record<string, unknown> = {}) => t(key.includes(':') ? key : `web-privacy:${key}`, values),
  };
}
