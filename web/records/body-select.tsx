/** The body something belongs to: one's own, or one below it, found by name. */
import { useMemo, useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { useSession } from '../session.tsx';
import { useSettled } from '../ui/hooks.ts';
import { Choose } from './choose.tsx';

interface BodySelectProps {
  /** Code of the body. */
  readonly value: string;
  readonly onChange: (code: string) => void;
  /** Absent where the page says already what is asked. */
  readonly label?: string;
}

export function BodySelect({ value, onChange, label }: BodySelectProps) {
  const { t, say } = useWords('web-registers');
  const { me } = useSession();
  const [typed, setTyped] = useState('');
  const settled = useSettled(typed.trim());
  const text = /\(.*\)$/.test(settled) ? '' : settled;
  // Everybody writes for what stands below their own body, nobody elsewhere.
  const under = me?.body?.code;
  const bodies = useEndpoint(
    listBodies,
    { query: { limit: 50, ...(text && { text }), ...(under && { under }) } },
    { keep: true },
  );
  const own = me?.body;
  const choices = useMemo(() => {
    const all = new Map(own ? [[own.code, `${say(own.name)} (${own.code})`]] : []);
    for (const { code, names } of bodies.data?.items ?? []) all.set(code, `${say(names)} (${code})`);
    if (value && !all.has(value)) all.set(value, value);
    return [...all].map(([code, label]) => ({ value: code, label }));
  }, [own, bodies.data, value, say]);
  return (
    <Choose
      {...(label === undefined ? { 'aria-label': t('record.belongsTo') } : { label })}
      found
      w={420}
      maw="100%"
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('form.noCode')}
      value={value}
      onChange={(code) => code && onChange(code)}
      data={choices}
    />
  );
}
