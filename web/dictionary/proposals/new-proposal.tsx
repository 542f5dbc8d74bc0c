/** A new proposal: what it is called and why. It opens where its first entry is written. */
import { Button, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { createProposal } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useCommand } from '../../api.ts';
import { paths } from '../../paths.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';
import { addressParts } from '../../ui/to.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';

interface NewProposalProps {
  /** What is about to be changed: its page in the editor opens then. */
  readonly entry?: { readonly kind: string; readonly key: string; readonly name: string };
  readonly children: (open: () => void) => ReactNode;
}

export function NewProposal({ entry, children }: NewProposalProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      {children(() => setOpen(true))}
      {open && <NewProposalForm {...(entry ? { entry } : {})} onClose={() => setOpen(false)} />}
    </>
  );
}

function NewProposalForm({ entry, onClose }: Pick<NewProposalProps, 'entry'> & { readonly onClose: () => void }) {
  const { t } = useDictionaryWords();
  const navigate = useNavigate();
  const [title, setTitle] = useState(entry ? t('proposals.titleOf', { name: entry.name }) : '');
  const [reason, setReason] = useState('');
  const create = useCommand(createProposal, {
    refreshes: ['dictionary.listProposals'],
    onDone: ({ number }) =>
      void navigate(addressParts(entry ? paths.proposalEntry(number, entry.kind, entry.key) : paths.proposal(number))),
  });
  const ready = title.trim() !== '' && reason.trim() !== '';
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('proposals.new')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) create.mutate({ body: { title: title.trim(), reason: reason.trim() } });
        }}
      >
        <Stack>
          <p>{t('proposals.newWords')}</p>
          <TextInput
            label={t('proposals.title')}
            required
            maxLength={300}
            data-autofocus
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <Textarea
            label={t('proposals.reason')}
            description={t('proposals.reasonHint')}
            required
            autosize
            minRows={3}
            maxLength={5000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemNotice error={create.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('web:action.cancel')}
            </Button>
            <Button type="submit" disabled={!ready} loading={create.isPending}>
              {t('proposals.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
