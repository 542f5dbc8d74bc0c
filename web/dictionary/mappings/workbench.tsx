/** Source fields, what is decided about the chosen one, and the fields of the dictionary, side by side. */
import { useCallback, useMemo, useState } from 'react';
import { suggestLines, type MappingSuggestion, type MappingView } from '../../../src/dictionary/contract.ts';
import { useEndpoint } from '../../api.ts';
import { addLine, linesOf, nextUndecided, undecided } from './mapping-draft.ts';
import { ChosenField } from './chosen-field.tsx';
import { SourceList } from './source-list.tsx';
import { TargetList, type TargetField } from './target-list.tsx';
import type { MappingDraft } from './use-mapping-draft.ts';
import type { Trial } from './use-trial.ts';
import styles from './mappings.module.css';

interface WorkbenchProps {
  readonly view: MappingView;
  readonly draft: MappingDraft;
  readonly trial: Trial;
  readonly fields: readonly TargetField[];
  readonly isEditable: boolean;
}

export function Workbench({ view, draft, trial, fields, isEditable }: WorkbenchProps) {
  const { draft: mapping, change } = draft;
  const [chosen, choose] = useState(() => undecided(mapping)[0] ?? mapping.fields[0]?.name ?? '');
  const { findings, identifiers, expressions } = trial.answer ?? view;
  const wrong = useMemo(
    () => new Set(findings.flatMap(({ line, severity }) => (severity === 'error' && line !== undefined ? [line] : []))),
    [findings],
  );
  const { shown, skip } = useSuggestions(mapping, chosen, trial, isEditable);
  const next = useCallback(() => {
    const following = nextUndecided(mapping, chosen);
    if (following !== undefined) choose(following);
  }, [mapping, chosen]);
  const accept = (suggestion: MappingSuggestion | undefined) => {
    if (!isEditable || !suggestion) return;
    change(addLine(mapping, suggestion.source, suggestion.to, suggestion.transform));
  };
  const pass = () => {
    if (shown[0]) skip(shown[0]);
    next();
  };
  return (
    <div className={styles.bench}>
      <SourceList
        mapping={mapping}
        chosen={chosen}
        wrong={wrong}
        onChoose={choose}
        onAccept={() => accept(shown[0])}
        onSkip={pass}
        isEditable={isEditable}
      />
      <ChosenField
        key={chosen}
        mapping={mapping}
        source={chosen}
        fields={fields}
        suggestions={shown}
        findings={findings}
        identifiers={identifiers}
        expressions={expressions}
        trial={trial}
        isEditable={isEditable}
        onChange={change}
        onAccept={accept}
        onSkip={skip}
      />
      <TargetList
        mapping={mapping}
        fields={fields}
        canMap={isEditable && chosen !== ''}
        chosen={chosen}
        onMap={(to) => change(addLine(mapping, chosen, to))}
        onChoose={(source) => choose(source)}
      />
    </div>
  );
}

/** What the chosen field may be; asked for one field at a time, and only while nothing is decided about it. */
function useSuggestions(mapping: MappingDraft['draft'], chosen: string, trial: Trial, isEditable: boolean) {
  const [skipped, setSkipped] = useState<ReadonlySet<string>>(new Set());
  const field = mapping.fields.find(({ name }) => name === chosen);
  const isOpen = field !== undefined && field.outside === undefined && linesOf(mapping, chosen).length === 0;
  const rows = trial.rows.map((row) => ({ [chosen]: row[chosen] ?? null }));
  const body = { entity: mapping.entity, fields: field ? [field] : [], taken: mapping.lines.map(({ to }) => to), rows };
  const asked = useEndpoint(suggestLines, { body }, { when: isOpen && isEditable });
  const keyOf = ({ source, to }: MappingSuggestion) => `${source}\n${to}`;
  const items = isOpen && isEditable ? (asked.data?.items ?? []) : [];
  return {
    shown: items.filter((one) => !skipped.has(keyOf(one))),
    skip: (one: MappingSuggestion) => setSkipped((before) => new Set([...before, keyOf(one)])),
  };
}
