/** Codes of a list chosen by name: short lists at once, long ones searched at the node while typing. */
import { MultiSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { listCodes } from '../../src/dictionary/contract.ts';
import { useEndpoint } from '../api.ts';
import { useWords } from '../i18n.ts';
import { useSettled } from '../ui/hooks.ts';
import { Choose, type Choice } from './choose.tsx';
import { useCodeNames } from './code-names.ts';

/** What can be chosen now: the best matches of what is typed, and always what is chosen already. */
function useChoices(list: string, typed: string, chosen: readonly string[]): readonly Choice[] {
  const { say } = useWords();
  const q = useSettled(typed.trim());
  const found = useEndpoint(listCodes, { params: { list }, query: { limit: 50, ...(q && { q }) } }, { keep: true });
  const nameOf = useCodeNames(useMemo(() => chosen.map((code) => ({ list, code })), [list, chosen]));
  return useMemo(() => {
    const rows = (found.data?.items ?? []).map(({ code, names }) => ({
      value: code,
      label: `${say(names)} (${code})`,
    }));
    const missing = chosen.filter((code) => code && !rows.some(({ value }) => value === code));
    return [
      ...missing.map((code) => ({ value: code, label: `${say(nameOf(list, code) ?? code)} (${code})` })),
      ...rows,
    ];
  }, [found.data, chosen, nameOf, list, say]);
}

/** The node has searched already; the kit must not search again. */
const asFound = ({ options }: { readonly options: unknown }) => options as never;

interface CodesInputProps {
  readonly label: string;
  readonly list: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
}

export function CodesInput({ label, list, values, onChange }: CodesInputProps) {
  const { t } = useWords('web-registers');
  const [typed, setTyped] = useState('');
  const choices = useChoices(list, typed, values);
  return (
    <MultiSelect
      mt="sm"
      size="sm"
      label={label}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      filter={asFound}
      nothingFoundMessage={t('form.noCode')}
      value={[...values]}
      onChange={onChange}
      data={[...choices]}
      comboboxProps={{ withinPortal: false }}
    />
  );
}

interface CodeInputProps {
  readonly id: string;
  readonly list: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly invalid: boolean;
}

/** One code. What is typed is the search; what is chosen is no search. */
export function CodeInput({ id, list, value, onChange, invalid }: CodeInputProps) {
  const { t } = useWords('web-registers');
  const [typed, setTyped] = useState('');
  const chosen = useMemo(() => (value ? [value] : []), [value]);
  const search = /\(.*\)$/.test(typed) ? '' : typed;
  return (
    <Choose
      id={id}
      found
      clearable
      clearButtonProps={{ 'aria-label': t('form.clear') }}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={t('form.noCode')}
      value={value}
      onChange={(next) => onChange(next ?? '')}
      data={useChoices(list, search, chosen)}
      error={invalid}
    />
  );
}
