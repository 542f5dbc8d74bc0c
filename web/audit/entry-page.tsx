/** One entry: in words, as the exact bytes that were hashed, and with the proof that it is in the log. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { getEntry, getProof } from '../../src/platform/ledger/contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { fileAddress, useEndpoint } from '../api.ts';
import { BodyLink } from '../bodies/body-link.tsx';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { Notice } from '../ui/notice.tsx';
import { Page, Panel, Split } from '../ui/page.tsx';
import { Loaded } from '../ui/states.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { useActionWord, useRuleWord } from './audit-words.ts';
import styles from './audit.module.css';

type Entry = Answer<typeof getEntry>;

export function EntryPage() {
  const { t } = useWords();
  const actionWord = useActionWord();
  const entry = useAddressPart('entry');
  const query = useEndpoint(getEntry, { params: { entry } });
  return (
    <Page
      title={query.data ? actionWord(query.data.action) : t('web:audit.entry')}
      crumbs={[{ label: t('web:menu.audit'), to: paths.audit() }]}
      mark={
        query.data && (
          <Verdict tone={query.data.allowed ? 'good' : 'bad'}>
            {t(query.data.allowed ? 'web:audit.allowed' : 'web:audit.refused')}
          </Verdict>
        )
      }
    >
      <Loaded query={query} shape="page">
        {(data) => (
          <Split side={<Proof entry={data} />}>
            <About entry={data} />
            <Detail entry={data} />
            <Panel title={t('web:audit.leaf')} note={t('web:audit.leafNote')}>
              <pre className={styles.raw} dir="ltr" tabIndex={0}>
                {data.leaf}
              </pre>
            </Panel>
          </Split>
        )}
      </Loaded>
    </Page>
  );
}

function About({ entry }: { readonly entry: Entry }) {
  const { t } = useWords();
  const ruleWord = useRuleWord();
  return (
    <Panel title={t('web:audit.about')}>
      <FactList
        columns={2}
        facts={[
          [t('web:audit.number'), <Num key="n" value={entry.number} />],
          [t('web:audit.at'), <Moment key="a" value={entry.at} />],
          [t('web:audit.who'), entry.actorName ?? entry.actor],
          [t('web:audit.body'), <BodyLink key="b" id={entry.body} />],
          [t('web:audit.subject'), <Code key="s">{entry.subject}</Code>],
          [t('web:audit.purpose'), entry.purpose],
          [t('web:audit.rule'), ruleWord(entry.rule)],
          [t('web:audit.ruleCode'), <Code key="r">{entry.rule}</Code>],
          [t('web:audit.records'), <Num key="c" value={entry.records} />],
          ...Object.entries(entry.counts).map(
            ([name, count]) =>
              [t(`web:counts.${name}`, { defaultValue: name }), <Num key={name} value={count} />] as const,
          ),
        ]}
      />
    </Panel>
  );
}

/** Detail lies beside the log, encrypted: shown, withheld, or gone for good. */
function Detail({ entry }: { readonly entry: Entry }) {
  const { t } = useWords();
  const { state, value } = entry.detail;
  if (state === 'none') return null;
  if (state !== 'readable') return <Notice>{t(`web:audit.detail.${state}`)}</Notice>;
  return (
    <Panel title={t('web:audit.detail.title')}>
      <pre className={styles.raw} dir="ltr" tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </pre>
    </Panel>
  );
}

function Proof({ entry }: { readonly entry: Entry }) {
  const { t } = useWords();
  const proof = useEndpoint(getProof, { params: { entry: entry.id } });
  return (
    <Panel title={t('web:audit.proof')}>
      <Loaded query={proof}>
        {({ path, checkpoint }) => (
          <>
            <FactList
              facts={[
                [t('web:audit.size'), <Num key="s" value={checkpoint.size} />],
                [t('web:audit.signedAt'), <Moment key="m" value={checkpoint.signedAt} />],
                [t('web:audit.root'), <Code key="r">{checkpoint.root}</Code>],
                [t('web:audit.hashes'), <Num key="h" value={path.length} />],
              ]}
            />
            <Button
              component="a"
              mt="sm"
              fullWidth
              variant="default"
              download={`proof-${entry.number}.json`}
              href={fileAddress(getProof, { params: { entry: entry.id } })}
              leftSection={<IconDownload size={17} />}
            >
              {t('web:audit.downloadProof')}
            </Button>
            <Button component={To} to={paths.evidence(entry.id)} mt="xs" fullWidth variant="default">
              {t('web:audit.evidence')}
            </Button>
          </>
        )}
      </Loaded>
    </Panel>
  );
}
