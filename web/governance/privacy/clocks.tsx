/** Every clock that runs, the most urgent first: hours of breaches, days of dossiers. */
import type { ReactNode } from 'react';
import type { PrivacyBoard } from '../../../src/governance/privacy/contract.ts';
import type { DayClock as Clock } from '../../../src/governance/privacy/dossier-contract.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Panel } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Moment, UserText } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';
import { BreachClock } from './guard-words.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

const tones: Readonly<Record<Clock['state'], Tone>> = { running: 'busy', late: 'bad', stopped: 'quiet' };

export function DayClock({ clock }: { readonly clock: Clock }) {
  const { t, language } = usePrivacyWords();
  const days = formatNumber(Math.abs(clock.daysLeft ?? 0), language);
  return <State tone={tones[clock.state]}>{t(`guard.days.${clock.state}`, { days })}</State>;
}

interface Line {
  readonly key: string;
  readonly kind: string;
  readonly to: string;
  readonly title: ReactNode;
  readonly body: Readonly<Record<string, string>>;
  /** When it is due, for the order. */
  readonly at: string;
  readonly due: ReactNode;
  readonly clock: ReactNode;
}

function useLines({ breaches, assessments, transfers }: PrivacyBoard): readonly Line[] {
  const { say } = usePrivacyWords();
  const running = breaches.filter(({ clock }) => clock.state === 'running' || clock.state === 'late');
  const lines: Line[] = [
    ...running.map(({ code, title, body, dueAt, clock }) => ({
      ...{ key: code, kind: 'breach', to: paths.breach(code), title: <UserText>{title}</UserText>, body: body.names },
      ...{ at: dueAt, due: <Moment value={dueAt} />, clock: <BreachClock clock={clock} /> },
    })),
    ...assessments.flatMap(({ code, purpose, body, clock, state }) =>
      clock.due === null
        ? []
        : {
            ...{ key: code, kind: state === 'draft' ? 'assessment' : 'refresh', to: paths.assessment(code) },
            ...{ title: say(purpose.names), body: body.names, at: clock.due, due: <Day value={clock.due} /> },
            clock: <DayClock clock={clock} />,
          },
    ),
    ...transfers.flatMap(({ code, title, body, until, state }) =>
      until === null || state !== 'over'
        ? []
        : {
            ...{ key: code, kind: 'transfer', to: paths.transfer(code), title: <UserText>{title}</UserText> },
            ...{ body: body.names, at: until, due: <Day value={until} />, clock: <TransferOver /> },
          },
    ),
  ];
  return lines.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function TransferOver() {
  const { t } = usePrivacyWords();
  return <State tone="warn">{t('guard.transferStates.over')}</State>;
}

export function Clocks({ board }: { readonly board: PrivacyBoard }) {
  const { t, say } = usePrivacyWords();
  const columns: readonly Column<Line>[] = [
    { id: 'clock', head: t('guard.clock'), width: 180, cell: ({ clock }) => clock },
    { id: 'kind', head: t('guard.kind'), width: 190, wrap: true, cell: ({ kind }) => t(`guard.kinds.${kind}`) },
    {
      id: 'what',
      head: t('guard.what'),
      width: 280,
      grow: true,
      wrap: true,
      cell: ({ to, title }) => <To to={to}>{title}</To>,
    },
    { id: 'body', head: t('guard.body'), width: 200, wrap: true, cell: ({ body }) => say(body) },
    { id: 'due', head: t('guard.due2'), width: 160, cell: ({ due }) => due },
  ];
  return (
    <Panel title={t('guard.clocksTitle')} note={t('guard.clocksNote')} flush>
      <DataTable
        id="governance.privacy-clocks"
        label={t('guard.clocksTitle')}
        columns={columns}
        rows={useLines(board)}
        rowKey={({ key }) => key}
        empty={<EmptyState title={t('guard.noClocks')} />}
      />
    </Panel>
  );
}
