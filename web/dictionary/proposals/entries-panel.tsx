/** The entries of a proposal, one line each; opened, a line shows both sides. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import {
  getProposalEntry,
  listProposalEntries,
  type EntryRow,
  type ProposalPage,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useEndpoint, usePages } from '../../api.ts';
import type { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useView } from '../../ui/hooks.ts';
import { Panel, Row, Stack } from '../../ui/page.tsx';
import { EmptyState, ErrorState, Loaded, Loading } from '../../ui/states.tsx';
import { To } from '../../ui/to.tsx';
import { Code, Num } from '../../ui/values.tsx';
import { Tag, Verdict, type Tone } from '../../ui/verdict.tsx';
import { useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import { OpenComments } from './comments.tsx';
import { EntrySides } from './entry-reading.tsx';
import { may } from './proposal-words.tsx';
import styles from './editor.module.css';

const onlys = ['clashes', 'findings', 'comments'] as const;
type Only = (typeof onlys)[number];

export function EntriesPanel({ proposal }: { readonly proposal: ProposalPage }) {
  const { t } = useDictionaryWords();
  const [view, show] = useView({ only: '' });
  const only = onlys.find((one) => one === view.only);
  const entries = usePages(listProposalEntries, {
    params: { proposal: proposal.number },
    query: { limit: 100, ...(only ? { only } : {}) },
  });
  return (
    <Panel
      flush
      title={t('review.entries')}
      note={<Num value={proposal.entries} />}
      actions={
        <Select
          aria-label={t('review.only')}
          placeholder={t('review.only')}
          clearable
          clearButtonProps={{ 'aria-label': t('web:action.clear') }}
          w={210}
          value={only ?? null}
          onChange={(next) => show({ only: next ?? '' })}
          data={onlys.map((value: Only) => ({ value, label: t(`only.${value}`) }))}
        />
      }
    >
      {entries.error && <ErrorState error={entries.error} onRetry={entries.again} />}
      {entries.loading && <Loading shape="lines" />}
      {!entries.loading && !entries.error && entries.items.length === 0 && (
        <EmptyState title={t('review.noEntries')}>{t('review.noEntriesWords')}</EmptyState>
      )}
      {entries.items.map((row) => (
        <EntryLine key={`${row.kind}-${row.key}`} row={row} proposal={proposal} />
      ))}
      {entries.hasMore && (
        <Row end>
          <Button variant="default" m="sm" onClick={entries.more} loading={entries.loadingMore}>
            {t('web:table.more')}
          </Button>
        </Row>
      )}
    </Panel>
  );
}

const effectTones: Readonly<Record<EntryRow['effect'], Tone>> = {
  added: 'good',
  changed: 'warn',
  removed: 'bad',
  same: 'quiet',
};

interface LineProps {
  readonly row: EntryRow;
  readonly proposal: ProposalPage;
}

/** Fetched when it is opened: a proposal may hold thousands. */
function EntryLine({ row, proposal }: LineProps) {
  const { t, say } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  const [open, setOpen] = useState(false);
  const { kind, key, names, effect, attributes, errors, warnings, clashes, openComments } = row;
  return (
    <details className={styles.entry} open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Verdict tone={effectTones[effect]}>{t(`proposal:effects.${effect}`)}</Verdict>
        <span className={styles.entryName} dir="auto">
          {Object.keys(names).length > 0 ? say(names) : key}
        </span>
        <Code soft>{key}</Code>
        <Tag>{t(`proposal:kinds.${kind}`)}</Tag>
        {effect === 'changed' && <span className={styles.places}>{attributes.slice(0, 6).map(nameOf).join('; ')}</span>}
        <span className={styles.entryTail}>
          {errors > 0 && <Verdict tone="bad">{t('figures.errorCount', { count: errors })}</Verdict>}
          {warnings > 0 && <Verdict tone="warn">{t('figures.warnings', { count: warnings })}</Verdict>}
          {clashes > 0 && <Verdict tone="warn">{t('figures.clashes', { count: clashes })}</Verdict>}
          <OpenComments count={openComments} />
        </span>
      </summary>
      {open && <Opened row={row} proposal={proposal} />}
    </details>
  );
}

function Opened({ row: { kind, key }, proposal }: LineProps) {
  const { t } = useDictionaryWords();
  const entry = useEndpoint(getProposalEntry, { params: { proposal: proposal.number, kind, key } });
  return (
    <div className={styles.entryBody}>
      <Loaded query={entry} shape="table">
        {(page) => (
          <Stack>
            <EntrySides page={page} inForce={proposal.currentRelease} />
            <Row end>
              <Button component={To} plain variant="default" to={paths.proposalEntry(proposal.number, kind, key)}>
                {t(may(proposal, 'edit').allowed ? 'review.edit' : 'review.discuss')}
              </Button>
            </Row>
          </Stack>
        )}
      </Loaded>
    </div>
  );
}

export const nameOfEntry = (
  say: ReturnType<typeof useWords>['say'],
  { names, key }: Pick<EntryRow, 'names' | 'key'>,
) => (Object.keys(names).length > 0 ? say(names) : key);
