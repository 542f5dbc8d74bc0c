/** Whether the window is too narrow to edit three columns: then one reads. */
import { useSyncExternalStore } from 'react';

const narrow = () => matchMedia('(width < 720px)');

export function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const media = narrow();
      media.addEventListener('change', changed);
      return () => media.removeEventListener('change', changed);
    },
    () => narrow().matches,
  );
}
