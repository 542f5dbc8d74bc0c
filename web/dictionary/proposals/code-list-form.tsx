/** The form of a code list: what it is, and its codes in a table that takes what is pasted from a spreadsheet. */
import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState, type ClipboardEvent } from 'react';
import { formatDay, parseDay } from '../../ui/format.ts';
import { Notice } from '../../ui/notice.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Num } from '../../ui/values.tsx';
import { fold } from '../../../src/platform/search/fold.ts';
import type { Attribute, Entry } from '../attributes.ts';
import { useAttributeWords, useDictionaryWords } from '../attribute-words.tsx';
import { AttributesPanel } from './attributes-panel.tsx';
import { findingsAt, pointerTo, withAttribute } from './draft.ts';
import type { FormProps } from './entry-form.ts';
import { itemColumns, itemsFromCells, mergeItems } from './paste-items.ts';
import { useLanguages } from './text-controls.tsx';
import styles from './editor.module.css';

const at = (name: string, kind: Attribute['kind'], must = false): Attribute => ({
  name,
  kind,
  part: 'definition',
  must,
});
const head: readonly Attribute[] = [
  at('names', 'texts', true),
  at('definition', 'long-texts'),
  at('version', 'line'),
  at('pattern', 'pattern'),
  at('parentList', 'code-list'),
  at('owner', 'texts'),
];

/** As many rows as a screen bears; the search finds the others. */
const MOST = 150;

export function CodeListForm(form: FormProps) {
  const { t } = useDictionaryWords();
  const { entry, findings, onChange } = form;
  return (
    <>
      <AttributesPanel title={t('editor.meaning')} attributes={head} {...form} />
      {entry['source'] !== undefined && <Notice>{t('items.imported')}</Notice>}
      <Items entry={entry} findings={findings} onChange={onChange} />
    </>
  );
}

type ItemsProps = Pick<FormProps, 'entry' | 'findings' | 'onChange'>;

function Items({ entry, findings, onChange }: ItemsProps) {
  const { t } = useDictionaryWords();
  const languages = useLanguages(entry['names']);
  const [q, setQ] = useState('');
  const [pasted, setPasted] = useState(0);
  const items = (entry['items'] ?? []) as readonly Entry[];
  const set = (next: readonly Entry[]) => onChange({ ...entry, items: next });
  const found = items
    .map((item, place) => ({ item, place }))
    .filter(({ item }) => q === '' || fold(JSON.stringify(Object.values(item))).includes(fold(q)));
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const fresh = itemsFromCells(text, languages);
    set(mergeItems(items, fresh));
    setPasted(fresh.length);
  };
  return (
    <Panel
      title={t('items.title')}
      note={<Num value={items.length} />}
      actions={<SearchField label={t('items.search')} value={q} onChange={setQ} width={240} />}
    >
      <p className={styles.places}>{t('items.pasteHint')}</p>
      {pasted > 0 && (
        <Notice tone="good" live>
          {t('items.pasted', { count: pasted })}
        </Notice>
      )}
      <div className={styles.items} onPaste={paste} role="group" aria-label={t('items.title')} tabIndex={0}>
        <table>
          <ItemsHead languages={languages} />
          <tbody>
            {found.slice(0, MOST).map(({ item, place }) => (
              <ItemRow
                key={place}
                item={item}
                place={place}
                languages={languages}
                wrong={[...new Set(findingsAt(findings, pointerTo('items', place)).map(({ message }) => message))]}
                onChange={(next) => set(items.map((one, i) => (i === place ? next : one)))}
                onRemove={() => set(items.filter((_, i) => i !== place))}
              />
            ))}
          </tbody>
        </table>
      </div>
      {found.length > MOST && <p className={styles.places}>{t('items.more', { count: found.length - MOST })}</p>}
      <Row>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} />}
          onClick={() => set([...items, { code: '', names: {} }])}
        >
          {t('items.add')}
        </Button>
      </Row>
    </Panel>
  );
}

function ItemsHead({ languages }: { readonly languages: readonly string[] }) {
  const { t } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  return (
    <thead>
      <tr>
        {itemColumns(languages).map((column) => (
          <th key={column} scope="col">
            {column.startsWith('names.')
              ? t(`web:language.${column.slice(6)}`, { defaultValue: column.slice(6) })
              : nameOf(`row.${column}`)}
          </th>
        ))}
        <th>
          <span className="visually-hidden">{t('editor.acts')}</span>
        </th>
      </tr>
    </thead>
  );
}

interface ItemRowProps {
  readonly item: Entry;
  readonly place: number;
  readonly languages: readonly string[];
  readonly wrong: readonly string[];
  readonly onChange: (item: Entry) => void;
  readonly onRemove: () => void;
}

/** What a cell says and what it means: days as people write them, aliases with semicolons, names by language. */
const cellOf = (item: Entry, column: string): string => {
  if (column.startsWith('names.'))
    return (item['names'] as Record<string, string> | undefined)?.[column.slice(6)] ?? '';
  const value = item[column];
  if (column === 'aliases') return Array.isArray(value) ? value.join('; ') : '';
  if ((column === 'from' || column === 'to') && typeof value === 'string') return formatDay(value);
  return typeof value === 'string' ? value : '';
};

function withCell(item: Entry, column: string, text: string): Entry {
  if (column.startsWith('names.')) {
    return { ...item, names: { ...(item['names'] as object | undefined), [column.slice(6)]: text } };
  }
  if (column === 'aliases') {
    const aliases = text.split(';').map((one) => one.trim());
    return withAttribute(item, 'aliases', aliases.some(Boolean) ? aliases.filter(Boolean) : undefined);
  }
  const day = column === 'from' || column === 'to' ? (parseDay(text) ?? text) : text;
  return withAttribute(item, column, day === '' && column !== 'code' ? undefined : day);
}

function ItemRow({ item, place, languages, wrong, onChange, onRemove }: ItemRowProps) {
  const { t } = useDictionaryWords();
  const { nameOf } = useAttributeWords();
  return (
    <>
      <tr data-wrong={wrong.length > 0}>
        {itemColumns(languages).map((column) => (
          <td key={column}>
            <ItemCell
              value={cellOf(item, column)}
              label={t('items.cell', {
                column: column.startsWith('names.')
                  ? t(`web:language.${column.slice(6)}`, { defaultValue: column.slice(6) })
                  : nameOf(`row.${column}`),
                number: place + 1,
              })}
              machine={!column.startsWith('names.') && column !== 'aliases'}
              onChange={(text) => onChange(withCell(item, column, text))}
            />
          </td>
        ))}
        <td>
          <ActionIcon aria-label={t('editor.removeRow', { number: place + 1 })} onClick={onRemove}>
            <IconTrash size={17} />
          </ActionIcon>
        </td>
      </tr>
      {wrong.length > 0 && (
        <tr data-wrong>
          <td colSpan={languages.length + 6}>
            {wrong.map((message) => (
              <p key={message} className={styles.error}>
                {message}
              </p>
            ))}
          </td>
        </tr>
      )}
    </>
  );
}

interface CellProps {
  readonly value: string;
  readonly label: string;
  readonly machine: boolean;
  readonly onChange: (text: string) => void;
}

/** What is typed counts when the cell is left: a half-typed day is no day. */
function ItemCell({ value, label, machine, onChange }: CellProps) {
  const [typed, setTyped] = useState<string>();
  return (
    <TextInput
      size="xs"
      aria-label={label}
      dir={machine ? 'ltr' : 'auto'}
      value={typed ?? value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== undefined && typed !== value) onChange(typed.trim());
        setTyped(undefined);
      }}
    />
  );
}
