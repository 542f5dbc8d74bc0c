/** A day as people here write it, dd/MM/yyyy, with a calendar that is fetched only when it is opened. */
import { ActionIcon, Popover, TextInput } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useWords } from '../i18n.ts';
import { formatDay, parseDay } from './format.ts';

const Calendar = lazy(() => import('./calendar.tsx'));

interface DayInputProps {
  readonly id?: string;
  readonly label?: string;
  /** Named without a visible label. */
  readonly aria?: string;
  /** ISO day, or '' for none. */
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly width?: number;
}

export function DayInput({ id, label, aria, value, onChange, width = 170 }: DayInputProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState<string | undefined>();
  const [open, setOpen] = useState(false);
  const shown = typed ?? (value ? formatDay(value) : '');
  const leave = () => {
    const day = typed === undefined ? undefined : typed.trim() === '' ? '' : parseDay(typed);
    if (day === undefined) return;
    setTyped(undefined);
    onChange(day);
  };
  const wrong = typed !== undefined && typed.trim() !== '' && typed.trim().length >= 8 && !parseDay(typed);
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus>
      <TextInput
        {...(id ? { id } : {})}
        {...(label ? { label } : {})}
        {...(aria ? { 'aria-label': aria, title: aria } : {})}
        w={width}
        inputMode="numeric"
        placeholder={aria ?? t('web:day.format')}
        value={shown}
        error={wrong && t('web:day.wrong')}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === 'Enter' && leave()}
        rightSection={
          <Popover.Target>
            <ActionIcon aria-label={t('web:day.open')} size="md" onClick={() => setOpen(!open)}>
              <IconCalendar size={17} />
            </ActionIcon>
          </Popover.Target>
        }
      />
      <Popover.Dropdown>
        <Suspense fallback={t('web:state.loading')}>
          <Calendar
            value={value}
            onPick={(day) => {
              setTyped(undefined);
              setOpen(false);
              onChange(day);
            }}
          />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
