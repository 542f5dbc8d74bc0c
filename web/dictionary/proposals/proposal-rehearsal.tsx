/** What a proposal would do on this node, before anybody decides: uses that are touched, rows that would fail, the way of migration. */
import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import type { ProposalPage } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { rehearseProposal } from '../../../src/records/proposal-contract.ts';
import { useCommand } from '../../api.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/page.tsx';
import { EmptyState, Loading } from '../../ui/states.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { RehearsalResult } from '../rehearsal-panel.tsx';

export function ProposalRehearsal({ proposal }: { readonly proposal: ProposalPage }) {
  const { t } = useDictionaryWords();
  const asked = useMay(rehearseProposal.permission);
  const rehearsal = useCommand(rehearseProposal);
  const may = proposal.difference ? asked : { allowed: false, reason: t('review.notYetWords') };
  return (
    <>
      <Panel title={t('review.rehearsal')} note={t('web:rehearsal.note')}>
        {!rehearsal.data && !rehearsal.isPending && (
          <EmptyState
            icon={IconPlayerPlay}
            title={t('rehearse.title')}
            action={
              <OffButton may={may} onClick={() => rehearsal.mutate({ params: { proposal: proposal.number } })}>
                {t('rehearse.act')}
              </OffButton>
            }
          >
            {t('rehearse.words')}
          </EmptyState>
        )}
        {rehearsal.data && (
          <Button
            variant="default"
            loading={rehearsal.isPending}
            onClick={() => rehearsal.mutate({ params: { proposal: proposal.number } })}
          >
            {t('rehearse.again')}
          </Button>
        )}
        <ProblemNotice error={rehearsal.error} />
        {rehearsal.isPending && <Loading shape="card" />}
      </Panel>
      {!rehearsal.isPending && rehearsal.data && <RehearsalResult answer={rehearsal.data} changes={false} />}
    </>
  );
}
