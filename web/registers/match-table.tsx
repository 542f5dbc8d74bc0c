/** Every column of the file beside the field it fills: a line each, nothing to click where all is clear. */
import { Button } from '@mantine/core';
import { IconArrowRight, IconDatabase, IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { UploadView } from '../../src/registers/contract.ts';
import { useWords } from '../i18n.ts';
import { Choose } from '../records/choose.tsx';
import { Panel } from '../ui/page.tsx';
import { Code } from '../ui/values.tsx';
import { State, Tag } from '../ui/verdict.tsx';
import { samplesOf, type Mapping } from './mapping.ts';
import styles from './load.module.css';

interface MatchTableProps {
  readonly upload: UploadView;
  readonly mapping: Mapping;
  readonly onMap: (column: number, field: string | null) => void;
}

export function MatchTable({ upload, mapping, onMap }: MatchTableProps) {
  const { t } = useWords('web-registers');
  return (
    <Panel title={t('match.title')} note={upload.titleRows[0]} flush>
      <div className={styles.scroll} role="group" aria-label={t('match.title')} tabIndex={0}>
        <table className={styles.match}>
          <thead>
            <tr>
              <th scope="col">{t('match.inFile')}</th>
              <th scope="col">{t('match.samples')}</th>
              <th scope="col">
                <span className="visually-hidden">{t('match.fills')}</span>
              </th>
              <th scope="col">{t('match.field')}</th>
              <th scope="col">{t('match.source')}</th>
            </tr>
          </thead>
          <tbody>
            {upload.columns.map((column) => (
              <MatchLine
                key={column.column}
                upload={upload}
                column={column}
                field={mapping.get(column.column) ?? null}
                onMap={(field) => onMap(column.column, field)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface MatchLineProps {
  readonly upload: UploadView;
  readonly column: UploadView['columns'][number];
  readonly field: string | null;
  readonly onMap: (field: string | null) => void;
}

function MatchLine({ upload, column, field, onMap }: MatchLineProps) {
  const { t, say } = useWords('web-registers');
  const samples = samplesOf(upload, column.column);
  // The source was found for the field proposed; another field has none that the node told of.
  const source = column.source && field === column.field ? column.source : undefined;
  return (
    <tr data-skipped={field === null}>
      <th scope="row">
        <span className={styles.letter}>{column.letter}</span> <bdi>{column.header || t('match.noHeader')}</bdi>
      </th>
      <td className={styles.samples} dir="auto">
        {samples.join(' · ') || '–'}
      </td>
      <td className={styles.arrow}>
        {field !== null && <IconArrowRight size={16} aria-hidden className="flip-in-rtl" />}
      </td>
      <td>
        <Target upload={upload} column={column} field={field} onMap={onMap} />
      </td>
      <td>
        {source && (
          <span className={styles.held}>
            <IconDatabase size={14} aria-hidden />
            <span>{t('match.alreadyAt', { source: say(source.names) })}</span>
          </span>
        )}
      </td>
    </tr>
  );
}

const SKIP = '';

function Target({ upload, column, field, onMap }: MatchLineProps) {
  const { t, say } = useWords('dictionary');
  const [open, setOpen] = useState(field === null && !column.skipped);
  const found = upload.fields.find(({ name }) => name === field);
  const label = t('web-registers:match.fieldFor', { column: column.header || column.letter });
  if (open) {
    return (
      <Choose
        aria-label={label}
        w={260}
        placeholder={t('web-registers:match.skip')}
        value={field}
        onChange={(next) => onMap(next || null)}
        nothingFoundMessage={t('web-registers:filter.noSuchField')}
        data={[
          { value: SKIP, label: t('web-registers:match.skip') },
          ...upload.fields.map(({ name, names }) => ({ value: name, label: say(names) })),
        ]}
      />
    );
  }
  return (
    <div className={styles.target}>
      <span className={styles.targetName}>
        {found ? say(found.names) : <State tone="quiet">{t('web-registers:match.skip')}</State>}
        {found?.key && (
          <span className={styles.key}>
            <IconKey size={13} aria-hidden /> {t('web:keyRole.key')}
          </span>
        )}
      </span>
      <span className={styles.why}>
        {field === column.field && t(`dictionary:columns.${column.why}`, { defaultValue: column.why })}
        {field === column.field && found && column.confidence < 0.9 && (
          <Tag tone="warn">{t('web-registers:match.look')}</Tag>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t('web-registers:match.changeFor', { column: column.header || column.letter })}
          onClick={() => setOpen(true)}
        >
          {t('web-registers:match.change')}
        </Button>
      </span>
      {found === undefined && field !== null && <Code>{field}</Code>}
    </div>
  );
}
