/** A proposal reviewed as a whole: what it changes and breaks, entry by entry side by side, what is said about it, and what is decided. */
import type { ProposalPage as Answer } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { paths, withView } from '../../paths.ts';
import { StatCard } from '../../ui/cards.tsx';
import { useAddressPart, useView } from '../../ui/hooks.ts';
import { LoadedPage } from '../../ui/loaded-page.tsx';
import { Cards, Page, Split } from '../../ui/page.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Num } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { AddEntry } from './add-entry.tsx';
import { BreakingBanner } from './breaking-banner.tsx';
import { Clashes } from './clashes.tsx';
import { Comments } from './comments.tsx';
import { EntriesPanel } from './entries-panel.tsx';
import { ProposalActions } from './proposal-actions.tsx';
import { ProposalFacts, ProposalStory } from './proposal-facts.tsx';
import { ProposalFindings, ProposalInWords } from './proposal-in-words.tsx';
import { ProposalRehearsal } from './proposal-rehearsal.tsx';
import { ProposalStateWord, useProposal } from './proposal-words.tsx';

const tabs = ['changes', 'entries', 'findings', 'rehearsal', 'comments'] as const;
type Tab = (typeof tabs)[number];
const tabOf = (asked: string): Tab => tabs.find((tab) => tab === asked) ?? 'changes';

export function ProposalPage() {
  const { t } = useDictionaryWords();
  const asked = useAddressPart('proposal');
  const proposal = useProposal(Number(asked));
  return (
    <LoadedPage
      query={proposal}
      title={t('proposals.one', { number: asked })}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.proposals'), to: paths.proposals() },
      ]}
    >
      {(answer) => <Known proposal={answer} />}
    </LoadedPage>
  );
}

function Known({ proposal }: { readonly proposal: Answer }) {
  const { t } = useDictionaryWords();
  return (
    <Page
      title={proposal.title}
      crumbs={[
        { label: t('web:menu.dictionary'), to: paths.dictionary() },
        { label: t('web:menu.proposals'), to: paths.proposals() },
      ]}
      mark={
        <>
          <Tag>{t('proposals.one', { number: proposal.number })}</Tag>
          <ProposalStateWord state={proposal.state} framed />
        </>
      }
      lead={<bdi>{proposal.reason}</bdi>}
      actions={
        <>
          <AddEntry proposal={proposal} />
          <ProposalActions proposal={proposal} />
        </>
      }
    >
      <BreakingBanner changes={proposal.difference?.changes ?? []} />
      {proposal.clashes.total > 0 && <Clashes proposal={proposal} />}
      <Figures proposal={proposal} />
      <Parts proposal={proposal} />
    </Page>
  );
}

function Figures({ proposal }: { readonly proposal: Answer }) {
  const { t } = useDictionaryWords();
  const { counts, findings, twins } = proposal;
  return (
    <Cards min={180}>
      {(['added', 'changed', 'removed'] as const).map((effect) => (
        <StatCard key={effect} label={t(`figures.${effect}`)} value={<Num value={counts[effect]} />} />
      ))}
      <StatCard
        label={t('figures.errors')}
        value={<Num value={findings.errors} />}
        note={t('figures.warnings', { count: findings.warnings })}
        {...(findings.errors > 0 ? { tone: 'bad' as const } : {})}
      />
      <StatCard
        label={t('figures.twins')}
        value={<Num value={twins.length} />}
        {...(twins.length > 0 ? { tone: 'warn' as const } : {})}
      />
    </Cards>
  );
}

function Parts({ proposal }: { readonly proposal: Answer }) {
  const { t } = useDictionaryWords();
  const [view] = useView({ tab: '' });
  const tab = tabOf(view.tab);
  const addressOf = (one: Tab) => withView(paths.proposal(proposal.number), { tab: one === 'changes' ? '' : one });
  const { findings, comments } = proposal;
  const counts: Partial<Record<Tab, number>> = {
    changes: proposal.difference?.total ?? 0,
    entries: proposal.entries,
    findings: findings.errors + findings.warnings,
    comments: comments.total,
  };
  return (
    <>
      <Tabs
        label={t('review.parts')}
        current={addressOf(tab)}
        tabs={tabs.map((one) => ({
          label: t(`review.${one}`),
          to: addressOf(one),
          ...(counts[one] !== undefined && { count: <Num value={counts[one]} /> }),
        }))}
      />
      <Split
        side={
          <>
            <ProposalFacts proposal={proposal} />
            <ProposalStory proposal={proposal} />
          </>
        }
      >
        {tab === 'changes' && <ProposalInWords proposal={proposal} />}
        {tab === 'entries' && <EntriesPanel proposal={proposal} />}
        {tab === 'findings' && <ProposalFindings proposal={proposal} />}
        {tab === 'rehearsal' && <ProposalRehearsal proposal={proposal} />}
        {tab === 'comments' && <Comments proposal={proposal} />}
      </Split>
    </>
  );
}
