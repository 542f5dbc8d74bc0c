/** The body's own list, filled and checked: only the differences are asked, one at a time; minutes and a file come back. */
import { Button } from '@mantine/core';
import { IconDownload, IconFileTypeDocx } from '@tabler/icons-react';
import {
  listFile,
  listMinutes,
  readBodyList,
  signBodyList,
  type BodyListView,
  type SignedList,
} from '../../src/registers/body-list-contract.ts';
import { getCatalogueEntry } from '../../src/exchange/contract.ts';
import { fileAddress, useCommand, useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { isOfficer, useSession } from '../session.tsx';
import { BodySelect } from '../records/body-select.tsx';
import { Confirm } from '../ui/confirm.tsx';
import { FactList } from '../ui/fact-list.tsx';
import { FieldRow } from '../ui/form.tsx';
import { useAddressPart, useView } from '../ui/hooks.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Page, Panel, Split, Stack } from '../ui/page.tsx';
import { EmptyState, Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Moment, Num } from '../ui/values.tsx';
import { ListQuestions } from './list-questions.tsx';
import styles from './load.module.css';

export function ListPage() {
  const { t, say } = useWords('web-registers');
  const register = useAddressPart('register');
  const { me } = useSession();
  const [view, show] = useView({ body: '' });
  const body = view.body || (me?.body?.code ?? '');
  const list = useEndpoint(readBodyList, { params: { register, body }, query: {} }, { when: body !== '', keep: true });
  const entry = useEndpoint(getCatalogueEntry, { params: { register } }, { keep: true });
  return (
    <Page
      title={t('bodyList.title')}
      lead={t('bodyList.lead')}
      crumbs={[
        { label: t('web:menu.registers'), to: paths.registers() },
        { label: entry.data ? say(entry.data.entry.names) : register, to: paths.register(register) },
      ]}
    >
      {!isOfficer(me) && (
        <FieldRow label={t('prefillList.for')}>
          <BodySelect value={body} onChange={(code) => show({ body: code === me?.body?.code ? '' : code })} />
        </FieldRow>
      )}
      <Loaded query={list}>{(answer) => <TheList view={answer} />}</Loaded>
    </Page>
  );
}

function TheList({ view }: { readonly view: BodyListView }) {
  const { t } = useWords('web-registers');
  const { register, counts } = view;
  if (counts.people === 0) {
    return (
      <EmptyState title={t('bodyList.empty')}>
        {t('bodyList.emptyWords')} <To to={paths.load(register)}>{t('load.open')}</To> ·{' '}
        <To to={paths.prefill(register)}>{t('prefillList.open')}</To>
      </EmptyState>
    );
  }
  return (
    <Split side={<Standing view={view} />}>
      {view.signed && <Signed view={view} signed={view.signed} />}
      <ListQuestions view={view} />
      <SignPanel view={view} />
    </Split>
  );
}

const COUNTS = ['people', 'verified', 'joined', 'left', 'changed', 'differs', 'notFound', 'noKey'] as const;

function Standing({ view }: { readonly view: BodyListView }) {
  const { t, say } = useWords('web-registers');
  const { counts, since, source } = view;
  const share = counts.cellsAll === 0 ? 0 : Math.round((counts.cellsKnown / counts.cellsAll) * 100);
  return (
    <Panel title={t('bodyList.known')}>
      <FactList
        facts={[
          [
            t('bodyList.filled'),
            t('prefillList.cellsKnown', { known: counts.cellsKnown, all: counts.cellsAll, share }),
          ],
          ...COUNTS.map((name): [string, React.ReactNode] => [
            t(`bodyList.counts.${name}`),
            <Num key={name} value={counts[name]} />,
          ]),
          [t('prefillList.source'), source && say(source.names)],
          [t('bodyList.since'), since && <Moment key="since" value={since} />],
        ]}
      />
    </Panel>
  );
}

function SignPanel({ view }: { readonly view: BodyListView }) {
  const { t } = useWords('web-registers');
  const { register, body, items } = view;
  const sign = useCommand(signBodyList, { refreshes: ['registers'] });
  const open = items.filter(({ answer }) => answer === null).length;
  return (
    <Panel title={t('bodyList.close')} note={t('bodyList.closeWords')}>
      <Stack>
        {open > 0 && <Notice>{t('bodyList.open', { count: open })}</Notice>}
        <ProblemNotice error={sign.error} />
        <div className={styles.acts}>
          <Confirm
            title={t('bodyList.close')}
            words={<p>{open > 0 ? t('bodyList.open', { count: open }) : t('bodyList.allAnswered')}</p>}
            act={t('bodyList.close')}
            onAct={() => sign.mutateAsync({ params: { register, body: body.code }, body: {} })}
          >
            {(ask) => (
              <Button onClick={ask} loading={sign.isPending}>
                {t('bodyList.close')}
              </Button>
            )}
          </Confirm>
        </div>
      </Stack>
    </Panel>
  );
}

interface SignedProps {
  readonly view: BodyListView;
  readonly signed: SignedList;
}

function Signed({ view, signed }: SignedProps) {
  const { t, language } = useWords('web-registers');
  const params = { register: view.register, body: view.body.code, list: signed.list };
  const inLanguage = (address: string) => `${address}?lang=${language}`;
  return (
    <Panel title={t('bodyList.signed')}>
      <Stack>
        <FactList
          facts={[
            [t('bodyList.signedAt'), <Moment key="at" value={signed.at} />],
            [t('bodyList.signedBy'), signed.by],
            [t('bodyList.counts.people'), <Num key="n" value={signed.people} />],
            [
              t('bodyList.hash'),
              <bdi key="hash" dir="ltr" className={styles.hash}>
                {signed.hash}
              </bdi>,
            ],
          ]}
        />
        <div className={styles.acts}>
          <Button
            component="a"
            download
            href={inLanguage(fileAddress(listMinutes, { params }))}
            leftSection={<IconFileTypeDocx size={17} />}
          >
            {t('bodyList.minutes')}
          </Button>
          <Button
            component="a"
            variant="default"
            download
            href={inLanguage(fileAddress(listFile, { params }))}
            leftSection={<IconDownload size={17} />}
          >
            {t('bodyList.file')}
          </Button>
        </div>
      </Stack>
    </Panel>
  );
}
