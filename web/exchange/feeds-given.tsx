/** Streams of an agreement on its page: epoch, size, last page, and where each consumer stands. */
import { useMemo } from 'react';
import { listProvidedStreams, type ProvidedStream } from '../../src/exchange/feeds/contract.ts';
import { useEndpoint } from '../api.ts';
import { useMay } from '../ui/may.ts';
import { DataTable, type Column } from '../ui/data-table.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { Code, Moment, Num, Soft } from '../ui/values.tsx';
import { State } from '../ui/verdict.tsx';
import { useFeedWords } from './feeds-words.ts';

const EVERY_MS = 5_000;

export function FeedsGiven({ agreement }: { readonly agreement: string }) {
  const { t } = useFeedWords();
  const may = useMay(listProvidedStreams.permission);
  const streams = useEndpoint(
    listProvidedStreams,
    { params: { agreement } },
    { every: EVERY_MS, keep: true, when: may.allowed },
  );
  if (!may.allowed) return null;
  return (
    <Panel title={t('given')} note={t('givenLead')}>
      <Loaded query={streams} shape="table">
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('noStreams')} />
          ) : (
            <Stack>
              {items.map((stream) => (
                <Given key={stream.number} stream={stream} />
              ))}
            </Stack>
          )
        }
      </Loaded>
    </Panel>
  );
}

type Seat = ProvidedStream['seats'][number];

function Given({ stream }: { readonly stream: ProvidedStream }) {
  const { t, say } = useFeedWords();
  const columns = useMemo<readonly Column<Seat>[]>(
    () => [
      { id: 'consumer', head: t('consumerHead'), width: 220, grow: true, cell: ({ consumer }) => say(consumer.names) },
      {
        id: 'acknowledged',
        head: t('acknowledged'),
        width: 120,
        align: 'end',
        cell: ({ acknowledged }) => (acknowledged ? <Num value={acknowledged.size} /> : <Soft>{t('notYet')}</Soft>),
      },
      {
        id: 'lag',
        head: t('lag'),
        width: 110,
        align: 'end',
        cell: ({ behind }) => (behind === null ? '–' : <Num value={behind} />),
      },
      {
        id: 'when',
        head: t('confirmedAt'),
        width: 180,
        cell: ({ acknowledgedAt }) => (acknowledgedAt ? <Moment value={acknowledgedAt} /> : '–'),
      },
      { id: 'state', head: t('state'), width: 200, cell: (seat) => <SeatState seat={seat} /> },
    ],
    [t, say],
  );
  const { trees } = stream.scope;
  return (
    <section aria-label={stream.stream}>
      <FactList
        columns={2}
        facts={[
          [
            t('stream'),
            <Code key="s" soft>
              {stream.stream}
            </Code>,
          ],
          [t('pages'), `${t('epoch', { epoch: stream.epoch })} · ${t('size', { size: stream.size })}`],
          [t('scope'), trees === 'all' ? t('allRows') : t('trees', { bodies: trees.join(', ') })],
          [t('fields'), t('fieldsCount', { count: stream.columns.length })],
          [t('last'), stream.lastPage === null ? t('never') : <Moment key="l" value={stream.lastPage} />],
          ...(stream.due > 0 ? ([[t('waiting'), t('due', { due: stream.due })]] as const) : []),
        ]}
      />
      <DataTable
        id="exchange.seats"
        label={t('consumerHead')}
        columns={columns}
        rows={stream.seats}
        rowKey={({ consumer }) => consumer.code}
      />
    </section>
  );
}

function SeatState({ seat: { endedAt, purgedAt, behind } }: { readonly seat: Seat }) {
  const { t } = useFeedWords();
  if (purgedAt !== null) return <State tone="quiet">{t('phases.ended')}</State>;
  if (endedAt !== null) return <State tone="warn">{t('over')}</State>;
  return <State tone={behind === 0 ? 'good' : 'busy'}>{behind === 0 ? t('uptodate') : t('phases.following')}</State>;
}
