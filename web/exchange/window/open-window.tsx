/** One's own window, or that of somebody who asked an officer: both show the same. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { IconEye } from '@tabler/icons-react';
import { useState } from 'react';
import { openWindow, readOwnWindow } from '../../../src/exchange/window/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { usePrivacyWords } from '../../governance/privacy/use-privacy-words.ts';
import { FormEnd } from '../../ui/form.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { WindowShown } from './window-shown.tsx';

export function OwnWindow() {
  const page = useEndpoint(readOwnWindow, {});
  return (
    <Loaded query={page} shape="page">
      {(answer) => <WindowShown page={answer} />}
    </Loaded>
  );
}

const SHORTEST_REASON = 5;

export function OnBehalf() {
  const { t } = usePrivacyWords();
  const [person, setPerson] = useState('');
  const [reason, setReason] = useState('');
  const opened = useCommand(openWindow);
  const isReady = person.trim() !== '' && reason.trim().length >= SHORTEST_REASON;
  return (
    <>
      <Panel title={t('window.onBehalf')} note={t('window.onBehalfNote')}>
        <Stack>
          <TextInput
            label={t('window.person')}
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
            inputMode="numeric"
            autoComplete="off"
            dir="ltr"
            maxLength={40}
            required
          />
          <Textarea
            label={t('window.reason')}
            description={t('window.reasonNote')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            rows={2}
            required
          />
          <ProblemNotice error={opened.error} />
        </Stack>
        <FormEnd>
          <Button
            leftSection={<IconEye size={18} />}
            disabled={!isReady}
            loading={opened.isPending}
            onClick={() => opened.mutate({ body: { person: person.trim(), reason: reason.trim() } })}
          >
            {t('window.open')}
          </Button>
        </FormEnd>
      </Panel>
      {opened.data && (
        <>
          <Notice live>{t('window.openedNote')}</Notice>
          <WindowShown page={opened.data} />
        </>
      )}
    </>
  );
}
