/** An officer files what a person came to ask, with the paper that was seen. */
import { Select, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fileSubjectRequest, readSubjectForm } from '../../../src/exchange/subject-requests/contract.ts';
import { useCommand, useEndpoint } from '../../api.ts';
import { paths } from '../../paths.ts';
import { Notice } from '../../ui/notice.tsx';
import { Page, Panel, Stack } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { AskForm, type Wish } from './ask-form.tsx';
import { useSubjectWords } from './use-subject-words.ts';

type Authority = 'herself' | 'representative';

export function FileSubjectRequestPage() {
  const { t } = useSubjectWords();
  const form = useEndpoint(readSubjectForm, {});
  return (
    <Page
      title={t('file')}
      lead={t('fileLead')}
      width="reading"
      crumbs={[
        { label: t('web:menu.governance'), to: paths.governance() },
        { label: t('title'), to: paths.subjectRequests() },
      ]}
    >
      <Loaded query={form} shape="page">
        {(answer) => <FileForm kinds={answer.kinds} held={answer.registers} purposes={answer.purposes} />}
      </Loaded>
    </Page>
  );
}

type FormProps = Pick<Parameters<typeof AskForm>[0], 'kinds' | 'held' | 'purposes'>;

function FileForm(form: FormProps) {
  const { t } = useSubjectWords();
  const navigate = useNavigate();
  const [person, setPerson] = useState('');
  const [authority, setAuthority] = useState<Authority>('herself');
  const [evidence, setEvidence] = useState('');
  const file = useCommand(fileSubjectRequest, {
    refreshes: ['exchange', 'work'],
    onDone: ({ id }) => void navigate({ to: paths.subjectRequest(id) }),
  });
  const send = (wish: Wish) =>
    file.mutate({ body: { ...wish, person: person.trim(), authority, evidence: evidence.trim() } });
  if (form.kinds.length === 0) return <Notice>{t('noKinds')}</Notice>;
  return (
    <>
      <Panel title={t('who')} note={t('whoNote')}>
        <Stack>
          <TextInput
            label={t('person')}
            value={person}
            onChange={(event) => setPerson(event.currentTarget.value)}
            inputMode="numeric"
            autoComplete="off"
            dir="ltr"
            maxLength={40}
            required
          />
          <Select
            label={t('authority')}
            allowDeselect={false}
            value={authority}
            onChange={(value) => setAuthority((value ?? 'herself') as Authority)}
            data={(['herself', 'representative'] as const).map((one) => ({
              value: one,
              label: t(`authorities.${one}`),
            }))}
          />
          <Textarea
            label={t('evidence')}
            description={t('evidenceNote')}
            rows={2}
            maxLength={2000}
            required
            value={evidence}
            onChange={(event) => setEvidence(event.currentTarget.value)}
          />
        </Stack>
      </Panel>
      <Panel title={t('asked')}>
        <AskForm {...form} busy={file.isPending} error={file.error} onSend={send} />
      </Panel>
    </>
  );
}
