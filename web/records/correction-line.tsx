/** A value that differs from the trusted source, and the two ways to settle it. */
import { Button, Textarea } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { settleCorrection, type Correction } from '../../src/registers/contract.ts';
import { useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Confirm } from '../ui/confirm.tsx';
import { ProblemNotice } from '../ui/notice.tsx';
import { useCodeNames } from './code-names.ts';
import { FieldValue, type Typed } from './field-value.tsx';
import { useMayOf } from '../ui/may.ts';
import styles from './records.module.css';

interface CorrectionLineProps {
  readonly correction: Correction;
  readonly field: Typed;
}

export function CorrectionLine({ correction, field }: CorrectionLineProps) {
  const { t } = useWords('web-registers');
  const { held } = correction;
  const may = useMayOf(correction.register, ['registers.settle-correction']);
  const [reason, setReason] = useState('');
  const settle = useCommand(settleCorrection, { refreshes: ['registers', 'records', 'quality'] });
  const nameOf = useCodeNames(
    useMemo(() => (field.codeList && held ? [{ list: field.codeList, code: held }] : []), [field.codeList, held]),
  );
  const answer = (outcome: 'take-over' | 'source-wrong') =>
    settle.mutateAsync({
      params: { correction: correction.id },
      body: { outcome, ...(reason.trim() && { reason: reason.trim() }) },
    });
  return (
    <div className={styles.differs}>
      <IconAlertTriangle size={16} aria-hidden />
      <span>
        {t('correction.sourceSays')} <FieldValue field={field} value={held} nameOf={nameOf} />
      </span>
      {may('registers.settle-correction').allowed && (
        <>
          <Confirm
            title={t('correction.takeOver')}
            words={
              <>
                <p>{t('correction.takeOverWords')}</p>
                <ProblemNotice error={settle.error} />
              </>
            }
            act={t('correction.takeOver')}
            onAct={() => answer('take-over')}
          >
            {(open) => (
              <Button size="compact-sm" variant="light" onClick={open}>
                {t('correction.takeOver')}
              </Button>
            )}
          </Confirm>
          <Confirm
            title={t('correction.sourceWrong')}
            words={
              <>
                <p>{t('correction.sourceWrongWords')}</p>
                <Textarea
                  label={t('correction.reason')}
                  rows={3}
                  maxLength={1000}
                  value={reason}
                  onChange={(event) => setReason(event.currentTarget.value)}
                />
                <ProblemNotice error={settle.error} />
              </>
            }
            act={t('correction.sourceWrong')}
            onAct={() => answer('source-wrong')}
          >
            {(open) => (
              <Button size="compact-sm" variant="default" onClick={open}>
                {t('correction.sourceWrong')}
              </Button>
            )}
          </Confirm>
        </>
      )}
    </div>
  );
}
