/** Sends a list as soon as it is let go, and says how much has gone out: there is nothing else to decide. */
import { Progress } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Send } from '../../src/platform/http/call.ts';
import { newKey } from '../api.ts';
import { useWords } from '../i18n.ts';
import { useSession } from '../session.tsx';
import { FileDrop } from '../ui/file-drop.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { sendWatching } from './send-watching.ts';
import styles from './load.module.css';

export const ACCEPTED = '.xlsx,.xls,.ods,.csv,.txt';

/** What `call` needs besides the question itself. */
export interface Company {
  readonly via: Send;
  readonly csrf: string | undefined;
  readonly idempotencyKey: string;
  readonly language: string;
}

export const contentOf = (file: File) => ({ content: file, type: 'application/octet-stream' });

interface SendFileProps<T> {
  readonly label: string;
  readonly hint: string;
  /** What happens once all of it has gone out. */
  readonly after: string;
  readonly disabled?: boolean;
  readonly send: (file: File, company: Company) => Promise<T>;
  readonly onSent: (answer: T) => void;
}

export function SendFile<T>({ label, hint, after, disabled = false, send, onSent }: SendFileProps<T>) {
  const { t, language } = useWords('web-registers');
  const { session } = useSession();
  const [file, setFile] = useState<File>();
  const [share, setShare] = useState(0);
  const sending = useMutation({
    mutationFn: (given: File) =>
      send(given, { via: sendWatching(setShare), csrf: session.csrf, idempotencyKey: newKey(), language }),
    onSuccess: onSent,
  });
  const isOut = share >= 1;
  return (
    <div className={styles.send} aria-busy={sending.isPending}>
      <FileDrop
        label={label}
        hint={hint}
        accept={ACCEPTED}
        file={file}
        disabled={sending.isPending || disabled}
        onFile={(given) => {
          setFile(given);
          setShare(0);
          sending.mutate(given);
        }}
      />
      {sending.isPending && (
        <div className={styles.progress} role="status">
          <Progress value={isOut ? 100 : share * 100} animated={isOut} striped={isOut} aria-label={t('load.sending')} />
          <span>{isOut ? after : t('load.sending')}</span>
        </div>
      )}
      <ProblemNotice error={sending.error} {...(file ? { onRetry: () => sending.mutate(file) } : {})} />
    </div>
  );
}
