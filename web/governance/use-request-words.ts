/** Words of requests: their own, and the room's that they share. */
import { useWords } from '../i18n.ts';

export function useRequestWords(): ReturnType<typeof useWords> {
  useWords('governance');
  useWords('web-privacy');
  return useWords('web-request');
}
