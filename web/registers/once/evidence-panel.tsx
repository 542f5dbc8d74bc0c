/** Files that go with a correction: saved, never opened here; added by whoever asks and whoever answers. */
import { FileButton, Button } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import {
  addEvidence,
  readEvidence,
  type CorrectionPage as Answer,
} from '../../../src/registers/corrections/corrections-contract.ts';
import { fileAddress, useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { EVIDENCE } from '../../records/propose-correction.tsx';
import { formatNumber } from '../../ui/format.ts';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Stack } from '../../ui/page.tsx';
import { Code, Moment, UserText } from '../../ui/values.tsx';
import styles from './once.module.css';

const KILOBYTE = 1024;
const SHORT_HASH = 12;

export function EvidencePanel({ answer }: { readonly answer: Answer }) {
  const { t, language } = useWords('web-once');
  const { id, evidence, files, allowed } = answer;
  const mayAttach = allowed['registers.addEvidence'].allowed;
  if (evidence === null && files.length === 0 && !mayAttach) return null;
  return (
    <Panel title={t('corr.evidence')}>
      <Stack>
        {evidence !== null && <UserText>{evidence}</UserText>}
        {files.length > 0 && (
          <ul className={styles.arguments}>
            {files.map((file) => (
              <li key={file.id}>
                <a
                  className={styles.file}
                  href={fileAddress(readEvidence, { params: { correction: id, file: file.id } })}
                  download
                >
                  <UserText>{file.name}</UserText>
                </a>{' '}
                {t('corr.kilobytes', { size: formatNumber(Math.max(1, Math.round(file.size / KILOBYTE)), language) })} ·{' '}
                <Moment value={file.addedAt} /> ·{' '}
                <bdi>
                  SHA-256 <Code soft>{file.sha256.slice(0, SHORT_HASH)}</Code>
                </bdi>
              </li>
            ))}
          </ul>
        )}
        {mayAttach && <AddFile correction={id} />}
      </Stack>
    </Panel>
  );
}

function AddFile({ correction }: { readonly correction: string }) {
  const { t } = useWords('web-once');
  const add = useCommand(addEvidence, { refreshes: ['registers'] });
  const send = (file: File | null) => {
    if (!file) return;
    const upload = { content: file, type: 'application/octet-stream' };
    add.mutate({ params: { correction }, query: { fileName: file.name }, upload });
  };
  return (
    <div>
      <ProblemNotice error={add.error} />
      <FileButton accept={EVIDENCE} onChange={send}>
        {(props) => (
          <Button {...props} variant="default" loading={add.isPending} leftSection={<IconPaperclip size={17} />}>
            {t('corr.addFile')}
          </Button>
        )}
      </FileButton>{' '}
      <small>{t('corr.filesHint')}</small>
    </div>
  );
}
