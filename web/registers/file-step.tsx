/** One big place to let the file go; everything else on the page says what will happen to it. */
import { Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../src/platform/http/call.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { beginLoad, type UploadView } from '../../src/registers/contract.ts';
import { newKey, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { BodySelect } from '../records/body-select.tsx';
import { isOfficer, useSession } from '../session.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { FieldRow } from '../ui/form.tsx';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel, Split, Stack } from '../ui/page.tsx';
import { DaysLeft, WorkTitle } from '../work/work-words.tsx';
import { sendWatching } from './send-watching.ts';
import styles from './load.module.css';

export const ACCEPTED = '.xlsx,.xls,.ods,.csv,.txt';

interface FileStepProps {
  readonly register: string;
  /** Code of the body whose rows these are. */
  readonly body: string;
  readonly onBody: (code: string) => void;
  readonly onUploaded: (upload: UploadView) => void;
}

export function FileStep({ register, body, onBody, onUploaded }: FileStepProps) {
  const { t, say } = useWords('web-registers');
  const { me } = useSession();
  return (
    <Split side={<Promises />}>
      <RoundDue register={register} />
      <Panel>
        <Stack>
          {isOfficer(me) ? (
            <p className={styles.for}>
              {t('load.for')} <strong>{me?.body && say(me.body.name)}</strong>
            </p>
          ) : (
            <FieldRow label={t('load.for')}>
              <BodySelect value={body} onChange={onBody} />
            </FieldRow>
          )}
          <SendFile register={register} body={body} onUploaded={onUploaded} />
        </Stack>
      </Panel>
    </Split>
  );
}

/** Sends as soon as the file is let go: there is nothing else to decide here. */
export function SendFile({ register, body, onUploaded }: Omit<FileStepProps, 'onBody'>) {
  const { t, language } = useWords('web-registers');
  const { session } = useSession();
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState(0);
  const send = useMutation({
    mutationFn: (given: File) =>
      call(sendWatching(setShare), beginLoad, {
        params: { register },
        query: { body, fileName: given.name },
        upload: { content: given, type: 'application/octet-stream' },
        csrf: session.csrf,
        idempotencyKey: newKey(),
        language,
      }),
    onSuccess: onUploaded,
  });
  return (
    <div className={styles.send} aria-busy={send.isPending}>
      <FileDrop
        label={t('load.drop')}
        hint={t('load.dropHint')}
        accept={ACCEPTED}
        file={file}
        disabled={send.isPending || body === ''}
        onFile={(given) => {
          setFile(given);
          setShare(0);
          send.mutate(given);
        }}
      />
      {send.isPending && (
        <div className={styles.progress} role="status">
          <Progress
            value={share < 1 ? share * 100 : 100}
            animated={share >= 1}
            striped={share >= 1}
            aria-label={t('load.sending')}
          />
          <span>{share < 1 ? t('load.sending') : t('load.reading')}</span>
        </div>
      )}
      <ProblemNotice error={send.error} {...(file ? { onRetry: () => send.mutate(file) } : {})} />
    </div>
  );
}

/** The round that waits for this very list, when there is one. */
function RoundDue({ register }: { readonly register: string }) {
  const work = useEndpoint(listMyWork, { query: { state: 'open', limit: 20 } });
  const due = work.data?.items.find(({ subject, link }) => subject === register && link.endsWith('/load'));
  if (!due) return null;
  return (
    <Notice title={<WorkTitle item={due} />}>
      <DaysLeft item={due} />
    </Notice>
  );
}

function Promises() {
  const { t } = useWords('web-registers');
  return (
    <Panel title={t('load.promiseTitle')}>
      <ol className={styles.promises}>
        {(['any', 'match', 'compare', 'nothing', 'undo'] as const).map((id) => (
          <li key={id}>{t(`load.promise.${id}`)}</li>
        ))}
      </ol>
    </Panel>
  );
}
