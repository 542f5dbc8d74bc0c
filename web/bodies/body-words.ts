/** Words of kinds and levels: the profile's, then the shell's, then the code itself. */
import { useWords } from '../i18n.ts';

export function useLevelWord(): (level: string) => string {
  const { t } = useWords('bodies');
  return (level) => t(`bodies:levels.${level}`, { defaultValue: level });
}

export function useKindWord(): (kind: string) => string {
  const { t } = useWords('bodies');
  return (kind) => t(`bodies:kinds.${kind}`, { defaultValue: kind });
}
