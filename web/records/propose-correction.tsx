/** "This is wrong": another value with evidence, to whoever keeps the field. */
import { TextInput, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState, type ReactNode } from 'react';
import { proposeCorrection } from '../../src/registers/contract.ts';
import { useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Confirm } from '../ui/confirm.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { Stack } from '../ui/page.tsx';

interface ProposeProps {
  readonly register: string;
  readonly record: string;
  readonly field: { readonly name: string; readonly label: string };
  readonly children: (open: () => void) => ReactNode;
}

export function ProposeCorrection({ register, record, field, children }: ProposeProps) {
  const { t } = useWords('web-once');
  const [value, setValue] = useState('');
  const [evidence, setEvidence] = useState('');
  const propose = useCommand(proposeCorrection, {
    refreshes: ['registers', 'work'],
    onDone: () => notifications.show({ message: t('corr.sent') }),
  });
  return (
    <Confirm
      title={`${t('corr.propose')}: ${field.label}`}
      words={
        <Stack>
          <p>{t('corr.proposeWords')}</p>
          <TextInput
            label={t('corr.value')}
            maxLength={4000}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Textarea
            label={t('corr.evidence')}
            description={t('corr.evidenceHint')}
            rows={3}
            maxLength={4000}
            required
            value={evidence}
            onChange={(event) => setEvidence(event.currentTarget.value)}
          />
          <ProblemNotice error={propose.error} />
        </Stack>
      }
      act={t('corr.propose')}
      onAct={() =>
        propose.mutateAsync({
          body: { register, record, field: field.name, value: value.trim() || null, evidence: evidence.trim() },
        })
      }
    >
      {children}
    </Confirm>
  );
}
