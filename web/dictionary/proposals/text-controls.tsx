/** Controls for what people write: one text, a text in every language, lists of texts. */
import { ActionIcon, Button, TagsInput, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useSession } from '../../session.tsx';
import { directionOf } from '../../i18n.ts';
import { useDictionaryWords } from '../attribute-words.tsx';
import type { Control } from './control.ts';
import styles from './editor.module.css';

type TextsValue = Readonly<Record<string, string>>;

/** The languages in which the dictionary speaks, and any other that an entry has already. */
export function useLanguages(value?: unknown): readonly string[] {
  const { languages } = useSession().session;
  const stated = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  return [...new Set([...languages, ...stated])];
}

export function LineControl({ value, onChange, label, id, machine = false }: Control & { readonly machine?: boolean }) {
  return (
    <TextInput
      id={id}
      aria-label={label}
      dir={machine ? 'ltr' : 'auto'}
      spellCheck={!machine}
      {...(machine ? { className: styles.machine ?? '' } : {})}
      value={typeof value === 'string' || typeof value === 'number' ? String(value) : ''}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

export function CountControl({ value, onChange, label, id }: Control) {
  return (
    <TextInput
      id={id}
      aria-label={label}
      inputMode="numeric"
      dir="ltr"
      w={140}
      value={value === undefined ? '' : String(value as number | string)}
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        onChange(text === '' ? undefined : /^\d{1,9}$/.test(text) ? Number(text) : text);
      }}
    />
  );
}

/** One field a language, each in its own direction. */
export function TextsControl({ value, onChange, label, id, long = false }: Control & { readonly long?: boolean }) {
  const { t } = useDictionaryWords();
  const languages = useLanguages(value);
  const texts = (value ?? {}) as TextsValue;
  const Field = long ? Textarea : TextInput;
  return (
    <div className={styles.texts}>
      {languages.map((tag, i) => (
        <div key={tag} className={styles.language}>
          <label className={styles.tag} htmlFor={i === 0 ? id : `${id}-${tag}`}>
            {t(`web:language.${tag}`, { defaultValue: tag })}
            <span className="visually-hidden"> {label}</span>
          </label>
          <Field
            id={i === 0 ? id : `${id}-${tag}`}
            lang={tag}
            dir={directionOf(tag)}
            {...(long ? { autosize: true, minRows: 2 } : {})}
            value={texts[tag] ?? ''}
            onChange={(event) => onChange({ ...texts, [tag]: event.currentTarget.value })}
          />
        </div>
      ))}
    </div>
  );
}

export function WordsControl({ value, onChange, label, id }: Control) {
  const { t } = useDictionaryWords();
  return (
    <TagsInput
      id={id}
      aria-label={label}
      placeholder={t('editor.addWord')}
      value={Array.isArray(value) ? (value as string[]) : []}
      onChange={(next) => onChange(next.length > 0 ? next : undefined)}
      splitChars={[';']}
      acceptValueOnBlur
    />
  );
}

export function WordsByLanguageControl({ value, onChange, label, id }: Control) {
  const { t } = useDictionaryWords();
  const languages = useLanguages(value);
  const lists = (value ?? {}) as Readonly<Record<string, readonly string[]>>;
  return (
    <div className={styles.texts}>
      {languages.map((tag) => (
        <div key={tag} className={styles.language}>
          <span className={styles.tag} aria-hidden>
            {t(`web:language.${tag}`, { defaultValue: tag })}
          </span>
          <WordsControl
            id={`${id}-${tag}`}
            label={`${label} (${t(`web:language.${tag}`, { defaultValue: tag })})`}
            value={lists[tag]}
            onChange={(next) => onChange({ ...lists, [tag]: next ?? [] })}
          />
        </div>
      ))}
    </div>
  );
}

export function TextsListControl({ value, onChange, label, id }: Control) {
  const { t } = useDictionaryWords();
  const rows = Array.isArray(value) ? (value as TextsValue[]) : [];
  return (
    <div className={styles.rows}>
      {rows.map((row, i) => (
        <div key={i} className={styles.listed}>
          <TextsControl
            id={`${id}-${String(i)}`}
            label={`${label} ${String(i + 1)}`}
            value={row}
            onChange={(next) => onChange(rows.map((one, at) => (at === i ? next : one)))}
          />
          <ActionIcon
            aria-label={t('editor.removeRow', { number: i + 1 })}
            onClick={() => onChange(rows.filter((_, at) => at !== i))}
          >
            <IconTrash size={17} />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlus size={15} />}
          aria-label={`${t('editor.add')}: ${label}`}
          onClick={() => onChange([...rows, {}])}
        >
          {t('editor.add')}
        </Button>
      </div>
    </div>
  );
}
