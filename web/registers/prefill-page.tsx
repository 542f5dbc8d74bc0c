/** Give before you ask: a list of IDs goes in, the template comes back with what the trusted source holds. */
import { Button } from '@mantine/core';
import { IconDownload, IconUpload } from '@tabler/icons-react';
import { call } from '../../src/platform/http/call.ts';
import { getCatalogueEntry } from '../../src/exchange/contract.ts';
import {
  beginPrefill,
  prefilledTemplate,
  readPrefill,
  type PrefillView,
} from '../../src/registers/prefill-contract.ts';
import { fileAddress, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { BodySelect } from '../records/body-select.tsx';
import { isOfficer, useSession } from '../session.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { FieldRow } from '../ui/form.tsx';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, Num, UserText } from '../ui/values.tsx';
import { contentOf, SendFile } from './send-file.tsx';
import styles from './load.module.css';

export function PrefillPage() {
  const { t, say } = useWords('web-registers');
  const register = useAddressPart('register');
  const { me } = useSession();
  const [view, show] = useView({ prefill: '', body: '' });
  const body = view.body || (me?.body?.code ?? '');
  const entry = useEndpoint(getCatalogueEntry, { params: { register } }, { keep: true });
  const made = useEndpoint(readPrefill, { params: { register, prefill: view.prefill } }, { when: view.prefill !== '' });
  const name = entry.data ? say(entry.data.entry.names) : register;
  return (
    <Page
      title={t('prefillList.title', { register: name })}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: name, to: paths.register(register) },
      ]}
      lead={t('prefillList.lead')}
    >
      {view.prefill ? (
        <Loaded query={made}>{(answer) => <Made view={answer} onAgain={() => show({ prefill: '' })} />}</Loaded>
      ) : (
        <SendIds
          register={register}
          body={body}
          onBody={(code) => show({ body: code === me?.body?.code ? '' : code })}
          onMade={({ prefill }) => show({ prefill })}
        />
      )}
    </Page>
  );
}

interface SendIdsProps {
  readonly register: string;
  readonly body: string;
  readonly onBody: (code: string) => void;
  readonly onMade: (view: PrefillView) => void;
}

function SendIds({ register, body, onBody, onMade }: SendIdsProps) {
  const { t, say } = useWords('web-registers');
  const { me } = useSession();
  return (
    <Split side={<Promises />}>
      <Panel>
        <Stack>
          {isOfficer(me) ? (
            <p className={styles.for}>
              {t('prefillList.for')} <strong>{me?.body && say(me.body.name)}</strong>
            </p>
          ) : (
            <FieldRow label={t('prefillList.for')}>
              <BodySelect value={body} onChange={onBody} />
            </FieldRow>
          )}
          <SendFile
            label={t('prefillList.drop')}
            hint={t('prefillList.dropHint')}
            after={t('prefillList.asking')}
            disabled={body === ''}
            send={(file, { via, ...company }) =>
              call(via, beginPrefill, {
                params: { register },
                query: { body, fileName: file.name },
                upload: contentOf(file),
                ...company,
              })
            }
            onSent={onMade}
          />
        </Stack>
      </Panel>
    </Split>
  );
}

function Promises() {
  const { t } = useWords('web-registers');
  return (
    <Panel title={t('load.promiseTitle')}>
      <ol className={styles.promises}>
        {(['ids', 'known', 'grant', 'trace', 'back'] as const).map((id) => (
          <li key={id}>{t(`prefillList.promise.${id}`)}</li>
        ))}
      </ol>
    </Panel>
  );
}

interface MadeProps {
  readonly view: PrefillView;
  readonly onAgain: () => void;
}

function Made({ view, onAgain }: MadeProps) {
  const { t, say, language } = useWords('web-registers');
  const { register, prefill, cells, locked, authority } = view;
  const share = cells.all === 0 ? 0 : Math.round((cells.known / cells.all) * 100);
  const address = fileAddress(prefilledTemplate, { params: { register, prefill } });
  return (
    <Split
      side={
        <Panel title={t('prefillList.next')}>
          <ol className={styles.promises}>
            {(['open', 'fill', 'load'] as const).map((id) => (
              <li key={id}>{t(`prefillList.then.${id}`)}</li>
            ))}
          </ol>
          <p>
            <To to={paths.load(register)}>{t('load.open')}</To>
          </p>
        </Panel>
      }
    >
      {!view.reached && (
        <Notice tone="warn" live title={t('prefillList.notReached', { source: say(authority.names) })}>
          {t('prefillList.notReachedWords')}
        </Notice>
      )}
      <Panel title={t('prefillList.made')}>
        <Stack>
          <FactList
            facts={[
              [t('prefillList.people'), t('prefillList.peopleFound', { asked: view.asked, found: view.found })],
              [t('prefillList.cells'), t('prefillList.cellsKnown', { ...cells, share })],
              [t('prefillList.source'), say(authority.names)],
              [t('prefillList.at'), <Moment key="at" value={view.at} />],
              [
                t('prefillList.columns'),
                locked.length > 0 && locked.map(({ names }) => say(names)).join(language === 'ar' ? '، ' : ', '),
              ],
            ]}
          />
          <div className={styles.acts}>
            {view.ready ? (
              <Button component="a" href={address} download leftSection={<IconDownload size={17} />}>
                {t('prefillList.get')}
              </Button>
            ) : (
              <Notice>{t('prefillList.gone')}</Notice>
            )}
            <Button variant="default" onClick={onAgain} leftSection={<IconUpload size={17} />}>
              {t('prefillList.again')}
            </Button>
          </div>
        </Stack>
      </Panel>
      {view.findings.length > 0 && <Findings view={view} />}
    </Split>
  );
}

function Findings({ view }: { readonly view: PrefillView }) {
  const { t } = useWords('web-registers');
  const all = Object.values(view.reasons).reduce((sum, count) => sum + count, 0);
  return (
    <Panel title={t('prefillList.look', { count: all })} note={t('prefillList.lookWords')} flush>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t('prefillList.lookWords')}>
        <table className={styles.list}>
          <thead>
            <tr>
              <th scope="col">{t('prefillList.row')}</th>
              <th scope="col">{t('prefillList.written')}</th>
              <th scope="col">{t('prefillList.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {view.findings.map(({ row, value, message }) => (
              <tr key={row}>
                <td>
                  <Num value={row} />
                </td>
                <td>
                  <UserText>{value ?? ''}</UserText>
                </td>
                <td>{message}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
