/** One line: which source fields are which field of the dictionary, in what relation, and what is done on the way. */
import { ActionIcon, MultiSelect, Select, Textarea } from '@mantine/core';
import { IconArrowRight, IconTrash } from '@tabler/icons-react';
import { relations, type MappingLine, type MappingTrial, type SourceField } from '../../../src/dictionary/contract.ts';
import { useWords } from '../../i18n.ts';
import { Row } from '../../ui/page.tsx';
import { Code } from '../../ui/values.tsx';
import { State, Tag } from '../../ui/verdict.tsx';
import { withTransform, type TransformKind } from './mapping-draft.ts';
import type { TargetField } from './target-list.tsx';
import { TransformEditor, TransformReading } from './transform-editor.tsx';
import type { Trial } from './use-trial.ts';
import styles from './mappings.module.css';

const kinds: readonly TransformKind[] = ['none', 'values', 'crosswalk', 'date', 'split', 'join', 'unit', 'expression'];

export interface LineProps {
  readonly line: MappingLine;
  /** Absent when the dictionary has no such field any more. */
  readonly target: TargetField | undefined;
  readonly sources: readonly SourceField[];
  readonly findings: MappingTrial['findings'];
  readonly identifiers: MappingTrial['identifiers'];
  readonly expression: string | null | undefined;
  readonly trial: Trial;
  readonly isEditable: boolean;
  readonly onChange: (line: MappingLine) => void;
  readonly onRemove: () => void;
}

export function LineEditor(props: LineProps) {
  const { line, isEditable } = props;
  return (
    <article className={styles.line} aria-label={line.to}>
      <LineHead {...props} />
      {props.findings.map(({ code, severity, message }) => (
        <p key={code + message} className={styles.finding}>
          <State tone={severity === 'error' ? 'bad' : 'warn'}>
            <span dir="auto">{message}</span>
          </State>
        </p>
      ))}
      {isEditable ? <LineFields {...props} /> : <LineReading {...props} />}
    </article>
  );
}

function LineHead({ line, target, isEditable, onRemove }: LineProps) {
  const { t, say } = useWords('web-mapping');
  return (
    <div className={styles.lineHead}>
      <span>
        <IconArrowRight size={15} aria-hidden className="flip-in-rtl inline-icon" />{' '}
        <strong>{target ? say(target.names) : line.to}</strong> <Code soft>{line.to}</Code>
      </span>
      {isEditable && (
        <ActionIcon variant="subtle" color="red" aria-label={`${t('removeLine')}: ${line.to}`} onClick={onRemove}>
          <IconTrash size={17} />
        </ActionIcon>
      )}
    </div>
  );
}

function LineFields(props: LineProps) {
  const { line, sources, expression, onChange } = props;
  const { t } = useWords('web-mapping');
  return (
    <>
      <MultiSelect
        label={t('alsoFrom')}
        data={sources.map(({ name }) => name)}
        value={[...line.from]}
        searchable
        maxValues={20}
        onChange={(from) => from.length > 0 && onChange({ ...line, from })}
      />
      <Row>
        <Select
          label={t('relation')}
          w={180}
          allowDeselect={false}
          data={relations.map((value) => ({ value, label: t(`relations.${value}`) }))}
          value={line.relation}
          onChange={(relation) => relation && onChange({ ...line, relation })}
        />
        <Select
          label={t('transform')}
          w={220}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`transforms.${value}`) }))}
          value={line.transform?.kind ?? 'none'}
          onChange={(kind) => kind && onChange(withTransform(line, kind, expression))}
        />
      </Row>
      <TransformEditor {...props} />
      <NoteField line={line} onChange={onChange} />
    </>
  );
}

function NoteField({ line, onChange }: Pick<LineProps, 'line' | 'onChange'>) {
  const { t } = useWords('web-mapping');
  return (
    <Textarea
      label={t('note')}
      autosize
      minRows={1}
      maxLength={2000}
      dir="auto"
      value={line.note ?? ''}
      onChange={(event) => {
        const { note: _before, ...plain } = line;
        const note = event.currentTarget.value;
        onChange(note === '' ? plain : { ...plain, note });
      }}
    />
  );
}

function LineReading(props: LineProps) {
  const { line } = props;
  const { t } = useWords('web-mapping');
  return (
    <>
      <p className={styles.reading}>
        {t('from')} <bdi>{line.from.join(' + ')}</bdi> <Tag>{t(`relations.${line.relation}`)}</Tag>
      </p>
      {line.transform && <TransformReading transform={line.transform} expression={props.expression} />}
      {line.note && (
        <p className={styles.reading} dir="auto">
          {line.note}
        </p>
      )}
    </>
  );
}
