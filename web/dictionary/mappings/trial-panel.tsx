/** Sample rows through the mapping as it stands on the page: source, what it becomes, what is found, how many pass. */
import { Button, Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { recordTrial, type MappingView } from '../../../src/dictionary/contract.ts';
import { useCommand } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import type { May } from '../../ui/may.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { formatNumber } from '../../ui/format.ts';
import { Verdict } from '../../ui/verdict.tsx';
import { ReasonButton } from './reason-button.tsx';
import type { TargetField } from './target-list.tsx';
import { TrialTable } from './trial-table.tsx';
import type { MappingDraft } from './use-mapping-draft.ts';
import type { Trial } from './use-trial.ts';
import styles from './mappings.module.css';

const LIMIT = 8 * 1024 * 1024;

interface TrialProps {
  readonly view: MappingView;
  readonly draft: MappingDraft;
  readonly trial: Trial;
  readonly fields: readonly TargetField[];
  readonly may: May;
}

export function TrialPanel(props: TrialProps) {
  const { view, trial } = props;
  const { t } = useWords('web-mapping');
  return (
    <Panel title={t('trial')} note={view.trial && t('recorded', { passed: view.trial.passed, rows: view.trial.rows })}>
      <p className={styles.hint}>{t('trialNote')}</p>
      <SampleSource trial={trial} />
      <ProblemNotice error={trial.error} />
      {trial.sample?.findings.map(({ message }) => (
        <p key={message} dir="auto">
          {message}
        </p>
      ))}
      {trial.sample && trial.answer && <TrialResult {...props} />}
    </Panel>
  );
}

function SampleSource({ trial }: { readonly trial: Trial }) {
  const { t } = useWords('web-mapping');
  const [file, setFile] = useState<File>();
  const [pasted, setPasted] = useState('');
  return (
    <div className={styles.sample}>
      <FileDrop
        label={t('chooseSample')}
        hint="CSV · XLSX · JSON"
        accept=".csv,.tsv,.txt,.xlsx,.json"
        limit={LIMIT}
        file={file}
        onFile={(given) => {
          setFile(given);
          trial.read(given);
        }}
      />
      <div className={styles.paste}>
        <Textarea
          label={t('paste')}
          rows={5}
          dir="auto"
          spellCheck={false}
          value={pasted}
          onChange={(event) => setPasted(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={pasted.trim() === ''}
          loading={trial.reading && file === undefined}
          onClick={() => {
            setFile(undefined);
            trial.read(pasted);
          }}
        >
          {t('readPasted')}
        </Button>
      </div>
    </div>
  );
}

function TrialResult({ view, draft, trial, fields, may }: TrialProps) {
  const { t, language } = useWords('web-mapping');
  const [onlyFailing, setOnlyFailing] = useState(false);
  const { answer, rows, sample } = trial;
  if (!answer || !sample) return null;
  const { passed, count } = answer;
  const share = formatNumber(count === 0 ? 0 : (passed / count) * 100, language, { percent: true, decimals: 1 });
  return (
    <>
      <div className={styles.verdict} role="status">
        <Verdict tone={passed === count ? 'good' : 'warn'} size="large">
          {t('passed', { passed, count })}
        </Verdict>
        <span>{t('trialSummary', { share })}</span>
        <span className={styles.hint}>{t('rowsRead', { count: sample.rows.length, tried: rows.length })}</span>
        <Checkbox
          label={t('onlyFailing')}
          checked={onlyFailing}
          onChange={(event) => setOnlyFailing(event.currentTarget.checked)}
        />
        <RecordButton view={view} draft={draft} trial={trial} may={may} />
      </div>
      {trial.unfinished && <p className={styles.hint}>{t('unfinished')}</p>}
      <TrialTable mapping={draft.draft} trial={answer} rows={rows} fields={fields} onlyFailing={onlyFailing} />
    </>
  );
}

/** Puts the numbers of the stored mapping on record: no row is kept. */
function RecordButton({ view, draft, trial, may }: Omit<TrialProps, 'fields'>) {
  const { t } = useWords('web-mapping');
  const { code, body } = view.mapping;
  const record = useCommand(recordTrial, { refreshes: ['dictionary'] });
  const reason = may.reason ?? (draft.isDirty ? t('saveFirst') : undefined);
  const rows = (trial.sample?.rows.slice(0, 2000) ?? []) as Record<string, string | null>[];
  return (
    <>
      <ReasonButton
        quiet
        busy={record.isPending}
        allowed={may.allowed}
        reason={reason}
        onAct={() => record.mutate({ params: { mapping: code }, body: { body, rows } })}
      >
        {t('record')}
      </ReasonButton>
      {record.data && <Row>{t('recorded', { passed: record.data.passed, rows: record.data.rows })}</Row>}
      <ProblemNotice error={record.error} />
    </>
  );
}
