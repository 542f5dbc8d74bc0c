/** A row of another register by its key: searched by name, or typed as it is known. */
import { useMemo, useState } from 'react';
import { listBodies } from '../../src/bodies/contract.ts';
import { listCatalogue } from '../../src/exchange/contract.ts';
import { listRecords } from '../../src/records/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { useSession } from '../session.tsx';
import { useSettled } from '../ui/hooks.ts';
import { Choose, type Choice } from './choose.tsx';
import type { ControlProps } from './field-control.tsx';
import { useMayOf } from '../ui/may.ts';
import { titleField, useRegisterPlan } from './register-plan.ts';

/** Rows of the register that holds the entity, as far as the reader may see them. */
function useRowChoices(entity: string, q: string): readonly Choice[] {
  const catalogue = useEndpoint(listCatalogue, {}, { keep: true });
  const register = catalogue.data?.items.find((item) => item.entity === entity)?.register;
  const may = useMayOf(register ?? '', ['records.read']);
  const plan = useRegisterPlan(register ?? '');
  const page = plan.data?.entity;
  const title = page ? titleField(page) : '';
  const key = page?.entity.key[0] ?? '';
  const rows = useEndpoint(
    listRecords,
    { params: { register: register ?? '' }, query: { limit: 20, ...(q && { where: [`${title}:contains:${q}`] }) } },
    { when: page !== undefined && may('records.read').allowed, keep: true },
  );
  return (rows.data?.items ?? []).map(({ values }) => ({
    value: String(values[key] ?? ''),
    label: `${String(values[title] ?? '')} (${String(values[key] ?? '')})`,
  }));
}

/** Bodies below one's own: where organisations are bodies, their codes are the keys. */
function useBodyChoices(q: string): readonly Choice[] {
  const { say } = useWords();
  const { me } = useSession();
  const under = me?.body?.code;
  const bodies = useEndpoint(
    listBodies,
    { query: { limit: 50, ...(q && { text: q }), ...(under && { under }) } },
    { keep: true },
  );
  return (bodies.data?.items ?? []).map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }));
}

export function ReferenceInput({ id, field, value, onChange, invalid, home }: ControlProps) {
  const { t, say } = useWords('web-registers');
  const [typed, setTyped] = useState('');
  const own = home?.code === value && home ? `${say(home.names)} (${home.code})` : undefined;
  const settled = useSettled(typed.trim());
  const q = /\(.*\)$/.test(settled) ? '' : settled;
  const rows = useRowChoices(field.references ?? '', q);
  const bodies = useBodyChoices(q);
  const choices = useMemo(() => {
    const all = new Map([...bodies, ...rows].filter((one) => one.value).map((one) => [one.value, one]));
    if (value && !all.has(value)) all.set(value, { value, label: own ?? value });
    if (q && !all.has(q)) all.set(q, { value: q, label: t('form.asTyped', { value: q }) });
    return [...all.values()];
  }, [bodies, rows, value, own, q, t]);
  return (
    <Choose
      id={id}
      found
      clearable={!field.required}
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('form.noCode')}
      value={value || null}
      onChange={(next) => onChange(next ?? '')}
      data={choices}
      error={invalid}
      aria-describedby={field.help ? `${id}-help` : undefined}
    />
  );
}
