/** Actions and rules in words. Every room's catalogue may name its own; without a word the code itself is shown. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

const rooms = [
  'web',
  'platform',
  'marks',
  'identity',
  'ledger',
  'work',
  'jobs',
  'approvals',
  'bodies',
  'dictionary',
  'proposal',
  'governance',
  'records',
  'quality',
  'registers',
  'exchange',
  'architecture',
  'strategy',
  'cli',
];

/** `records.load` → `records:actions.load`. */
export function useActionWord(): (action: string) => string {
  const { t } = useTranslation(rooms);
  return useCallback(
    (action) => {
      const [room = '', ...rest] = action.split('.');
      return t(`${room}:actions.${rest.join('.')}`, { defaultValue: action });
    },
    [t],
  );
}

/** `governance/own-tree` → `governance:ruleNames.own-tree` (short), else the rule's sentence. */
export function useRuleWord(): (rule: string) => string {
  const { t } = useTranslation(rooms);
  return useCallback(
    (rule) => {
      const [room = '', name = rule] = rule.split('/');
      // The trail holds no facts: what a rule says of one case stands open.
      const said: string = t([`${room}:ruleNames.${name}`, `${room}:rules.${name}`], { defaultValue: rule });
      return said.replaceAll(/\{\{[^}]*\}\}/g, '…');
    },
    [t],
  );
}
