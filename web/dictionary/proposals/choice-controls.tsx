/** Controls for what is chosen: of a fixed list, of the dictionary's own entries, of the registers. */
import { Autocomplete, Checkbox, Group, Select } from '@mantine/core';
import { listCodeLists, listElements, listEntities } from '../../../src/dictionary/contract.ts';
import { listRegisters } from '../../../src/governance/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { useSettled } from '../../ui/hooks.ts';
import { fold } from '../../../src/platform/search/fold.ts';
import { useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import type { AttributeControl, Control } from './control.ts';

export function ChoiceControl({ attribute, value, onChange, label, id }: AttributeControl) {
  const { t } = useDictionaryWords();
  const { valueOf } = useAttributeWords();
  const stated = value === undefined ? null : String(value as string);
  const choices = [...new Set([...(attribute.choices ?? []), ...(stated ? [stated] : [])])];
  return (
    <Select
      id={id}
      aria-label={label}
      placeholder={t('editor.notStated')}
      clearable={!attribute.must}
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      value={stated}
      onChange={(next) => onChange(next ?? undefined)}
      data={choices.map((one) => ({ value: one, label: valueOf(attribute.name, one) }))}
    />
  );
}

export function ChoicesControl({ attribute, value, onChange, label }: AttributeControl) {
  const { valueOf } = useAttributeWords();
  const chosen = Array.isArray(value) ? (value as string[]) : [];
  return (
    <Checkbox.Group aria-label={label} value={chosen} onChange={(next) => onChange(next.length > 0 ? next : undefined)}>
      <Group gap="md">
        {(attribute.choices ?? []).map((one) => (
          <Checkbox key={one} value={one} label={valueOf(attribute.name, one)} />
        ))}
      </Group>
    </Checkbox.Group>
  );
}

interface Option {
  readonly value: string;
  readonly label: string;
}

/** Searched with and without marks, by code and by name. */
function EntrySelect({ options, value, onChange, label, id }: Control & { readonly options: readonly Option[] }) {
  const { t } = useDictionaryWords();
  const stated = typeof value === 'string' ? value : undefined;
  const known = options.some((one) => one.value === stated);
  const data = [...options, ...(stated && !known ? [{ value: stated, label: stated }] : [])];
  return (
    <Select
      id={id}
      aria-label={label}
      placeholder={t('editor.choose')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t('web:action.clear') }}
      limit={60}
      nothingFoundMessage={t('web:search.nothing')}
      value={stated ?? null}
      onChange={(next) => onChange(next ?? undefined)}
      data={data}
      filter={({ options: all, search, limit }) =>
        (all as Option[]).filter((one) => fold(`${one.label} ${one.value}`).includes(fold(search))).slice(0, limit)
      }
    />
  );
}

const named = (label: string, code: string) => (label === code ? code : `${label} (${code})`);

const RULES = ['today', 'event-date', 'ever'];

/** A list alone is written as its code; another rule than today's makes it a mapping. */
export function CodeListControl({ value, onChange, label, id }: Control) {
  const { t, say } = useDictionaryWords();
  const { nameOf, valueOf } = useAttributeWords();
  const lists = useEndpoint(listCodeLists, { query: {} });
  const use = typeof value === 'string' ? { list: value } : ((value ?? {}) as Record<string, string>);
  const rule = use['rule'] ?? 'today';
  const set = (next: Record<string, string | undefined>) => {
    const { list, ...rest } = { ...use, ...next };
    const more = Object.fromEntries(
      Object.entries(rest).filter(([name, one]) => one && !(name === 'rule' && one === 'today')),
    );
    onChange(list ? (Object.keys(more).length > 0 ? { list, ...more } : list) : undefined);
  };
  return (
    <>
      <EntrySelect
        id={id}
        label={label}
        value={use['list']}
        onChange={(list) => set({ list: list as string | undefined })}
        options={(lists.data?.items ?? []).map(({ code, names }) => ({ value: code, label: named(say(names), code) }))}
      />
      {use['list'] && (
        <Select
          mt={6}
          aria-label={nameOf('codeRule')}
          value={rule}
          onChange={(next) => set({ rule: next ?? 'today' })}
          data={RULES.map((one) => ({ value: one, label: valueOf('codeRule', one) }))}
        />
      )}
      {rule === 'event-date' && (
        <Autocomplete
          mt={6}
          label={t('editor.dateField')}
          dir="ltr"
          data={[]}
          value={use['dateField'] ?? ''}
          onChange={(dateField) => set({ dateField })}
        />
      )}
    </>
  );
}

export function EntityControl(control: Control) {
  const { say } = useWords();
  const entities = useEndpoint(listEntities, { query: {} });
  const options = (entities.data?.items ?? []).map(({ name, names }) => ({
    value: name,
    label: named(say(names), name),
  }));
  return <EntrySelect {...control} options={options} />;
}

export function RegisterControl(control: Control) {
  const { say } = useWords();
  const registers = useEndpoint(listRegisters, {});
  const options = (registers.data?.items ?? []).map(({ name, names }) => ({
    value: name,
    label: named(say(names), name),
  }));
  return <EntrySelect {...control} options={options} />;
}

/** Elements are many: the server searches while one types. */
export function ElementControl({ value, onChange, label, id }: Control) {
  const { t, say } = useDictionaryWords();
  const typed = typeof value === 'string' ? value : '';
  const q = useSettled(typed, 200);
  const found = useEndpoint(listElements, { query: { ...(q ? { q } : {}), limit: 20 } }, { keep: true });
  const options = (found.data?.items ?? []).map(({ code, names }) => ({ value: code, label: say(names) }));
  const names = new Map(options.map((one) => [one.value, one.label]));
  return (
    <Autocomplete
      id={id}
      aria-label={label}
      dir="ltr"
      placeholder={t('editor.findElement')}
      value={typed}
      onChange={(next) => onChange(next || undefined)}
      data={[...names.keys()]}
      filter={({ options: all }) => all}
      renderOption={({ option }) => (
        <span dir="auto">
          <bdi>{option.value}</bdi> · {names.get(option.value)}
        </span>
      )}
    />
  );
}
