/** One exchange in plain words: who asked, under what, what was decided and sent, and who can testify to it. */
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { downloadProof, readEvidence } from '../../src/exchange/evidence/evidence-contract.ts';
import type { Answer } from '../../src/platform/http/endpoint.ts';
import { useActionWord, useRuleWord } from '../audit/audit-words.ts';
import { fileAddress, useEndpoint } from '../api.ts';
import { paths } from '../paths.ts';
import { FactList } from '../ui/fact-list.tsx';
import { useAddressPart } from '../ui/hooks.ts';
import { LoadedPage } from '../ui/loaded-page.tsx';
import { Page, Panel, Split } from '../ui/page.tsx';
import { To } from '../ui/to.tsx';
import { Code, Moment, Num } from '../ui/values.tsx';
import { Verdict } from '../ui/verdict.tsx';
import { useExchangeWords } from './exchange-words.tsx';
import { WitnessList } from './witness-list.tsx';
import styles from './exchange.module.css';

type Evidence = Answer<typeof readEvidence>;

export function EvidencePage() {
  const entry = useAddressPart('entry');
  const query = useEndpoint(readEvidence, { params: { entry } });
  return (
    <LoadedPage query={query} title={entry}>
      {(evidence) => <EvidenceView evidence={evidence} />}
    </LoadedPage>
  );
}

function EvidenceView({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useExchangeWords();
  const actionWord = useActionWord();
  const { entry } = evidence;
  return (
    <Page
      title={t('evidence.title', { action: actionWord(entry.action) })}
      lead={t('evidence.lead')}
      crumbs={[
        { label: t('web:menu.audit'), to: paths.audit() },
        { label: t('web:audit.entry'), to: paths.auditEntry(entry.id) },
      ]}
      mark={
        <Verdict tone={entry.allowed ? 'good' : 'bad'}>
          {t(entry.allowed ? 'web:audit.allowed' : 'web:audit.refused')}
        </Verdict>
      }
    >
      <Split side={<Testimony evidence={evidence} />}>
        <Panel title={t('evidence.story')}>
          <Story evidence={evidence} />
        </Panel>
        <Panel title={t('web:audit.leaf')} note={t('web:audit.leafNote')}>
          <pre className={styles.code} dir="ltr" tabIndex={0} aria-label={t('web:audit.leaf')}>
            {evidence.leaf}
          </pre>
        </Panel>
      </Split>
    </Page>
  );
}

function Step({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li>
      <div>
        <h3>{title}</h3>
        <div>{children}</div>
      </div>
    </li>
  );
}

function Story({ evidence }: { readonly evidence: Evidence }) {
  const { t, say } = useExchangeWords();
  const actionWord = useActionWord();
  const ruleWord = useRuleWord();
  const { entry, bodyNames, register, purpose, agreement } = evidence;
  const who = entry.actorName ?? (entry.actor === 'system' ? t('web:audit.system') : entry.actor);
  return (
    <ol className={styles.steps}>
      <Step title={t('evidence.who')}>
        {who}
        {bodyNames && <> · {say(bodyNames)}</>} · <Moment value={entry.at} />
      </Step>
      <Step title={t('evidence.what')}>
        {actionWord(entry.action)}:{' '}
        {register ? <To to={paths.api(register.name)}>{say(register.names)}</To> : <Code>{entry.subject}</Code>}
      </Step>
      <Step title={t('evidence.purpose')}>
        {purpose ? say(purpose.names ?? {}) || purpose.code : t('evidence.noPurpose')}
        {agreement && (
          <>
            {' · '}
            <To to={paths.agreement(agreement.code)}>
              {agreement.code} {say(agreement.names)}
            </To>
            {agreement.provider && <> ({say(agreement.provider)})</>}
          </>
        )}
      </Step>
      <Step title={t('evidence.decision')}>
        {ruleWord(entry.rule).replace('{{agreement}}', agreement?.code ?? '')} <Code soft>{entry.rule}</Code>
      </Step>
      <Step title={t('evidence.sent')}>
        {Object.keys(entry.counts).length === 0 && entry.records === 0 && t('evidence.nothing')}
        <FactList
          facts={[
            ...(entry.records > 0 ? [[t('web:audit.records'), <Num key="r" value={entry.records} />] as const] : []),
            ...Object.entries(entry.counts).map(
              ([name, count]) =>
                [t(`web:counts.${name}`, { defaultValue: name }), <Num key={name} value={count} />] as const,
            ),
          ]}
        />
        {t('evidence.noValues')}
      </Step>
    </ol>
  );
}

function Testimony({ evidence }: { readonly evidence: Evidence }) {
  const { t } = useExchangeWords();
  const { entry, checkpoint, witnesses, quorum, least } = evidence;
  const file = `entry-${String(entry.number)}.proof`;
  return (
    <>
      <Panel title={t('evidence.witnessed')}>
        <Verdict tone={checkpoint === null || !quorum ? 'unsure' : 'good'}>
          {t(checkpoint === null ? 'evidence.notSigned' : quorum ? 'evidence.enough' : 'evidence.notEnough', { least })}
        </Verdict>
        <WitnessList words={witnesses} empty={t('evidence.nobody')} />
        {checkpoint && (
          <FactList
            facts={[
              [t('web:audit.number'), <Num key="n" value={entry.number} />],
              [t('web:audit.size'), <Num key="s" value={checkpoint.size} />],
              [t('web:audit.root'), <Code key="r">{checkpoint.root}</Code>],
              [t('evidence.log'), <Code key="l">{checkpoint.origin}</Code>],
            ]}
          />
        )}
      </Panel>
      {checkpoint && (
        <Panel title={t('evidence.verify')}>
          <p>{t('evidence.verifyHow')}</p>
          <pre className={styles.code} dir="ltr" tabIndex={0} aria-label={t('evidence.verify')}>
            {`npx artery audit verify ${file}`}
          </pre>
          <Button
            component="a"
            mt="sm"
            fullWidth
            variant="default"
            download={file}
            href={fileAddress(downloadProof, { params: { entry: entry.id } })}
            leftSection={<IconDownload size={17} />}
          >
            {t('web:audit.downloadProof')}
          </Button>
        </Panel>
      )}
    </>
  );
}
