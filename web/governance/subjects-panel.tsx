/** How many different records each consumer may read in a period; the provider sets it, both sides see what was read. */
import { Button, Group, NumberInput } from '@mantine/core';
import { useState } from 'react';
import { setSubjects, type AgreementPage } from '../../src/governance/contract.ts';
import { useCommand } from '../api.ts';
import { OffButton } from '../ui/off-button.tsx';
import { mayOf } from '../ui/may.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Panel, Stack } from '../ui/page.tsx';
import { Soft } from '../ui/values.tsx';
import { useRequestWords } from './use-request-words.ts';

export function SubjectsPanel({ agreement }: { readonly agreement: AgreementPage }) {
  const { t } = useRequestWords();
  const [isOpen, setOpen] = useState(false);
  const { state, subjects = null, quotaPeriod } = agreement;
  const isOver = state === 'revoked' || state === 'expired';
  return (
    <Panel
      title={t('subjects.title')}
      actions={
        !isOver &&
        !isOpen && (
          <OffButton
            may={mayOf(agreement.allowed['governance.setSubjects'])}
            size="compact-sm"
            variant="default"
            onClick={() => setOpen(true)}
          >
            {t('subjects.change')}
          </OffButton>
        )
      }
    >
      <p>
        {subjects === null
          ? t('subjects.none')
          : `${t('subjects.is', { count: subjects })} · ${t(`period.${quotaPeriod}`)}`}
      </p>
      {isOpen && <SubjectsForm agreement={agreement} onClose={() => setOpen(false)} />}
    </Panel>
  );
}

interface SubjectsFormProps {
  readonly agreement: AgreementPage;
  readonly onClose: () => void;
}

function SubjectsForm({ agreement, onClose }: SubjectsFormProps) {
  const { t } = useRequestWords();
  const [typed, setTyped] = useState<number | undefined>(agreement.subjects ?? undefined);
  const set = useCommand(setSubjects, { refreshes: ['governance', 'exchange', 'work'], onDone: onClose });
  const send = (subjects: number | null) => set.mutate({ params: { agreement: agreement.code }, body: { subjects } });
  return (
    <Stack>
      <Soft>{t('subjects.words')}</Soft>
      <NumberInput
        label={t('subjects.label')}
        min={1}
        max={100_000_000}
        allowDecimal={false}
        maw={280}
        value={typed ?? ''}
        onChange={(value) => setTyped(typeof value === 'number' ? value : undefined)}
      />
      <ProblemNotice error={set.error} />
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('web:action.cancel')}
        </Button>
        {(agreement.subjects ?? null) !== null && (
          <Button variant="default" loading={set.isPending} onClick={() => send(null)}>
            {t('subjects.remove')}
          </Button>
        )}
        <Button
          disabled={typed === undefined}
          loading={set.isPending}
          onClick={() => typed !== undefined && send(typed)}
        >
          {t('subjects.set')}
        </Button>
      </Group>
    </Stack>
  );
}
