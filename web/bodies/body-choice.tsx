/** Any body there is, found by name or code. */
import { useMemo, useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { Choose } from '../records/choose.tsx';
import { useSettled } from '../ui/hooks.ts';

interface BodyChoiceProps {
  readonly label: string;
  /** Code of the body; '' for none. */
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Codes that are not offered. */
  readonly without?: readonly string[];
}

export function BodyChoice({ label, value, onChange, without = [] }: BodyChoiceProps) {
  const { t, say } = useWords('bodies');
  const [typed, setTyped] = useState('');
  const settled = useSettled(typed.trim());
  const text = /\(.*\)$/.test(settled) ? '' : settled;
  const found = useEndpoint(listBodies, { query: { limit: 50, ...(text && { text }) } }, { keep: true });
  const chosen = useEndpoint(listBodies, { query: { limit: 5, text: value } }, { when: value !== '', keep: true });
  const choices = useMemo(() => {
    const all = new Map<string, string>();
    const known = [...(chosen.data?.items ?? []).filter(({ code }) => code === value), ...(found.data?.items ?? [])];
    for (const { code, names, to } of known) {
      if (to === null && !without.includes(code)) all.set(code, `${say(names)} (${code})`);
    }
    if (value && !all.has(value)) all.set(value, value);
    return [...all].map(([code, words]) => ({ value: code, label: words }));
  }, [chosen.data, found.data, value, without, say]);
  return (
    <Choose
      label={label}
      found
      w={420}
      maw="100%"
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('web:search.nothing')}
      value={value === '' ? null : value}
      onChange={(code) => onChange(code ?? '')}
      data={choices}
    />
  );
}
