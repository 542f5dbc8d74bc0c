/** Names of posts: `bodies:posts.<post>`, so that screens and server say the same. */
import { useWords } from '../i18n.ts';

export function usePostWord(): (post: string) => string {
  const { t } = useWords('bodies');
  return (post) => t(`bodies:posts.${post}`);
}
