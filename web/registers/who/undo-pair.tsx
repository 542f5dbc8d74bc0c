/** Takes the standing decision about a pair back, with a reason. */
import { Button, Textarea } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useState } from 'react';
import { undoDuplicate } from '../../../src/registers/contract.ts';
import { useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Stack } from '../../ui/page.tsx';

interface UndoPairProps {
  readonly duplicate: string;
  readonly version: number;
  readonly onDone?: () => void;
}

export function UndoPair({ duplicate, version, onDone }: UndoPairProps) {
  const { t } = useWords('web-who');
  const [reason, setReason] = useState('');
  const [short, setShort] = useState(false);
  const undo = useCommand(undoDuplicate, {
    refreshes: ['registers', 'work', 'audit'],
    onDone: () => {
      setReason('');
      onDone?.();
    },
  });
  const act = async () => {
    setShort(reason.trim().length < 3);
    if (reason.trim().length < 3) throw new Error('reason');
    await undo.mutateAsync({
      params: { duplicate },
      body: { reason: reason.trim() },
      ifMatch: `"${String(version)}"`,
    });
  };
  return (
    <Confirm
      title={t('undo.title')}
      words={
        <Stack>
          <p>{t('undo.words')}</p>
          <Textarea
            label={t('act.reason')}
            required
            rows={3}
            maxLength={1000}
            value={reason}
            error={short && t('act.reasonMissing')}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <ProblemNotice error={undo.error} />
        </Stack>
      }
      act={t('undo.act')}
      onAct={act}
    >
      {(open) => (
        <Button variant="default" leftSection={<IconArrowBackUp size={17} className="flip-in-rtl" />} onClick={open}>
          {t('undo.act')}
        </Button>
      )}
    </Confirm>
  );
}
