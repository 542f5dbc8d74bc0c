/** Words of the lifecycle: `t('title')` is `web-lifecycle:title`; other catalogues are named. */
import type { Term } from '../../../src/governance/lifecycle/contract.ts';
import { useWords } from '../../i18n.ts';

export function useLifecycleWords() {
  const { t: tOwn, say, language } = useWords('web-lifecycle');
  const t = (key: string, values: Record<string, unknown> = {}) =>
    tOwn(key.includes(':') ? key : `web-lifecycle:${key}`, values);
  const from = (name: string) => (name === 'ended' || name === 'read' ? t(`from.${name}`) : name);
  return {
    ...{ t, say, language },
    term: (term: Term | null): string => {
      if (term === null) return t('term.none');
      if ('permanent' in term) return t('term.permanent');
      if ('field' in term) return t('term.field', { field: term.field, from: from(term.from) });
      if ('years' in term) return t('term.years', { count: term.years, from: from(term.from) });
      if ('months' in term) return t('term.months', { count: term.months, from: from(term.from) });
      return t('term.days', { count: term.days, from: from(term.from) });
    },
  };
}

export const stateTones = {
  proposed: 'busy',
  refused: 'quiet',
  withdrawn: 'quiet',
  approved: 'busy',
  marked: 'warn',
  destroyed: 'good',
} as const;

export const orderTones = {
  sent: 'busy',
  received: 'busy',
  accepted: 'busy',
  'not-taken': 'bad',
  refused: 'warn',
  done: 'good',
} as const;
