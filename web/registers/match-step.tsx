/** What the columns of the file are: recognised where they could be, asked where not, and marked where already known. */
import { Button, Progress, Select } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useState } from 'react';
import { checkDeclared, type UploadView } from '../../src/registers/contract.ts';
import { useCommand } from '../api.ts';
import { useWords } from '../i18n.ts';
import { paths } from '../paths.ts';
import { FieldRow } from '../ui/form.tsx';
import { Notice } from '../ui/notice.tsx';
import { Panel } from '../ui/page.tsx';
import { EncodingPanel } from './encoding-panel.tsx';
import { LayoutChoice } from './layout-choice.tsx';
import { useLongWork } from './long-work.tsx';
import { MappedTable } from './mapped-table.tsx';
import { MatchTable } from './match-table.tsx';
import { doubleFields, missingKeys, type Mapping } from './mapping.ts';
import type { Reading } from './load-page.tsx';
import { ShownProblem } from './shown-problem.tsx';
import styles from './load.module.css';
import { formatList } from '../ui/format.ts';

interface MatchStepProps {
  readonly upload: UploadView;
  readonly reading: Reading;
  readonly onRead: (reading: Reading) => void;
  readonly onBack: () => void;
}

export function MatchStep({ upload, reading, onRead, onBack }: MatchStepProps) {
  const { t, say, language } = useWords('web-registers');
  const [mapping, setMapping] = useState<Mapping>(
    () => new Map(upload.columns.map(({ column, field }) => [column, field])),
  );
  const run = useLongWork();
  const check = useCommand(checkDeclared, { refreshes: ['records'] });
  const missing = upload.mapping ? upload.missingKeys : missingKeys(upload, mapping);
  const doubles = upload.mapping ? [] : doubleFields(mapping);
  const open = upload.question !== null && !reading.encoding;
  const labelOf = (name: string) => say(upload.fields.find((field) => field.name === name)?.names ?? name);
  const start = () =>
    run({
      label: t('load.checking', { file: upload.fileName }),
      work: () =>
        check.mutateAsync({
          params: { register: upload.register },
          body: {
            upload: upload.upload,
            body: upload.body,
            ...(upload.mapping
              ? { mapping: upload.mapping.code }
              : { columns: [...mapping].map(([column, field]) => ({ column, field })) }),
            ...(reading.encoding && { encoding: reading.encoding }),
            ...(reading.sheet && { sheet: reading.sheet }),
          },
        }),
      there: ({ load }) => paths.loadResult(upload.register, load),
    });
  return (
    <>
      {upload.question && !reading.encoding && (
        <EncodingPanel question={upload.question} now={upload.encoding} onChoose={(encoding) => onRead({ encoding })} />
      )}
      {!upload.mapping && <Summary upload={upload} mapping={mapping} />}
      <LayoutChoice upload={upload} onChoose={(code) => onRead({ mapping: code })} />
      {upload.sheets.length > 1 && (
        <Panel>
          <FieldRow label={t('match.sheet')} htmlFor="sheet">
            <Select
              id="sheet"
              w={320}
              maw="100%"
              value={upload.sheet}
              data={upload.sheets}
              onChange={(sheet) => sheet && onRead({ sheet })}
            />
          </FieldRow>
        </Panel>
      )}
      {missing.length > 0 && (
        <Notice tone="warn" live title={t('match.missingKey', { fields: formatList(missing.map(labelOf), language) })}>
          {t(upload.mapping ? 'match.mappingLacksKey' : 'match.missingKeyWords')}
        </Notice>
      )}
      {doubles.length > 0 && (
        <Notice tone="warn" live title={t('match.double', { fields: formatList(doubles.map(labelOf), language) })}>
          {t('match.doubleWords')}
        </Notice>
      )}
      <ShownProblem error={check.error} />
      {upload.mapping ? (
        <MappedTable upload={upload} mapping={upload.mapping} />
      ) : (
        <MatchTable
          upload={upload}
          mapping={mapping}
          onMap={(column, field) => setMapping((before) => new Map([...before, [column, field]]))}
        />
      )}
      {check.isPending && (
        <div className={styles.progress} role="status">
          <Progress value={100} animated striped aria-label={t('load.checkingNow')} />
          <span>{t('load.checkingNow')}</span>
        </div>
      )}
      <div className={styles.actions}>
        <Button variant="default" onClick={onBack}>
          {t('match.back')}
        </Button>
        <Button
          loading={check.isPending}
          disabled={open || missing.length > 0 || doubles.length > 0}
          onClick={() => void start()}
          rightSection={<IconArrowRight size={17} className="flip-in-rtl" />}
        >
          {t('match.check')}
        </Button>
      </div>
    </>
  );
}

/** "14 columns, 12 matched, 2 skipped", and how many of them nobody needs to declare. */
function Summary({ upload, mapping }: { readonly upload: UploadView; readonly mapping: Mapping }) {
  const { t, say } = useWords('web-registers');
  const matched = [...mapping.values()].filter((field) => field !== null).length;
  const unknown = upload.columns.filter(({ skipped, column }) => !skipped && !mapping.get(column)).length;
  const held = upload.columns.filter(({ source, column, field }) => source && mapping.get(column) === field);
  const source = held[0]?.source;
  return (
    <Notice
      tone={unknown > 0 ? 'info' : 'good'}
      title={
        <>
          {t('match.columns', { count: upload.columns.length })}:{' '}
          <strong>{t('match.matched', { count: matched })}</strong>,{' '}
          {t('match.skipped', { count: upload.columns.length - matched })}
        </>
      }
    >
      {unknown > 0 && <div>{t('match.unknown', { count: unknown })}</div>}
      {source && (
        <>
          {t('match.held', { count: held.length, matched, source: say(source.names) })}
          {source.citation && <> {t('match.citation', { citation: say(source.citation) })}</>}
        </>
      )}
    </Notice>
  );
}
