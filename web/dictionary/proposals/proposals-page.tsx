/** Proposals to change the dictionary: what is under way, whose, since when; filters in the address. */
import { Button, Select, SegmentedControl } from '@mantine/core';
import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import {
  listProposals,
  createProposal,
  type ProposalSummary,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { usePages } from '../../api.ts';
import { paths } from '../../paths.ts';
import { DataTable, type Column } from '../../ui/data-table.tsx';
import { useView } from '../../ui/hooks.ts';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Day, Num } from '../../ui/values.tsx';
import { useMay } from '../../ui/may.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import { DictionaryTabs } from '../words.tsx';
import { NewProposal } from './new-proposal.tsx';
import { PublishButton } from './publish-dialog.tsx';
import { PersonWords, ProposalStateWord, states } from './proposal-words.tsx';

const blank = { q: '', state: '', which: 'open' };

export function ProposalsPage() {
  const { t } = useDictionaryWords();
  const [view, show] = useView(blank);
  const propose = useMay(createProposal.permission);
  const query = {
    ...(view.q && { q: view.q }),
    ...(view.state ? { state: view.state as ProposalSummary['state'] } : view.which === 'open' && { open: true }),
    ...(view.which === 'mine' && { mine: true }),
  };
  const proposals = usePages(listProposals, { query: { ...query, limit: 50 } });
  const columns = useColumns();
  return (
    <Page
      title={t('web:menu.dictionary')}
      lead={t('proposals.lead')}
      actions={
        <>
          <PublishButton />
          <Button
            component={To}
            plain
            to={paths.importDictionary()}
            variant="default"
            leftSection={<IconFileImport size={17} />}
          >
            {t('proposals.import')}
          </Button>
          <NewProposal>
            {(open) => (
              <Button
                onClick={open}
                disabled={!propose.allowed}
                title={propose.reason}
                leftSection={<IconPlus size={17} />}
              >
                {t('proposals.new')}
              </Button>
            )}
          </NewProposal>
        </>
      }
    >
      <DictionaryTabs current={paths.proposals()} />
      <DataTable
        id="dictionary.proposals"
        label={t('web:menu.proposals')}
        columns={columns}
        rows={proposals.items}
        rowKey={({ number }) => String(number)}
        loading={proposals.loading}
        error={proposals.error}
        onRetry={proposals.again}
        hasMore={proposals.hasMore}
        loadingMore={proposals.loadingMore}
        onMore={proposals.more}
        total={proposals.first?.total}
        tools={
          <>
            <SearchField label={t('proposals.search')} value={view.q} onChange={(q) => show({ q })} />
            <SegmentedControl
              aria-label={t('proposals.which')}
              value={view.which}
              onChange={(which) => show({ which })}
              data={['open', 'mine', 'all'].map((value) => ({ value, label: t(`proposals.${value}`) }))}
            />
            <Select
              aria-label={t('proposals.state')}
              placeholder={t('proposals.state')}
              w={190}
              clearable
              clearButtonProps={{ 'aria-label': t('web:action.clear') }}
              value={view.state || null}
              onChange={(state) => show({ state: state ?? '' })}
              data={states.map((value) => ({ value, label: t(`proposal:states.${value}`) }))}
            />
          </>
        }
        empty={<EmptyState title={t('proposals.none')}>{t('proposals.noneWords')}</EmptyState>}
      />
    </Page>
  );
}

function useColumns(): readonly Column<ProposalSummary>[] {
  const { t } = useDictionaryWords();
  return useMemo(
    () => [
      {
        id: 'number',
        head: t('proposals.number'),
        width: 80,
        align: 'end',
        cell: ({ number }) => <Num value={number} />,
      },
      {
        id: 'title',
        head: t('proposals.title'),
        width: 300,
        grow: true,
        wrap: true,
        cell: ({ number, title }) => (
          <To to={paths.proposal(number)}>
            <bdi>{title}</bdi>
          </To>
        ),
      },
      {
        id: 'state',
        head: t('proposals.state'),
        width: 170,
        cell: ({ state }) => <ProposalStateWord state={state} />,
      },
      {
        id: 'entries',
        head: t('proposals.entries'),
        width: 110,
        align: 'end',
        cell: ({ entries }) => <Num value={entries} />,
      },
      {
        id: 'who',
        head: t('proposals.who'),
        width: 240,
        wrap: true,
        cell: ({ author }) => <PersonWords person={author} />,
      },
      {
        id: 'origin',
        head: t('proposals.origin'),
        width: 160,
        cell: ({ origin }) => t(`proposal:origins.${origin}`),
      },
      {
        id: 'comments',
        head: t('proposals.openComments'),
        width: 130,
        align: 'end',
        cell: ({ openComments }) => <Num value={openComments} />,
      },
      {
        id: 'changed',
        head: t('proposals.changed'),
        width: 130,
        cell: ({ changedAt }) => <Day value={changedAt} />,
      },
    ],
    [t],
  );
}
