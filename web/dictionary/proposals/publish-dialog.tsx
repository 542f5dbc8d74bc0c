/** Approved proposals become the next release together: which, under which name, and what people should know. */
import { Button, Checkbox, Group, Modal, Textarea, TextInput } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listProposals, type ProposalSummary } from '../../../src/dictionary/proposals/proposal-contract.ts';
import { getOverlay } from '../../../src/dictionary/contract.ts';
import { releaseProposals } from '../../../src/dictionary/proposals/proposal-release-contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { paths } from '../../paths.ts';
import { useSession } from '../../session.tsx';
import { formatDay, today } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';
import { EmptyState, Loaded } from '../../ui/states.tsx';
import { addressParts } from '../../ui/to.tsx';
import { useMay } from '../../ui/may.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import { refreshes } from './proposal-words.tsx';

/** Shown to those who may release. */
export function PublishButton({ chosen }: { readonly chosen?: number }) {
  const { t } = useDictionaryWords();
  const release = useMay(releaseProposals.permission);
  const [open, setOpen] = useState(false);
  if (!release.allowed) return null;
  return (
    <>
      <Button
        variant={chosen === undefined ? 'default' : 'filled'}
        onClick={() => setOpen(true)}
        leftSection={<IconRocket size={17} />}
      >
        {t('publish.open')}
      </Button>
      {open && <PublishDialog chosen={chosen} onClose={() => setOpen(false)} />}
    </>
  );
}

interface DialogProps {
  readonly chosen: number | undefined;
  readonly onClose: () => void;
}

function PublishDialog({ chosen, onClose }: DialogProps) {
  const { t } = useDictionaryWords();
  const approved = useEndpoint(listProposals, { query: { state: 'approved', limit: 100 } });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('publish.title')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <Loaded query={approved}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState title={t('publish.none')}>{t('publish.noneWords')}</EmptyState>
          ) : (
            <PublishForm items={items} chosen={chosen} onClose={onClose} />
          )
        }
      </Loaded>
    </Modal>
  );
}

const inTime = ({ effectiveFrom }: ProposalSummary) =>
  effectiveFrom === undefined || effectiveFrom <= today(new Date());

function PublishForm({ items, chosen, onClose }: DialogProps & { readonly items: readonly ProposalSummary[] }) {
  const { t } = useDictionaryWords();
  const { language } = useWords();
  const { languages } = useSession().session;
  const navigate = useNavigate();
  const [picked, setPicked] = useState<readonly string[]>(
    items.filter((one) => inTime(one) && (chosen ?? one.number) === one.number).map(({ number }) => String(number)),
  );
  const [edition, setEdition] = useState('');
  const [note, setNote] = useState('');
  const [prefix, setPrefix] = useState('');
  // A node that follows signed releases has proposals about its overlay only, and the other way round.
  const isOverlay = items.every(({ target }) => target === 'overlay');
  const overlay = useEndpoint(getOverlay, {}, { when: isOverlay });
  const publish = useCommand(releaseProposals, {
    refreshes,
    onDone: ({ number, overlay: made }) =>
      void navigate(addressParts(made === undefined ? paths.release(number) : paths.overlay())),
  });
  const ready = picked.length > 0 && (isOverlay || edition.trim() !== '');
  const said = languages.includes(language) ? language : (languages[0] ?? language);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        publish.mutate({
          body: {
            proposals: picked.map(Number),
            ...(isOverlay
              ? prefix.trim() !== '' && { prefix: prefix.trim().toUpperCase() }
              : { edition: edition.trim(), ...(note.trim() !== '' && { note: { [said]: note.trim() } }) }),
          },
        });
      }}
    >
      <Stack>
        <p>{t(isOverlay ? 'publish.overlayWords' : 'publish.words')}</p>
        <Checkbox.Group label={t('publish.which')} value={[...picked]} onChange={setPicked}>
          <Stack gap="tight">
            {items.map((one) => (
              <Checkbox
                key={one.number}
                mt={6}
                value={String(one.number)}
                label={`${String(one.number)} · ${one.title}`}
                description={
                  one.effectiveFrom &&
                  t(inTime(one) ? 'publish.from' : 'publish.tooEarly', { day: formatDay(one.effectiveFrom) })
                }
                disabled={!inTime(one)}
              />
            ))}
          </Stack>
        </Checkbox.Group>
        {!isOverlay && <Naming edition={edition} onEdition={setEdition} note={note} onNote={setNote} />}
        {isOverlay && overlay.data?.version === 0 && (
          <TextInput
            label={t('publish.prefix')}
            description={t('publish.prefixHint')}
            maxLength={12}
            w={260}
            value={prefix}
            onChange={(event) => setPrefix(event.currentTarget.value)}
          />
        )}
        <ProblemNotice error={publish.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('web:action.cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={publish.isPending}>
            {t('publish.act')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface NamingProps {
  readonly edition: string;
  readonly onEdition: (edition: string) => void;
  readonly note: string;
  readonly onNote: (note: string) => void;
}

function Naming({ edition, onEdition, note, onNote }: NamingProps) {
  const { t } = useDictionaryWords();
  return (
    <>
      <TextInput
        label={t('publish.edition')}
        description={t('publish.editionHint')}
        required
        maxLength={40}
        w={260}
        value={edition}
        onChange={(event) => onEdition(event.currentTarget.value)}
      />
      <Textarea
        label={t('publish.note')}
        autosize
        minRows={2}
        maxLength={2000}
        value={note}
        onChange={(event) => onNote(event.currentTarget.value)}
      />
    </>
  );
}
