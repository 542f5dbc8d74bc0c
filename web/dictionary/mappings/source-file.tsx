/** The fields of a local system read from what it has: a CSV header, a sheet, DDL, a schema, a contract, a manifest. */
import { Select } from '@mantine/core';
import { useState } from 'react';
import { readSourceFields, type SourceField } from '../../../src/dictionary/contract.ts';
import { ask } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { FileDrop } from '../../ui/file-drop.tsx';
import { ProblemNotice } from '../../ui/notice.tsx';
import { Row } from '../../ui/page.tsx';
import { sourceFormatOf, sourceFormats, type SourceFormat } from './source-format.ts';
import styles from './mappings.module.css';

interface ReadTable {
  readonly name: string;
  readonly fields: readonly SourceField[];
}

interface SourceFileProps {
  /** The fields of the chosen table; undefined while there is none. */
  readonly onFields: (fields: readonly SourceField[] | undefined) => void;
}

const ENDINGS = '.csv,.txt,.tsv,.xlsx,.sql,.ddl,.json,.yaml,.yml';
const LIMIT = 8 * 1024 * 1024;

export function SourceFile({ onFields }: SourceFileProps) {
  const { t } = useWords('web-mapping');
  const [file, setFile] = useState<File>();
  const [format, setFormat] = useState<SourceFormat>('csv');
  const [table, setTable] = useState('');
  const reading = useReading((tables) => {
    const [first] = tables;
    setTable(first?.name ?? '');
    onFields(first?.fields);
  });
  const read = (given: File, as: SourceFormat) => {
    setFile(given);
    setFormat(as);
    void reading.read(given, as);
  };
  const { tables, findings } = reading.answer ?? { tables: [], findings: [] };
  return (
    <>
      <FileDrop
        label={t('new.file')}
        hint={t('new.fileHint')}
        accept={ENDINGS}
        limit={LIMIT}
        file={file}
        onFile={(given) => read(given, sourceFormatOf(given.name) ?? format)}
      />
      <Row>
        <Select
          label={t('new.format')}
          w={220}
          allowDeselect={false}
          data={sourceFormats.map((value) => ({ value, label: t(`new.formats.${value}`) }))}
          value={format}
          onChange={(next) => {
            if (next === null) return;
            setFormat(next);
            if (file) read(file, next);
          }}
        />
        {tables.length > 1 && (
          <Select
            label={t('new.table')}
            w={300}
            allowDeselect={false}
            data={tables.map(({ name }) => name)}
            value={table}
            onChange={(name) => {
              setTable(name ?? '');
              onFields(tables.find((one) => one.name === name)?.fields);
            }}
          />
        )}
      </Row>
      {reading.busy && <p role="status">{t('new.reading')}</p>}
      <ProblemNotice error={reading.error} />
      {findings.map(({ message }) => (
        <p key={message} dir="auto" className={styles.hint}>
          {message}
        </p>
      ))}
      {reading.answer && (
        <p role="status">
          {t('new.fieldsRead', { count: tables.find(({ name }) => name === table)?.fields.length ?? 0 })}
        </p>
      )}
    </>
  );
}

/** Reads a file at a time; an older answer that comes late is not taken for the newer file's. */
function useReading(onRead: (tables: readonly ReadTable[]) => void) {
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof ask<typeof readSourceFields>>>>();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [turn] = useState({ now: 0 });
  const read = async (file: File, format: SourceFormat) => {
    const mine = (turn.now += 1);
    setBusy(true);
    setError(undefined);
    try {
      const upload = { content: file, type: 'application/octet-stream' };
      const got = await ask(readSourceFields, { query: { format }, upload });
      if (mine !== turn.now) return;
      setAnswer(got);
      onRead(got.tables);
    } catch (problem) {
      if (mine !== turn.now) return;
      setAnswer(undefined);
      setError(problem);
      onRead([]);
    } finally {
      if (mine === turn.now) setBusy(false);
    }
  };
  return { answer, busy, error, read };
}
