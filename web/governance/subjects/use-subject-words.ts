/** Words of what people ask about their own data: `t('title')` is `web-subjects:title`; other catalogues are named. */
import type { SubjectLine } from '../../../src/exchange/subject-requests/contract.ts';
import type { Tone } from '../../ui/verdict.tsx';
import { useWords } from '../../i18n.ts';

export function useSubjectWords() {
  const { t, say, language } = useWords('web-subjects');
  return {
    say,
    language,
    t: (key: string, values: Record<string, unknown> = {}) =>
      t(key.includes(':') ? key : `web-subjects:${key}`, values),
  };
}

export const subjectTones: Readonly<Record<SubjectLine['state'], Tone>> = {
  ...{ received: 'warn', acknowledged: 'busy', acting: 'busy' },
  ...{ done: 'good', refused: 'bad', withdrawn: 'quiet' },
};
