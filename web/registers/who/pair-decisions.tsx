/** What was decided about a pair and taken back, the newest first. */
import type { DuplicateDetail } from '../../../src/registers/contract.ts';
import { useWords } from '../../i18n.ts';
import { Panel } from '../../ui/page.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { Moment, UserText } from '../../ui/values.tsx';

export function PairDecisions({ pair }: { readonly pair: DuplicateDetail }) {
  useWords('registers');
  const { t } = useWords('web-who');
  if (pair.decisions.length === 0) return null;
  return (
    <Panel title={t('decisions.title')}>
      <Timeline
        label={t('decisions.title')}
        events={pair.decisions.map(({ outcome, reason, by, at, despiteIdentifiers, undone }) => ({
          id: at,
          title: (
            <>
              {t(`registers:duplicates.outcomes.${outcome}`)}
              {despiteIdentifiers && ` (${t('decisions.despite')})`}
            </>
          ),
          by: <UserText>{by}</UserText>,
          at: <Moment value={at} />,
          tone: undone ? ('quiet' as const) : ('good' as const),
          detail: (
            <>
              <UserText>{reason}</UserText>
              {undone && (
                <div>
                  <UserText>{t('decisions.undone', { reason: undone.reason })}</UserText> ·{' '}
                  <UserText>{undone.by}</UserText> · <Moment value={undone.at} />
                </div>
              )}
            </>
          ),
        }))}
      />
    </Panel>
  );
}
