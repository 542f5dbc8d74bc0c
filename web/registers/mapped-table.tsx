/** What a mapping makes of the file: each field beside the columns it comes from, and the columns nothing reads. */
import { IconKey } from '@tabler/icons-react';
import type { UploadView } from '../../src/registers/contract.ts';
import { useWords } from '../i18n.ts';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/page.tsx';
import { Code } from '../ui/values.tsx';
import { Tag } from '../ui/verdict.tsx';
import { samplesOf } from './mapping.ts';
import styles from './load.module.css';

interface MappedTableProps {
  readonly upload: UploadView;
  readonly mapping: NonNullable<UploadView['mapping']>;
}

export function MappedTable({ upload, mapping }: MappedTableProps) {
  const { t, say } = useWords('web-registers');
  const { t: mapped } = useWords('web-mapping');
  const samples = (from: readonly string[]) =>
    upload.columns.filter(({ header }) => from.includes(header)).flatMap(({ column }) => samplesOf(upload, column));
  return (
    <>
      <Notice tone="good" title={t('match.mapped', { count: mapping.lines.length, name: say(mapping.names) })}>
        {mapping.unread.length > 0 && (
          <>
            {t('match.unread', { count: mapping.unread.length })} <bdi>{mapping.unread.join(', ')}</bdi>
          </>
        )}
      </Notice>
      <Panel title={t('match.title')} note={upload.titleRows[0]} flush>
        <div className={styles.scroll} role="group" aria-label={t('match.title')} tabIndex={0}>
          <table className={styles.match}>
            <thead>
              <tr>
                <th scope="col">{t('match.field')}</th>
                <th scope="col">{t('match.inFile')}</th>
                <th scope="col">{t('match.samples')}</th>
                <th scope="col">{t('match.becomes')}</th>
              </tr>
            </thead>
            <tbody>
              {mapping.lines.map(({ field, names, from, transform, key }) => (
                <tr key={field}>
                  <th scope="row">
                    {say(names)} <Code soft>{field}</Code>
                    {key && (
                      <Tag>
                        <IconKey size={13} aria-hidden /> {t('web:keyRole.key')}
                      </Tag>
                    )}
                  </th>
                  <td>
                    <bdi>{from.join(' + ') || '–'}</bdi>
                  </td>
                  <td className={styles.samples} dir="auto">
                    {samples(from).slice(0, 4).join(' · ') || '–'}
                  </td>
                  <td>{transform === null ? t('match.asItIs') : <Tag>{mapped(`transforms.${transform}`)}</Tag>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Panel>
    </>
  );
}
