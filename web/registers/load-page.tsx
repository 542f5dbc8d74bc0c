/** The first two steps of a load: let the file go, and see what its columns are. The address holds where one is. */
import { Button } from '@mantine/core';
import { IconDownload, IconListCheck } from '@tabler/icons-react';
import { getEntityTemplate } from '../../src/dictionary/contract.ts';
import { getCatalogueEntry } from '../../src/exchange/contract.ts';
import { readUpload, type UploadView } from '../../src/registers/contract.ts';
import { fileAddress, keyOf, queries, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { useSession } from '../session.tsx';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { ProblemNotice } from '../ui/notice.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { FileStep } from './file-step.tsx';
import { LoadFrame } from './load-frame.tsx';
import { MatchStep } from './match-step.tsx';

/** How an upload is asked for again: the key under which its answer is remembered. */
export const uploadInput = (upload: Pick<UploadView, 'upload' | 'register' | 'body'>, reading: Reading = {}) => ({
  params: { register: upload.register, upload: upload.upload },
  query: {
    body: upload.body,
    ...(reading.encoding && { encoding: reading.encoding }),
    ...(reading.sheet && { sheet: reading.sheet }),
    ...(reading.mapping && { mapping: reading.mapping }),
  },
});

export interface Reading {
  readonly encoding?: string;
  readonly sheet?: string;
  /** Code of the mapping by which the file is read. */
  readonly mapping?: string;
}

/** The answer to the sending is the answer to the reading: the file is not read twice. */
export const remember = (upload: UploadView) => queries.setQueryData(keyOf(readUpload, uploadInput(upload)), upload);

export function LoadPage() {
  const { t, language } = useWords('web-registers');
  const register = useAddressPart('register');
  const { me } = useSession();
  const [view, show] = useView({ upload: '', encoding: '', sheet: '', mapping: '', body: '' });
  const body = view.body || (me?.body?.code ?? '');
  const reading = { encoding: view.encoding, sheet: view.sheet, mapping: view.mapping };
  const upload = useEndpoint(readUpload, uploadInput({ upload: view.upload, register, body }, reading), {
    when: view.upload !== '',
    keep: view.mapping === '',
  });
  const entry = useEndpoint(getCatalogueEntry, { params: { register } }, { keep: true });
  const entity = entry.data?.entry.entity;
  const again = () => show({ upload: '', encoding: '', sheet: '', mapping: '' });
  return (
    <LoadFrame
      register={register}
      step={view.upload ? 1 : 0}
      notes={view.upload && upload.data ? { file: upload.data.fileName } : {}}
      onOpen={again}
      actions={
        entity && (
          <>
            <Button
              component={To}
              plain
              to={paths.prefill(register)}
              variant="default"
              leftSection={<IconListCheck size={17} />}
            >
              {t('prefillList.open')}
            </Button>
            <Button
              component="a"
              variant="default"
              download
              href={fileAddress(getEntityTemplate, { params: { entity }, query: { language } })}
              leftSection={<IconDownload size={17} />}
            >
              {t('load.template')}
            </Button>
          </>
        )
      }
    >
      {view.mapping && upload.error ? (
        <NotByMapping error={upload.error} onOwn={() => show({ mapping: '' })} />
      ) : view.upload ? (
        <Loaded query={upload} shape="table">
          {(answer) => (
            <MatchStep
              key={`${answer.upload}/${answer.encoding}/${answer.sheet ?? ''}/${answer.mapping?.code ?? ''}`}
              upload={answer}
              reading={reading}
              onRead={show}
              onBack={again}
            />
          )}
        </Loaded>
      ) : (
        <FileStep
          register={register}
          body={body}
          onBody={(code) => show({ body: code === me?.body?.code ? '' : code })}
          onUploaded={(answer) => {
            remember(answer);
            show({ upload: answer.upload });
          }}
        />
      )}
    </LoadFrame>
  );
}

/** The file is not in the chosen layout, or the mapping is wrong: the file itself is still there. */
function NotByMapping({ error, onOwn }: { readonly error: unknown; readonly onOwn: () => void }) {
  const { t } = useWords('web-registers');
  return (
    <>
      <ProblemNotice error={error} />
      <Button variant="default" onClick={onOwn}>
        {t('match.ownInstead')}
      </Button>
    </>
  );
}
