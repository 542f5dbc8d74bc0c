/** Old encodings are asked about once, with the reader's own words before and after. */
import { Button, Select } from '@mantine/core';
import { useState } from 'react';
import type { UploadView } from '../../src/registers/contract.ts';
import { useWords } from '../i18n.ts';
import { FormEnd } from '../ui/form.tsx';
import { Panel } from '../ui/page.tsx';
import styles from './load.module.css';

interface EncodingPanelProps {
  readonly question: NonNullable<UploadView['question']>;
  /** How the file is read now: to keep it so is an answer too. */
  readonly now: string;
  readonly onChoose: (encoding: string) => void;
}

export function EncodingPanel({ question, now, onChoose }: EncodingPanelProps) {
  const { t, say } = useWords('intake');
  const [other, setOther] = useState<string | null>(null);
  const name = say(question.names);
  return (
    <Panel title={t('intake:encoding.title', { name })} note={t('intake:encoding.explain')}>
      <table className={styles.samplesTable}>
        <thead>
          <tr>
            <th scope="col">{t('intake:encoding.before')}</th>
            <th scope="col">{t('intake:encoding.after')}</th>
          </tr>
        </thead>
        <tbody>
          {question.samples.map(({ before, after }) => (
            <tr key={before}>
              <td dir="auto">{before}</td>
              <td dir="auto">{after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <FormEnd>
        {question.others.length > 0 && (
          <Select
            placeholder={t('intake:encoding.other')}
            aria-label={t('intake:encoding.other')}
            w={220}
            value={other}
            onChange={(value) => {
              setOther(value);
              if (value) onChoose(value);
            }}
            data={question.others}
          />
        )}
        <Button variant="default" onClick={() => onChoose(now)}>
          {t('intake:encoding.keep')}
        </Button>
        <Button onClick={() => onChoose(question.suggested)}>{t('intake:encoding.convert')}</Button>
      </FormEnd>
    </Panel>
  );
}
