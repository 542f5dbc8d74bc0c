/** A red figure can be wrong: whoever is concerned asks its owner to look again. */
import { Button, Group, Modal, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconMessageQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import { contestIndicator } from '../../../src/strategy/contract.ts';
import { useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';

import { ProblemNotice } from '../../ui/notice.tsx';

export function Contest({ indicator }: { readonly indicator: string }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const contest = useCommand(contestIndicator, {
    refreshes: ['work'],
    onDone: () => {
      setOpen(false);
      setReason('');
      notifications.show({ message: t('web:contest.sent'), color: 'green' });
    },
  });
  return (
    <>
      <Button
        variant="subtle"
        size="compact-sm"
        leftSection={<IconMessageQuestion size={16} />}
        onClick={() => setOpen(true)}
      >
        {t('web:contest.open')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('web:contest.title')}
        closeButtonProps={{ 'aria-label': t('web:action.close') }}
      >
        <Textarea
          label={t('web:contest.reason')}
          description={t('web:contest.words')}
          autosize
          minRows={4}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ProblemNotice error={contest.error} />
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setOpen(false)}>
            {t('web:action.cancel')}
          </Button>
          <Button
            disabled={reason.trim() === ''}
            loading={contest.isPending}
            onClick={() => contest.mutate({ params: { indicator }, body: { reason } })}
          >
            {t('web:contest.send')}
          </Button>
        </Group>
      </Modal>
    </>
  );
}
