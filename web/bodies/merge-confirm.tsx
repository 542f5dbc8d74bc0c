/** The last step of a merge: the decision, and the name of the body typed out, so that nobody merges by a slip. */
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { MergePlan } from '../../src/bodies/contract.ts';
import { fold } from '../../src/platform/search/fold.ts';
import { ProblemError } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Notice, ProblemNotice } from '../ui/notice.tsx';
import { Panel, Row } from '../ui/page.tsx';
import { useSentence } from './merge-page.tsx';
import styles from './merge.module.css';

interface MergeConfirmProps {
  readonly plan: MergePlan;
  readonly busy: boolean;
  readonly error: unknown;
  readonly onDo: (decision: string, reason: string) => void;
  /** Plans again: what was seen is old. */
  readonly onAgain: () => void;
}

const isStale = (error: unknown): boolean =>
  error instanceof ProblemError && String(error.problem.type).endsWith('/merge-stale');

export function MergeConfirm({ plan, busy, error, onDo, onAgain }: MergeConfirmProps) {
  const { t, say } = useWords('bodies');
  const [decision, setDecision] = useState('');
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const name = say((plan.from[0] ?? plan.into).names);
  const isTyped = fold(typed) === fold(name);
  const sentence = useSentence(plan);
  return (
    <Panel title={t('merge.page.confirm')}>
      <div className={styles.fields}>
        <Notice tone="warn" title={sentence}>
          {t('merge.page.undoable')}
        </Notice>
        <TextInput
          label={t('merge.page.decision')}
          description={t('merge.page.decisionHelp')}
          required
          maxLength={200}
          value={decision}
          onChange={(event) => setDecision(event.currentTarget.value)}
        />
        <Textarea
          label={t('merge.page.reason')}
          rows={3}
          maxLength={2000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <TextInput
          label={t('merge.page.type', { name })}
          autoComplete="off"
          dir="auto"
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <ProblemNotice error={error} {...(isStale(error) ? { onRetry: onAgain } : {})} />
        <Row>
          <Button
            color="red"
            disabled={!isTyped || decision.trim() === ''}
            loading={busy}
            onClick={() => onDo(decision.trim(), reason.trim())}
          >
            {t('merge.page.do')}
          </Button>
        </Row>
      </div>
    </Panel>
  );
}
