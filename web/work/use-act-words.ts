/** Words of acts that need somebody else: `t('approvals.title')` is `web-acts:approvals.title`; other catalogues are named. */
import { useActionWord } from '../audit/audit-words.ts';
import { useWords } from '../i18n.ts';

export function useActWords() {
  const { t, say, language } = useWords('web-acts');
  const { t: tBodies } = useWords('bodies');
  const action = useActionWord();
  return {
    say,
    language,
    action,
    t: (key: string, values: Record<string, unknown> = {}) => t(key.includes(':') ? key : `web-acts:${key}`, values),
    post: (post: string) => tBodies(`bodies:posts.${post}`),
  };
}
