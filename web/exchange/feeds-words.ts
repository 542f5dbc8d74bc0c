/** Words of what comes from and goes to other nodes. */
import { useWords, type Words } from '../i18n.ts';

export const useFeedWords = (): Words => useWords('web-feeds');
