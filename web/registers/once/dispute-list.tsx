/** Open and closed disputes with their clocks. */
import { useMemo } from 'react';
import { listDisputes, type DisputeLine } from '../../../src/registers/authority/disputes-contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { Panel } from '../../ui/page.tsx';
import { To } from '../../ui/to.tsx';
import { Day } from '../../ui/values.tsx';
import { State } from '../../ui/verdict.tsx';

export function DisputeList() {
  const { t, say } = useWords('web-once');
  const query = useEndpoint(listDisputes, { query: {} });
  const columns = useMemo<readonly Column<DisputeLine>[]>(
    () => [
      {
        id: 'element',
        head: t('map.element'),
        width: 280,
        grow: true,
        wrap: true,
        cell: ({ id, names }) => <To to={paths.dispute(id)}>{say(names)}</To>,
      },
      { id: 'holder', head: t('dispute.holds'), width: 180, cell: ({ holder }) => say(holder.names) },
      { id: 'claimant', head: t('dispute.claims'), width: 180, cell: ({ claimant }) => say(claimant.names) },
      { id: 'state', head: t('dispute.state'), width: 140, cell: (line) => <DisputeState line={line} /> },
      { id: 'clock', head: t('dispute.clock'), width: 190, cell: (line) => <DisputeClock line={line} /> },
      { id: 'due', head: t('dispute.due'), width: 130, cell: ({ due }) => <Day value={due} /> },
    ],
    [t, say],
  );
  if (!query.data || query.data.items.length === 0) return null;
  return (
    <Panel title={t('dispute.list')} flush>
      <DataTable
        id="once.disputes"
        label={t('dispute.list')}
        plain
        columns={columns}
        rows={query.data.items}
        rowKey={({ id }) => id}
      />
    </Panel>
  );
}

export function DisputeState({ line }: { readonly line: DisputeLine }) {
  const { t } = useWords('web-once');
  const tone = line.overdue ? 'bad' : line.state === 'open' ? 'warn' : line.state === 'closed' ? 'good' : 'quiet';
  return <State tone={tone}>{t(line.overdue ? 'dispute.late' : `dispute.states.${line.state}`)}</State>;
}

/** "9 of 10 working days". */
export function DisputeClock({ line }: { readonly line: Pick<DisputeLine, 'daysOpen' | 'daysAllowed'> }) {
  const { t } = useWords('web-once');
  return <>{t('dispute.clockOf', { open: line.daysOpen, allowed: line.daysAllowed })}</>;
}
