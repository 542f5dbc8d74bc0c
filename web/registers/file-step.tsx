/** One big place to let the file go; everything else on the page says what will happen to it. */
import { call } from '../../src/platform/http/call.ts';
import { listMyWork } from '../../src/platform/work/contract.ts';
import { beginLoad, type UploadView } from '../../src/registers/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { BodySelect } from '../records/body-select.tsx';
import { isOfficer, useSession } from '../session.tsx';
import { FieldRow } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel, Split, Stack } from '../ui/page.tsx';
import { DaysLeft, WorkTitle } from '../work/work-words.tsx';
import { contentOf, SendFile } from './send-file.tsx';
import styles from './load.module.css';

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
          <SendList register={register} body={body} onUploaded={onUploaded} />
        </Stack>
      </Panel>
    </Split>
  );
}

/** Sends the list of a body: its columns are recognised next. */
export function SendList({ register, body, onUploaded }: Omit<FileStepProps, 'onBody'>) {
  const { t } = useWords('web-registers');
  return (
    <SendFile
      label={t('load.drop')}
      hint={t('load.dropHint')}
      after={t('load.reading')}
      disabled={body === ''}
      send={(file, { via, ...company }) =>
        call(via, beginLoad, {
          params: { register },
          query: { body, fileName: file.name },
          upload: contentOf(file),
          ...company,
        })
      }
      onSent={onUploaded}
    />
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
