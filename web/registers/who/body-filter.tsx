/** The body whose pairs are shown, with what is below it: found by name. */
import { useState } from 'react';
import { listBodies } from '../../../src/bodies/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { Choose } from '../../records/choose.tsx';
import { useSettled } from '../../ui/hooks.ts';

export function BodyFilter({ value, onChange }: { readonly value: string; readonly onChange: (code: string) => void }) {
  const { t, say } = useWords('web-who');
  const [typed, setTyped] = useState('');
  const settled = useSettled(typed.trim());
  const text = /\(.*\)$/.test(settled) ? '' : settled;
  const bodies = useEndpoint(listBodies, { query: { limit: 50, ...(text && { text }) } }, { keep: true });
  const found = (bodies.data?.items ?? []).map(({ code, names }) => ({
    value: code,
    label: `${say(names)} (${code})`,
  }));
  const known = value === '' || found.some((one) => one.value === value);
  return (
    <Choose
      aria-label={t('filter.body')}
      placeholder={t('filter.anyBody')}
      found
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      w={240}
      searchValue={typed}
      onSearchChange={setTyped}
      value={value}
      onChange={(code) => onChange(code ?? '')}
      data={known ? found : [{ value, label: value }, ...found]}
    />
  );
}
