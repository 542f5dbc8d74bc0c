/** The filters in force as words that can be taken away, and the way to add one: choose a field, then ask it. */
import { ActionIcon, Button, Popover } from '@mantine/core';
import { IconFilterPlus, IconX } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { FieldRow } from '../../src/dictionary/contract.ts';
import { useWords } from '../i18n.ts';
import { Choose } from './choose.tsx';
import { useCodeNames } from './code-names.ts';
import { valueInWords } from './field-value.tsx';
import { FilterEditor } from './filter-editor.tsx';
import type { Condition } from './filters.ts';
import { useFilters } from './use-filters.ts';
import styles from './records.module.css';

export function FilterBar({ fields }: { readonly fields: readonly FieldRow[] }) {
  const { t, say } = useWords('web-registers');
  const { conditions, put, clear } = useFilters();
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string | null>(null);
  const field = fields.find(({ name }) => name === chosen);
  const edit = (name: string) => {
    setChosen(name);
    setOpen(true);
  };
  const filtered = [...new Set(conditions.map((condition) => condition.field))];
  return (
    <div className={styles.filters}>
      <Popover opened={open} onChange={setOpen} position="bottom-start" shadow="md" trapFocus withinPortal>
        <Popover.Target>
          <Button
            variant="default"
            leftSection={<IconFilterPlus size={17} />}
            aria-expanded={open}
            onClick={() => {
              setChosen(null);
              setOpen(!open);
            }}
          >
            {t('filter.add')}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <div className={styles.editor}>
            <Choose
              label={t('filter.field')}
              placeholder={t('filter.chooseField')}
              value={chosen}
              onChange={setChosen}
              nothingFoundMessage={t('filter.noSuchField')}
              data={fields.map(({ name, names }) => ({ value: name, label: say(names) }))}
              comboboxProps={{ withinPortal: false }}
            />
            {field && (
              <FilterEditor
                key={field.name}
                field={field}
                conditions={conditions.filter((condition) => condition.field === field.name)}
                onApply={(next) => {
                  put(field.name, next);
                  setOpen(false);
                }}
              />
            )}
          </div>
        </Popover.Dropdown>
      </Popover>
      {filtered.map((name) => (
        <Chip
          key={name}
          field={fields.find((one) => one.name === name)}
          name={name}
          conditions={conditions.filter((condition) => condition.field === name)}
          onEdit={() => edit(name)}
          onRemove={() => put(name, [])}
        />
      ))}
      {filtered.length > 1 && (
        <button type="button" className="link-button" onClick={clear}>
          {t('filter.clearAll')}
        </button>
      )}
    </div>
  );
}

interface ChipProps {
  readonly field: FieldRow | undefined;
  readonly name: string;
  readonly conditions: readonly Condition[];
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

function Chip({ field, name, conditions, onEdit, onRemove }: ChipProps) {
  const words = useWords('web-registers');
  const { t, say } = words;
  const list = field?.codeList;
  const nameOf = useCodeNames(
    useMemo(
      () => (list ? conditions.flatMap(({ values }) => values.map((code) => ({ list, code }))) : []),
      [list, conditions],
    ),
  );
  const label = field ? say(field.names) : name;
  const said = conditions
    .map(({ op, values }) => {
      const value = values
        .map((one) => (field ? valueInWords({ field, value: one, nameOf }, words) : one))
        .join(t('filter.or'));
      return t(`filter.says.${op}`, { value });
    })
    .join(', ');
  return (
    <span className={styles.chip}>
      <button type="button" className={styles.chipWords} onClick={onEdit}>
        {label} <bdi>{said}</bdi>
      </button>
      <ActionIcon size="sm" aria-label={t('filter.remove', { field: label })} onClick={onRemove}>
        <IconX size={14} />
      </ActionIcon>
    </span>
  );
}
