/** The editor of one entry: the form, and beside it what the server says while one types. */
import { Button, Group, Modal } from '@mantine/core';
import { IconArrowBackUp, IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import {
  checkProposalEntry,
  dropProposalEntry,
  putProposalEntry,
  type EntryPage,
  type ProposalPage,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { useSettled } from '../../ui/hooks.ts';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row, Split, Stack } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { addressParts } from '../../ui/to.tsx';
import { Num } from '../../ui/values.tsx';
import { State, type Tone } from '../../ui/verdict.tsx';
import type { Entry } from '../attributes.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import { EntryComparison } from '../entry-comparison.tsx';
import { WhatAndWhy } from '../what-and-why.tsx';
import { CodeListForm } from './code-list-form.tsx';
import { Comments } from './comments.tsx';
import { tidy } from './draft.ts';
import { ElementForm } from './element-form.tsx';
import { EntityForm } from './entity-form.tsx';
import { FindingsList } from './findings-list.tsx';
import { etagOf, refreshes } from './proposal-words.tsx';
import { SettingsForm } from './settings-form.tsx';
import { TwinsList } from './twins-list.tsx';
import { useEntryDraft, type EntryAddress, type EntryDraft, type Saving } from './use-entry-draft.ts';
import styles from './editor.module.css';

interface EditorProps {
  readonly proposal: ProposalPage;
  readonly address: EntryAddress;
  readonly page: EntryPage | undefined;
  readonly revision: number;
  readonly start: Entry;
}

const forms = {
  element: ElementForm,
  entity: EntityForm,
  'code-list': CodeListForm,
  settings: SettingsForm,
} as const satisfies Record<EntryAddress['kind'], unknown>;
const tones: Readonly<Record<Saving, Tone>> = {
  saved: 'good',
  typing: 'busy',
  saving: 'busy',
  failed: 'bad',
  conflict: 'warn',
};

export function EntryEditor({ proposal, address, page, revision, start }: EditorProps) {
  const { t } = useDictionaryWords();
  const [loaded] = useState({ page, revision, start });
  const draft = useEntryDraft(address, loaded);
  const check = useCheck(address, page !== undefined, draft.typed);
  const Form = forms[address.kind];
  return (
    <>
      {draft.restored && (
        <Notice tone="info" live>
          {t('editor.restored')}
        </Notice>
      )}
      {draft.state === 'failed' && <ProblemNotice error={draft.error} onRetry={draft.saveNow} />}
      {draft.other && <Conflict draft={draft} />}
      <Split
        side={
          <>
            <Panel title={t('editor.saving')}>
              <Stack gap="tight">
                <div role="status" className={styles.saving}>
                  <State tone={tones[draft.state]}>{t(`saving.${draft.state}`)}</State>
                </div>
                <EditorActs address={address} page={page} proposal={proposal} />
              </Stack>
            </Panel>
            <Found check={check} />
            <Comments proposal={proposal} about={address} />
          </>
        }
      >
        <Form
          address={address}
          entry={draft.typed}
          findings={check.findings}
          checking={check.checking}
          onChange={draft.change}
        />
        {check.changes.length > 0 && <WhatAndWhy changes={check.changes} />}
        {page?.theirs && (
          <Panel title={t('history.sideBySide')} flush>
            <EntryComparison
              before={page.theirs}
              after={tidy(draft.typed)}
              beforeHead={t('editor.inForce', { number: proposal.currentRelease })}
              afterHead={t('editor.proposed')}
            />
          </Panel>
        )}
      </Split>
    </>
  );
}

/** Asked after a short stillness; the last answer stays until the next one has come. */
function useCheck(address: EntryAddress, known: boolean, typed: Entry) {
  const settled = useSettled(typed, 450);
  const asked = useEndpoint(
    checkProposalEntry,
    {
      params: { proposal: address.proposal },
      body: { kind: address.kind, ...(known && { key: address.key }), authored: tidy(settled) },
    },
    { keep: true },
  );
  return {
    findings: asked.data?.findings ?? [],
    twins: asked.data?.twins ?? [],
    changes: asked.data?.changes ?? [],
    checking: asked.isFetching || settled !== typed,
    error: asked.error,
  };
}

function Found({ check }: { readonly check: ReturnType<typeof useCheck> }) {
  const { t } = useDictionaryWords();
  const { findings, twins, error } = check;
  return (
    <>
      <Panel title={t('editor.checks')} note={findings.length > 0 && <Num value={findings.length} />}>
        <ProblemNotice error={error} />
        {!error && findings.length === 0 && <State tone="good">{t('editor.sound')}</State>}
        <FindingsList findings={findings} />
      </Panel>
      {twins.length > 0 && (
        <Panel title={t('twins.title')} note={<Num value={twins.length} />}>
          <TwinsList twins={twins} />
        </Panel>
      )}
    </>
  );
}

/** Somebody else changed this very entry while it was typed: both stand side by side, and one is chosen. */
function Conflict({ draft }: { readonly draft: EntryDraft }) {
  const { t } = useDictionaryWords();
  const theirs = draft.other?.mine;
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      size="xl"
      title={t('conflict.title')}
    >
      <Stack>
        <p>{t('conflict.words')}</p>
        {theirs ? (
          <EntryComparison
            before={theirs}
            after={tidy(draft.typed)}
            beforeHead={t('conflict.stored')}
            afterHead={t('conflict.yours')}
          />
        ) : (
          <EmptyState title={t('conflict.gone')} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={() => draft.settle('theirs')}>
            {t('conflict.takeStored')}
          </Button>
          <Button onClick={() => draft.settle('mine')}>{t('conflict.takeYours')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface ActsProps {
  readonly address: EntryAddress;
  readonly page: EntryPage | undefined;
  readonly proposal: ProposalPage;
}

/** Out of the proposal again, or: propose that the entry itself goes. */
function EditorActs({ address, page, proposal }: ActsProps) {
  const { t } = useDictionaryWords();
  const navigate = useNavigate();
  const back = () => void navigate(addressParts(paths.proposal(proposal.number)));
  const drop = useCommand(dropProposalEntry, { refreshes, onDone: back });
  const put = useCommand(putProposalEntry, { refreshes, onDone: back });
  if (!page) return null;
  const ifMatch = etagOf(proposal.revision);
  return (
    <>
      <Row>
        {page.action !== 'none' && (
          <Confirm
            title={t('editor.drop')}
            words={t('editor.dropWords')}
            act={t('editor.drop')}
            onAct={() => drop.mutateAsync({ params: { ...address }, ifMatch })}
          >
            {(open) => (
              <Button variant="default" size="xs" leftSection={<IconArrowBackUp size={15} />} onClick={open}>
                {t('editor.drop')}
              </Button>
            )}
          </Confirm>
        )}
        {page.theirs && address.kind !== 'settings' && (
          <Confirm
            danger
            title={t('editor.remove')}
            words={t('editor.removeWords')}
            act={t('editor.remove')}
            onAct={() => put.mutateAsync({ params: { ...address }, body: { action: 'remove' }, ifMatch })}
          >
            {(open) => (
              <Button variant="default" size="xs" leftSection={<IconTrash size={15} />} onClick={open}>
                {t('editor.remove')}
              </Button>
            )}
          </Confirm>
        )}
      </Row>
      <ProblemNotice error={drop.error ?? put.error} />
    </>
  );
}
