/** What can be done with a proposal now: the server says what, and why the rest cannot. */
import { Button, Group, Menu, Modal, Textarea, TextInput } from '@mantine/core';
import { IconCheck, IconDots, IconSend, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import {
  approveProposal,
  editProposal,
  rebaseProposal,
  rejectProposal,
  returnProposal,
  submitProposal,
  withdrawProposal,
  type ProposalPage,
} from '../../../src/dictionary/proposals/proposal-contract.ts';
import { useCommand } from '../../api.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { DayInput } from '../../ui/day-input.tsx';
import { today } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';
import { useDictionaryWords } from '../attribute-words.tsx';
import { etagOf, may, refreshes } from './proposal-words.tsx';
import { PublishButton } from './publish-dialog.tsx';

interface Props {
  readonly proposal: ProposalPage;
}

type Act = 'submit' | 'approve' | 'return' | 'reject' | 'withdraw' | 'edit' | 'rebase';

/** Which buttons a state shows; those that are off there say why. */
const shownIn: Readonly<Partial<Record<ProposalPage['state'], readonly Act[]>>> = {
  draft: ['submit'],
  returned: ['submit'],
  'in-review': ['return', 'reject', 'approve'],
};
const inMenu: readonly Act[] = ['edit', 'rebase', 'withdraw', 'return'];
const looks: Partial<Record<Act, object>> = {
  submit: { leftSection: <IconSend size={17} className="flip-in-rtl" /> },
  approve: { leftSection: <IconCheck size={17} /> },
  return: { variant: 'default', leftSection: <IconX size={17} /> },
  reject: { variant: 'default' },
};

export function ProposalActions({ proposal }: Props) {
  const { t } = useDictionaryWords();
  const [act, setAct] = useState<Act>();
  const shown = shownIn[proposal.state] ?? [];
  const more = inMenu.filter((one) => !shown.includes(one) && may(proposal, one).allowed);
  const behind = proposal.baseRelease !== proposal.currentRelease;
  const menu = more.filter((one) => one !== 'rebase' || behind);
  return (
    <>
      {menu.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" leftSection={<IconDots size={17} />}>
              {t('acts.more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {menu.map((one) => (
              <Menu.Item key={one} onClick={() => setAct(one)}>
                {t(`acts.${one}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {shown.map((one) => (
        <OffButton key={one} {...looks[one]} may={may(proposal, one)} onClick={() => setAct(one)}>
          {t(`acts.${one}`)}
        </OffButton>
      ))}
      {proposal.state === 'approved' && may(proposal, 'release').allowed && <PublishButton chosen={proposal.number} />}
      {proposal.state === 'approved' && !may(proposal, 'release').allowed && (
        <OffButton may={may(proposal, 'release')} onClick={() => undefined}>
          {t('publish.open')}
        </OffButton>
      )}
      {act === 'edit' && <EditDialog proposal={proposal} onClose={() => setAct(undefined)} />}
      {act && act !== 'edit' && <ActDialog act={act} proposal={proposal} onClose={() => setAct(undefined)} />}
    </>
  );
}

const endpoints = {
  submit: submitProposal,
  approve: approveProposal,
  return: returnProposal,
  reject: rejectProposal,
  withdraw: withdrawProposal,
  rebase: rebaseProposal,
} as const;

interface DialogProps extends Props {
  readonly act: Exclude<Act, 'edit'>;
  readonly onClose: () => void;
}

/** A decision that goes against the makers needs a reason; the others may have a word. */
const needsReason = (act: Act) => act === 'return' || act === 'reject';

function ActDialog({ act, proposal, onClose }: DialogProps) {
  const { t } = useDictionaryWords();
  const [note, setNote] = useState('');
  const [decisionNo, setDecisionNo] = useState('');
  const [from, setFrom] = useState(today(new Date()));
  const command = useCommand(endpoints[act], { refreshes, onDone: onClose });
  const said = note.trim();
  const ready = !needsReason(act) || said !== '';
  const bodyOf = () => {
    if (act === 'rebase') return {};
    if (act !== 'approve') return said === '' ? {} : { note: said };
    return {
      ...(said !== '' && { note: said }),
      ...(decisionNo.trim() !== '' && { decisionNo: decisionNo.trim() }),
      ...(from !== '' && { effectiveFrom: from }),
    };
  };
  const send = () =>
    command.mutate({
      params: { proposal: proposal.number },
      body: bodyOf(),
      ifMatch: etagOf(proposal.revision),
    } as never);
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(`dialog.${act}.title`)}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) send();
        }}
      >
        <Stack>
          <p>{t(`dialog.${act}.words`)}</p>
          {act === 'approve' && (
            <Group align="flex-start">
              <TextInput
                label={t('facts.decisionNo')}
                maxLength={100}
                value={decisionNo}
                onChange={(event) => setDecisionNo(event.currentTarget.value)}
              />
              <DayInput label={t('facts.effectiveFrom')} value={from} onChange={setFrom} />
            </Group>
          )}
          {act !== 'rebase' && (
            <Textarea
              label={t(needsReason(act) ? 'dialog.reason' : 'dialog.note')}
              required={needsReason(act)}
              autosize
              minRows={3}
              maxLength={5000}
              dir="auto"
              data-autofocus
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
          )}
          <ProblemNotice error={command.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('web:action.cancel')}
            </Button>
            <Button
              type="submit"
              disabled={!ready}
              loading={command.isPending}
              color={act === 'reject' || act === 'withdraw' ? 'red' : 'artery'}
            >
              {t(`acts.${act}`)}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function EditDialog({ proposal, onClose }: Props & { readonly onClose: () => void }) {
  const { t } = useDictionaryWords();
  const [title, setTitle] = useState(proposal.title);
  const [reason, setReason] = useState(proposal.reason);
  const edit = useCommand(editProposal, { refreshes, onDone: onClose });
  const ready = title.trim() !== '' && reason.trim() !== '';
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('acts.edit')}
      closeButtonProps={{ 'aria-label': t('web:action.close') }}
    >
      <Stack>
        <TextInput
          label={t('proposals.title')}
          required
          maxLength={300}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('proposals.reason')}
          required
          autosize
          minRows={3}
          maxLength={5000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemNotice error={edit.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('web:action.cancel')}
          </Button>
          <Button
            disabled={!ready}
            loading={edit.isPending}
            onClick={() =>
              edit.mutate({
                params: { proposal: proposal.number },
                body: { title: title.trim(), reason: reason.trim() },
                ifMatch: etagOf(proposal.revision),
              })
            }
          >
            {t('acts.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
