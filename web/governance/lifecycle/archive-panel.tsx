/** The archive of a disposal whose term archives: fetched, and kept somewhere. */
import { Button, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DisposalPage } from '../../../src/governance/lifecycle/contract.ts';
import { getArchive, keepArchive } from '../../../src/records/retention/contract.ts';
import { askRaw, saveFile, useCommand } from '../../api.ts';
import { useMay } from '../../ui/may.ts';
import { OffButton } from '../../ui/off-button.tsx';
import { Notice, ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row, Stack } from '../../ui/page.tsx';
import { useLifecycleWords } from './use-lifecycle-words.ts';

const refreshes = ['governance', 'records', 'work'];

/** Fetched and kept here, and only then the rows go. */
export function Archive({ page }: { readonly page: DisposalPage }) {
  const { t } = useLifecycleWords();
  const may = useMay(getArchive.permission, page.decides.code);
  const [sha256, setHash] = useState('');
  const [place, setPlace] = useState('');
  const params = { disposal: page.id };
  const fetch = useMutation({
    mutationFn: async () => {
      const answer = await askRaw(getArchive, { params });
      const bytes = await answer.clone().arrayBuffer();
      await saveFile(answer, `${page.id}.zip`);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      setHash([...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''));
    },
  });
  const keep = useCommand(keepArchive, { refreshes });
  return (
    <Panel title={t('archive')}>
      <Stack>
        <p>{t('archiveWords')}</p>
        <Row>
          <OffButton
            may={may}
            leftSection={<IconDownload size={17} />}
            loading={fetch.isPending}
            onClick={() => fetch.mutate()}
          >
            {t('fetchArchive')}
          </OffButton>
        </Row>
        {sha256 !== '' && (
          <>
            <TextInput
              label={t('archivePlace')}
              maxLength={500}
              value={place}
              onChange={(event) => setPlace(event.currentTarget.value)}
            />
            <Row>
              <Button
                disabled={place.trim() === ''}
                loading={keep.isPending}
                onClick={() => keep.mutate({ params, body: { sha256, place: place.trim() } })}
              >
                {t('archiveKept')}
              </Button>
            </Row>
          </>
        )}
        {keep.data && <Notice tone="good" title={t('archiveIsKept')} live />}
        <ProblemNotice error={fetch.error ?? keep.error} />
      </Stack>
    </Panel>
  );
}
