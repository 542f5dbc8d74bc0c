/** A moment as people write it: a day and a time of the node's time zone. Empty means now. */
import { TextInput } from '@mantine/core';
import { DayInput } from '../../ui/day-input.tsx';
import { momentIn } from '../../ui/format.ts';
import { Row } from '../../ui/page.tsx';
import { usePrivacyWords } from './use-privacy-words.ts';

export interface Typed {
  readonly day: string;
  readonly time: string;
}

export const noMoment: Typed = { day: '', time: '' };

/** RFC 3339 in UTC; undefined while it is empty or not a moment. */
export function momentOf({ day, time }: Typed): string | undefined {
  return day === '' ? undefined : momentIn(day, time.trim() === '' ? '00:00' : time.trim().padStart(5, '0'));
}

interface MomentInputProps {
  readonly label: string;
  readonly value: Typed;
  readonly onChange: (value: Typed) => void;
}

export function MomentInput({ label, value, onChange }: MomentInputProps) {
  const { t } = usePrivacyWords();
  return (
    <Row>
      <DayInput label={label} value={value.day} onChange={(day) => onChange({ ...value, day })} />
      <TextInput
        label={t('guard.time')}
        aria-label={`${label}: ${t('guard.time')}`}
        w={100}
        dir="ltr"
        inputMode="numeric"
        placeholder="08:30"
        maxLength={5}
        value={value.time}
        onChange={(event) => onChange({ ...value, time: event.currentTarget.value })}
      />
    </Row>
  );
}
