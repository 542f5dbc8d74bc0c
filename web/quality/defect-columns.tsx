/** The columns of the issue log (facts file §3). */
import { useMemo } from 'react';
import type { DefectLine } from '../../src/quality/defects/contract.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import type { Column } from '../ui/data-table.tsx';
import { To } from '../ui/to.tsx';
import { Day, Num } from '../ui/values.tsx';
import { DefectClock, DefectState, Level, useRuleWords } from './defect-words.tsx';

export function useDefectColumns(): readonly Column<DefectLine>[] {
  useWords('quality');
  const { t, say } = useWords('web-quality');
  const ruleWords = useRuleWords();
  return useMemo(
    () => [
      {
        id: 'code',
        head: t('code'),
        width: 130,
        cell: ({ id, code }) => (
          <span data-defect={id}>
            <To to={paths.defect(id)}>{code}</To>
          </span>
        ),
      },
      {
        id: 'due',
        head: t('clock'),
        width: 170,
        sortBy: ({ daysLeft }) => daysLeft,
        cell: (one) => <DefectClock defect={one} />,
      },
      {
        id: 'state',
        head: t('stateHead'),
        width: 140,
        sortBy: ({ state }) => state,
        cell: (one) => <DefectState defect={one} />,
      },
      {
        id: 'rule',
        head: t('rule'),
        width: 220,
        grow: true,
        wrap: true,
        sortBy: ruleWords,
        cell: (one) => ruleWords(one),
      },
      {
        id: 'field',
        head: t('field'),
        width: 170,
        sortBy: ({ names }) => say(names),
        cell: ({ names, field }) => (field === '' ? t('betweenFields') : say(names)),
      },
      {
        id: 'group',
        head: t('group'),
        width: 160,
        sortBy: ({ group }) => group,
        cell: ({ group }) => t(`quality:groups.${group}`),
      },
      {
        id: 'level',
        head: t('levelHead'),
        width: 110,
        sortBy: ({ level }) => level,
        cell: ({ level }) => <Level level={level} />,
      },
      {
        id: 'rows',
        head: t('rows'),
        width: 90,
        align: 'end',
        sortBy: ({ rows }) => rows,
        cell: ({ rows }) => <Num value={rows} />,
      },
      {
        id: 'keeper',
        head: t('keeper'),
        width: 180,
        sortBy: ({ keeper }) => say(keeper.names),
        cell: ({ keeper }) => say(keeper.names),
      },
      { id: 'found', head: t('found'), width: 120, hidden: true, cell: ({ foundOn }) => <Day value={foundOn} /> },
      { id: 'assignee', head: t('assignee'), width: 160, cell: ({ assignee }) => assignee ?? '–' },
      { id: 'action', head: t('action'), width: 200, wrap: true, hidden: true, cell: ({ action }) => action ?? '–' },
    ],
    // The words change with the language, and `t` with them.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [t, say],
  );
}
