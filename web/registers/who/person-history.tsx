/** How a golden person came to be: what linkage brought here, what was decided, and what was taken back. */
import type { GoldenEvent, GoldenPerson, GoldenRecordRef } from '../../../src/registers/contract.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { Panel } from '../../ui/page.tsx';
import { Timeline } from '../../ui/timeline.tsx';
import { To } from '../../ui/to.tsx';
import { Moment, UserText } from '../../ui/values.tsx';
import type { Tone } from '../../ui/verdict.tsx';
import { formatList } from '../../ui/format.ts';

const tones: Readonly<Record<GoldenEvent['kind'], Tone>> = { linked: 'info', same: 'good', different: 'warn' };

export function PersonHistory({ person }: { readonly person: GoldenPerson }) {
  const { t, say, language } = useWords('web-who');
  const named = (records: readonly GoldenRecordRef[]) =>
    formatList(
      records.map(({ label, registerNames }) => `${label ?? t('unnamed')} (${say(registerNames)})`),
      language,
    );
  const titleOf = ({ kind, left, right }: GoldenEvent) =>
    kind === 'linked'
      ? t('person.linked', { name: named(left) })
      : t(`person.${kind}`, { left: named(left), right: named(right) });
  return (
    <Panel title={t('person.history')}>
      <Timeline
        label={t('person.history')}
        events={person.history.map((event, i) => ({
          id: `${event.at}${String(i)}`,
          title: <UserText>{titleOf(event)}</UserText>,
          by: event.by && <UserText>{event.by}</UserText>,
          at: <Moment value={event.at} />,
          tone: event.undone ? ('quiet' as const) : tones[event.kind],
          detail: event.duplicate && (
            <>
              <UserText>{event.reason}</UserText>
              {event.undone && (
                <div>
                  <UserText>{t('decisions.undone', { reason: event.undone.reason })}</UserText> ·{' '}
                  <Moment value={event.undone.at} />
                </div>
              )}
              <div>
                <To to={paths.duplicate(event.duplicate)}>{t('person.openPair')}</To>
              </div>
            </>
          ),
        }))}
      />
    </Panel>
  );
}
