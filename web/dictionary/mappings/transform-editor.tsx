/** What is done to the values on the way: each kind with its own few fields; an expression with the editor of the language. */
import { NumberInput, Select, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { lazy, Suspense, useMemo } from 'react';
import { listCodeLists, type Transform } from '../../../src/dictionary/contract.ts';
import { useEndpoint } from '../../api.ts';
import { useWords } from '../../i18n.ts';
import { DayInput } from '../../ui/day-input.tsx';
import { Row } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';
import { Code } from '../../ui/values.tsx';
import type { LineProps } from './line-editor.tsx';
import { ValueTable } from './value-table.tsx';
import styles from './mappings.module.css';

/** The editor weighs more than a page: it comes when an expression is written. */
const ExpressionEditor = lazy(async () => ({ default: (await import('../expression-editor.tsx')).ExpressionEditor }));

type Of<K extends Transform['kind']> = Extract<Transform, { kind: K }>;
interface Part<K extends Transform['kind']> {
  readonly transform: Of<K>;
  readonly onChange: (transform: Of<K>) => void;
}

export function TransformEditor(props: LineProps) {
  const { line, target, trial, onChange } = props;
  const { transform } = line;
  const put = (next: Transform) => onChange({ ...line, transform: next });
  switch (transform?.kind) {
    case 'values':
      return <ValueTable transform={transform} line={line} target={target} trial={trial} onChange={put} />;
    case 'crosswalk':
      return <CrosswalkFields transform={transform} onChange={put} />;
    case 'date':
      return <DateFields transform={transform} onChange={put} />;
    case 'split':
      return <SplitFields transform={transform} onChange={put} />;
    case 'join':
      return <JoinFields transform={transform} onChange={put} />;
    case 'unit':
      return <UnitFields transform={transform} onChange={put} />;
    case 'expression':
      return <ExpressionField {...props} transform={transform} onChange={put} />;
    default:
      return null;
  }
}

function DateFields({ transform, onChange }: Part<'date'>) {
  const { t } = useWords('web-mapping');
  return (
    <TextInput
      label={t('notation')}
      required
      dir="ltr"
      maxLength={30}
      value={transform.notation}
      onChange={(event) => onChange({ ...transform, notation: event.currentTarget.value })}
    />
  );
}

function CrosswalkFields({ transform, onChange }: Part<'crosswalk'>) {
  const { t, say } = useWords('web-mapping');
  const lists = useEndpoint(listCodeLists, {}, { keep: true });
  const { list, on } = transform;
  const of = (next: string, day: string): Of<'crosswalk'> => ({
    kind: 'crosswalk',
    list: next,
    ...(day !== '' && { on: day }),
  });
  return (
    <>
      <Row>
        <Select
          label={t('crosswalkList')}
          required
          searchable
          w={340}
          value={list}
          data={(lists.data?.items ?? []).map(({ code, names }) => ({ value: code, label: `${say(names)} (${code})` }))}
          onChange={(next) => next !== null && onChange(of(next, on ?? ''))}
        />
        <DayInput label={t('crosswalkOn')} width={300} value={on ?? ''} onChange={(day) => onChange(of(list, day))} />
      </Row>
      <p className={styles.hint}>{t('crosswalkWords')}</p>
    </>
  );
}

function SplitFields({ transform, onChange }: Part<'split'>) {
  const { t } = useWords('web-mapping');
  return (
    <Row>
      <TextInput
        label={t('separator')}
        required
        w={140}
        maxLength={20}
        value={transform.separator}
        onChange={(event) => onChange({ ...transform, separator: event.currentTarget.value })}
      />
      <NumberInput
        label={t('part')}
        w={260}
        min={-50}
        max={50}
        allowDecimal={false}
        value={transform.part}
        onChange={(part) => onChange({ ...transform, part: typeof part === 'number' ? part : Number.NaN })}
      />
    </Row>
  );
}

function JoinFields({ transform, onChange }: Part<'join'>) {
  const { t } = useWords('web-mapping');
  return (
    <TextInput
      label={t('separator')}
      w={140}
      maxLength={20}
      value={transform.separator}
      onChange={(event) => onChange({ ...transform, separator: event.currentTarget.value })}
    />
  );
}

function UnitFields({ transform, onChange }: Part<'unit'>) {
  const { t } = useWords('web-mapping');
  return (
    <Row>
      {(['from', 'to'] as const).map((end) => (
        <TextInput
          key={end}
          label={`${t(end === 'from' ? 'unitFrom' : 'unitTo')} (UCUM)`}
          required
          dir="ltr"
          w={170}
          maxLength={20}
          value={transform[end]}
          onChange={(event) => onChange({ ...transform, [end]: event.currentTarget.value })}
        />
      ))}
      <Select
        label={t('decimalMark')}
        w={150}
        allowDeselect={false}
        data={[
          { value: '.', label: t('pointMark') },
          { value: ',', label: t('commaMark') },
        ]}
        value={transform.decimalMark ?? '.'}
        onChange={(mark) => (mark === ',' || mark === '.') && onChange({ ...transform, decimalMark: mark })}
      />
    </Row>
  );
}

type ExpressionProps = Omit<LineProps, 'onChange'> & Part<'expression'>;

function ExpressionField({ transform, identifiers, trial, onChange }: ExpressionProps) {
  const { t } = useWords('web-mapping');
  const fields = useMemo(
    () => Object.entries(identifiers).map(([label, name]) => ({ name, type: 'text' as const, label })),
    [identifiers],
  );
  const first = trial.rows[0];
  const sample = useMemo(
    () => first && Object.fromEntries(Object.entries(identifiers).map(([name, id]) => [id, first[name] ?? null])),
    [first, identifiers],
  );
  return (
    <Suspense fallback={<Loading shape="lines" />}>
      <ExpressionEditor
        label={t('editor.label')}
        value={transform.expression}
        fields={fields}
        {...(sample && { sample })}
        onChange={(expression) => onChange({ ...transform, expression })}
      />
    </Suspense>
  );
}

interface ReadingProps {
  readonly transform: Transform;
  /** As the language says it. */
  readonly expression: string | null | undefined;
}

/** The same for reading. */
export function TransformReading({ transform, expression }: ReadingProps) {
  const { t } = useWords('web-mapping');
  return (
    <div className={styles.reading}>
      {t(`transforms.${transform.kind}`)}
      {expression && (
        <pre className={styles.expression} dir="ltr" tabIndex={0}>
          {expression}
        </pre>
      )}
      {transform.kind === 'values' && (
        <ul className={styles.plain}>
          {Object.entries(transform.values).map(([theirs, ours]) => (
            <li key={theirs}>
              <bdi>{theirs}</bdi> <IconArrowRight size={13} aria-hidden className="flip-in-rtl inline-icon" />{' '}
              <Code>{ours}</Code>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
