/** Between the two sides: suggestions with their reasons, and the lines that read the chosen source field. */
import { Button, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { Mapping, MappingSuggestion, MappingTrial, SourceField } from '../../../src/dictionary/contract.ts';
import { useWords } from '../../i18n.ts';
import { FactList } from '../../ui/fact-list.tsx';
import { Panel, Row } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Code } from '../../ui/values.tsx';
import { Tag } from '../../ui/verdict.tsx';
import { LineEditor } from './line-editor.tsx';
import { dropLine, linesOf, putLine, setOutside } from './mapping-draft.ts';
import type { TargetField } from './target-list.tsx';
import type { Trial } from './use-trial.ts';
import styles from './mappings.module.css';

interface ChosenProps {
  readonly mapping: Mapping;
  /** Name of the source field. */
  readonly source: string;
  readonly fields: readonly TargetField[];
  readonly suggestions: readonly MappingSuggestion[];
  readonly findings: MappingTrial['findings'];
  readonly identifiers: MappingTrial['identifiers'];
  readonly expressions: MappingTrial['expressions'];
  readonly trial: Trial;
  readonly isEditable: boolean;
  readonly onChange: (mapping: Mapping) => void;
  readonly onAccept: (suggestion: MappingSuggestion) => void;
  readonly onSkip: (suggestion: MappingSuggestion) => void;
}

export function ChosenField(props: ChosenProps) {
  const { mapping, source, fields, findings, isEditable, onChange } = props;
  const { t } = useWords('web-mapping');
  const field = mapping.fields.find(({ name }) => name === source);
  const lines = linesOf(mapping, source);
  if (!field) {
    return (
      <Panel title={t('chosen')}>
        <EmptyState title={t('noneChosen')} />
      </Panel>
    );
  }
  return (
    <Panel
      title={<bdi>{field.name}</bdi>}
      actions={
        isEditable &&
        lines.length === 0 && (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onChange(setOutside(mapping, source, field.outside === undefined ? '' : undefined))}
          >
            {t(field.outside === undefined ? 'outside' : 'backInside')}
          </Button>
        )
      }
    >
      <SourceFacts field={field} />
      {field.outside !== undefined && (
        <OutsideWhy
          field={field}
          isEditable={isEditable}
          onChange={(why) => onChange(setOutside(mapping, source, why))}
        />
      )}
      {lines.length === 0 && field.outside === undefined && isEditable && <Suggestions {...props} />}
      {lines.map(([place, line]) => (
        <LineEditor
          key={line.to}
          line={line}
          target={fields.find(({ name }) => name === line.to)}
          sources={mapping.fields}
          findings={findings.filter((one) => one.line === place)}
          identifiers={props.identifiers}
          expression={props.expressions[place]}
          trial={props.trial}
          isEditable={isEditable}
          onChange={(next) => onChange(putLine(mapping, place, next))}
          onRemove={() => onChange(dropLine(mapping, place))}
        />
      ))}
    </Panel>
  );
}

function SourceFacts({ field }: { readonly field: SourceField }) {
  const { t } = useWords('web-mapping');
  const facts = [
    ...(field.label === undefined ? [] : [[t('label'), <bdi key="label">{field.label}</bdi>] as const]),
    ...(field.type === undefined ? [] : [[t('web:element.type'), <Code key="type">{field.type}</Code>] as const]),
    ...(field.example === undefined ? [] : [[t('example'), <bdi key="example">{field.example}</bdi>] as const]),
  ];
  return facts.length > 0 ? <FactList facts={facts} /> : null;
}

interface OutsideProps {
  readonly field: SourceField;
  readonly isEditable: boolean;
  readonly onChange: (why: string) => void;
}

function OutsideWhy({ field, isEditable, onChange }: OutsideProps) {
  const { t } = useWords('web-mapping');
  if (!isEditable) return <FactList facts={[[t('outsideWhy'), <bdi key="why">{field.outside}</bdi>]]} />;
  return (
    <TextInput
      label={t('outsideWhy')}
      required
      maxLength={400}
      dir="auto"
      value={field.outside ?? ''}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function Suggestions({ suggestions, fields, onAccept, onSkip }: ChosenProps) {
  const { t, say } = useWords('web-mapping');
  if (suggestions.length === 0) return <EmptyState title={t('noSuggestion')} />;
  return (
    <section aria-label={t('suggestions')} className={styles.suggestions}>
      <h3 className={styles.small}>{t('suggestions')}</h3>
      {suggestions.map((one) => {
        const target = fields.find(({ name }) => name === one.to);
        return (
          <article key={one.to} className={styles.suggestion}>
            <div>
              <strong>{target ? say(target.names) : one.to}</strong> <Code soft>{one.to}</Code>{' '}
              <Tag tone={one.confidence >= 0.8 ? 'good' : 'info'}>
                {t('confidence', { share: Math.round(one.confidence * 100) })}
              </Tag>
            </div>
            <ul className={styles.reasons}>
              {one.reasons.map(({ kind, words }) => (
                <li key={kind} dir="auto">
                  {words}
                </li>
              ))}
              {one.transform && (
                <li>
                  {t('transform')}: {t(`transforms.${one.transform.kind}`)}
                </li>
              )}
            </ul>
            <Row>
              <Button
                size="compact-sm"
                leftSection={<IconCheck size={15} />}
                aria-label={`${t('accept')}: ${one.to}`}
                onClick={() => onAccept(one)}
              >
                {t('accept')}
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                leftSection={<IconX size={15} />}
                aria-label={`${t('skip')}: ${one.to}`}
                onClick={() => onSkip(one)}
              >
                {t('skip')}
              </Button>
            </Row>
          </article>
        );
      })}
    </section>
  );
}
