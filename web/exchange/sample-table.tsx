/** Invented records as they would come: what a field is called, how it looks, and how personal it is. */
import type { CataloguePage } from '../../src/exchange/contract.ts';
import { Code } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { useExchangeWords } from './exchange-words.tsx';
import styles from './exchange.module.css';

export function SampleTable({ sample }: { readonly sample: CataloguePage['sample'] }) {
  const { t, say } = useExchangeWords();
  const { fields, rows } = sample;
  return (
    <div className={styles.scroll} tabIndex={0}>
      <table className={styles.sample} aria-label={t('sample.title')}>
        <thead>
          <tr>
            <th scope="col">{t('sample.field')}</th>
            <th scope="col">{t('sample.element')}</th>
            <th scope="col">{t('web:label.personal.head')}</th>
            {rows.map((_, i) => (
              <th key={i} scope="col">
                {t('sample.example', { number: i + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map(({ field, names, element, required, personal }) => (
            <tr key={field}>
              <th scope="row">
                {say(names)} {required && <span aria-label={t('sample.required')}>*</span>}
                <div>
                  <Code soft>{field}</Code>
                </div>
              </th>
              <td>
                <Code>{element}</Code>
              </td>
              <td>
                <Tag tone={personal === 'sensitive' ? 'warn' : 'quiet'}>{t(`web:label.personal.${personal}`)}</Tag>
              </td>
              {rows.map((row, i) => (
                <td key={i} dir="auto">
                  {sayValue(row[field])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const sayValue = (value: unknown): string =>
  value === null || value === undefined
    ? '–'
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value as string);
