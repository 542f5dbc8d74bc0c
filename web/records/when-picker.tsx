/** The register at another time: what held on a day, or what the register said at the end of one. */
import { Button, Popover } from '@mantine/core';
import { IconClockHour4 } from '@tabler/icons-react';
import { useState } from 'react';
import { useWords } from '../i18n.ts';
import { DayInput } from '../ui/day-input.tsx';
import { formatDay } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Soft } from '../ui/values.tsx';
import styles from './records.module.css';

interface WhenPickerProps {
  readonly asOf: string;
  readonly knownOn: string;
  /** Whether rows of this register hold from a day to a day. */
  readonly timed: boolean;
  readonly onChange: (change: { asOf?: string; knownOn?: string }) => void;
}

export function WhenPicker({ asOf, knownOn, timed, onChange }: WhenPickerProps) {
  const { t } = useWords('web-registers');
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconClockHour4 size={17} />}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {t('when.open')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={styles.editor}>
          <DayInput
            label={t('when.knownOn')}
            width={280}
            value={knownOn}
            onChange={(day) => onChange({ knownOn: day })}
          />
          <Soft>{t('when.knownOnWords')}</Soft>
          {timed && (
            <>
              <DayInput label={t('when.asOf')} width={280} value={asOf} onChange={(day) => onChange({ asOf: day })} />
              <Soft>{t('when.asOfWords')}</Soft>
            </>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

interface PastNoticeProps {
  readonly asOf: string;
  readonly knownOn: string;
  readonly onNow: () => void;
}

/** Nobody should take the past for today. */
export function PastNotice({ asOf, knownOn, onNow }: PastNoticeProps) {
  const { t } = useWords('web-registers');
  if (!asOf && !knownOn) return null;
  const said = [
    ...(knownOn ? [t('when.seesKnownOn', { day: formatDay(knownOn) })] : []),
    ...(asOf ? [t('when.seesAsOf', { day: formatDay(asOf) })] : []),
  ];
  return (
    <Notice
      live
      title={said.join(' ')}
      action={
        <Button variant="default" onClick={onNow}>
          {t('when.now')}
        </Button>
      }
    />
  );
}
