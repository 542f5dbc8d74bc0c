/** One entry of a proposal for reading: what changes and why, both sides, findings, twins, comments. */
import type { EntryPage, ProposalPage } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel, Split } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Num } from '../../ui/values.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { EntryComparison } from '../entry-comparison.tsx';
import { WhatAndWhy } from '../what-and-why.tsx';
import { Comments } from './comments.tsx';
import { FindingsList } from './findings-list.tsx';
import { TwinsList } from './twins-list.tsx';

interface ReadingProps {
  readonly page: EntryPage;
  readonly proposal: ProposalPage;
}

export function EntryReading({ page, proposal }: ReadingProps) {
  return (
    <Split side={<Comments proposal={proposal} about={{ kind: page.kind, key: page.key }} />}>
      <EntrySides page={page} inForce={proposal.currentRelease} />
    </Split>
  );
}

/** Also on the page of the whole proposal, below the entry's line. */
export function EntrySides({ page, inForce }: { readonly page: EntryPage; readonly inForce: number }) {
  const { t } = useDictionaryWords();
  const { findings, twins, changes, theirs, mine, action } = page;
  return (
    <>
      {action === 'remove' && <Notice tone="warn">{t('editor.goes')}</Notice>}
      {changes.length > 0 && <WhatAndWhy changes={changes} />}
      <Panel title={t('history.sideBySide')} flush>
        {action === 'none' ? (
          <EmptyState title={t('editor.untouched')} />
        ) : (
          <EntryComparison
            before={theirs ?? {}}
            after={mine ?? {}}
            beforeHead={t('editor.inForce', { number: inForce })}
            afterHead={t('editor.proposed')}
          />
        )}
      </Panel>
      {findings.length > 0 && (
        <Panel title={t('editor.checks')} note={<Num value={findings.length} />}>
          <FindingsList findings={findings} />
        </Panel>
      )}
      {twins.length > 0 && (
        <Panel title={t('twins.title')} note={<Num value={twins.length} />}>
          <TwinsList twins={twins} />
        </Panel>
      )}
    </>
  );
}
