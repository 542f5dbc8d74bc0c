/** Words of labels and marks: `t('title')` is `web-labels:title`; other catalogues are named. */
import { useWords } from '../../i18n.ts';

export function useLabelWords() {
  const { t, say, language } = useWords('web-labels');
  const { t: tShell } = useWords();
  const { t: tMarks } = useWords('marks');
  return {
    ...{ say, language },
    t: (key: string, values: Record<string, unknown> = {}) => t(key.includes(':') ? key : `web-labels:${key}`, values),
    label: (label: string) => tShell(`web:label.${label}.head`),
    value: (label: string, value: string) => tShell(`web:label.${label}.${value}`),
    place: (place: string) => tMarks(`marks:places.${place}`),
    form: (rule: string) => tMarks(`marks:rules.${rule}`),
  };
}

export const labels = ['sharing', 'importance', 'personal', 'secrecy'] as const;
