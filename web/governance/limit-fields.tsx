/** How much a grant may read in a period, and of how many different records: the same questions wherever terms are written. */
import { NumberInput, Select } from '@mantine/core';
import { useRequestWords } from './use-request-words.ts';

export interface Limits {
  readonly quota: number | null;
  readonly quotaPeriod: 'day' | 'month';
  readonly subjects: number | null;
}

interface LimitFieldsProps {
  readonly limits: Partial<Limits>;
  readonly onChange: (changes: Partial<Limits>) => void;
}

const numberOrNone = (value: number | string): number | null => (typeof value === 'number' ? value : null);

export function LimitFields({ limits: { quota, quotaPeriod = 'day', subjects }, onChange }: LimitFieldsProps) {
  const { t } = useRequestWords();
  return (
    <>
      <NumberInput
        label={t('quota')}
        min={1}
        allowDecimal={false}
        value={quota ?? ''}
        onChange={(value) => onChange({ quota: numberOrNone(value) })}
      />
      <Select
        label={t('quotaPeriod')}
        value={quotaPeriod}
        allowDeselect={false}
        onChange={(next) => onChange({ quotaPeriod: next === 'month' ? 'month' : 'day' })}
        data={['day', 'month'].map((one) => ({ value: one, label: t(`period.${one}`) }))}
      />
      <NumberInput
        label={t('subjects.label')}
        description={t('hint.subjects')}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        min={1}
        max={100_000_000}
        allowDecimal={false}
        value={subjects ?? ''}
        onChange={(value) => onChange({ subjects: numberOrNone(value) })}
      />
    </>
  );
}
