/** Words of responsibilities: `t('matrix')` is `web-duties:matrix`; other catalogues are named. */
import { useWords } from '../../i18n.ts';

export function useDutyWords() {
  const { t, say, language } = useWords('web-duties');
  const { t: tGovernance } = useWords('governance');
  const { t: tBodies } = useWords('bodies');
  return {
    say,
    language,
    t: (key: string, values: Record<string, unknown> = {}) => t(key.includes(':') ? key : `web-duties:${key}`, values),
    role: (role: string) => tGovernance(`governance:roles.${role}`),
    gap: (kind: string) => tGovernance(`governance:gaps.${kind}`),
    work: (key: string, values: Record<string, unknown>) => tGovernance(key, values),
    post: (post: string) => tBodies(`bodies:posts.${post}`),
  };
}
