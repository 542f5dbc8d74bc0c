/** Searching while typing: says so after a short stillness, so that every key is not a request. */
import { CloseButton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../i18n.ts';
import { useSettled } from './hooks.ts';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly width?: number | string;
  readonly autoFocus?: boolean;
}

export function SearchField({ label, value, onChange, width = 300, autoFocus = false }: SearchFieldProps) {
  const { t } = useWords();
  const [typed, setTyped] = useState(value);
  const settled = useSettled(typed, 180);
  const said = useRef(value);
  useEffect(() => {
    if (settled === said.current) return;
    said.current = settled;
    onChange(settled);
  }, [settled, onChange]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      w={width}
      maw="100%"
      value={typed}
      data-autofocus={autoFocus || undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden />}
      rightSection={typed && <CloseButton size="sm" aria-label={t('web:action.clear')} onClick={() => setTyped('')} />}
    />
  );
}
